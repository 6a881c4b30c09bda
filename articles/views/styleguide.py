"""Every component of the site on one page, for those who work on its look."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.forms import ContactForm
from articles.models import Article, Category, Comment, Entity, Kind, Source
from articles.search.request import SearchRequest
from articles.search.results import Facet, FacetValue, Hit, Segment
from articles.views import citing
from articles.views.paging import Page
from articles.views.search import Link
from articles.views.timeline import timeline

COLOURS = (
    *("ground", "surface", "sunken", "line", "line-strong", "ink", "ink-muted", "accent"),
    *("accent-strong", "on-accent", "accent-ground", "hit", "danger", "danger-ground"),
    *("person", "place", "organisation", "event"),
    *(f"series-{number}" for number in range(1, 6)),
)
MONTHS = {140201 + number: 3 + (number * 7) % 11 for number in range(12)}


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """Only with DEBUG; nothing on it is read from the database."""
    if not settings.DEBUG:
        raise Http404
    form = ContactForm({"name": "", "email": "نادرست", "subject": "موضوع", "body": ""})
    form.is_valid()
    article = _article()
    text = [Segment("متن با "), Segment("واژهٔ پیداشده", hit=True), Segment(" در آن.")]
    asked = SearchRequest(q="برف", date_from="1401/06")
    return render(
        request,
        "styleguide.html",
        {
            "colours": COLOURS,
            "article": article,
            "articles": [article] * 3,
            "entities": [
                Entity(pk=n, kind=kind, name=kind.label, slug="-", description="توضیح نام.")
                for n, kind in enumerate(Kind, 1)
            ],
            "text": text,
            "hit": Hit(article, 1, [Segment(article.title)], text, []),
            "cited": citing.sentence(article, "http://news.example/articles/1/"),
            "comment": Comment(pk=1, name="خواننده", body="نظری کوتاه.", created_at=timezone.now()),
            "asked": asked,
            "facet": Facet(
                "category",
                "دسته",
                [
                    FacetValue("دانش", "دانش", 12, selected=True, toggled=asked),
                    FacetValue("ورزش", "ورزش", 3, selected=False, toggled=asked),
                ],
            ),
            "page": Page([], 2, has_next=True),
            "timeline": timeline(MONTHS, lambda period: f"from={period}&to={period}"),
            "sorts": [Link("مرتبط‌ترین", "", current=True), Link("تازه‌ترین", "")],
            "form": form,
            "typed": {"body": "نوشته‌ای که نرسید"},
        },
    )


def _article() -> Article:
    return Article(
        pk=1,
        source=Source(name="خبرگزاری نمونه", slug="نمونه"),
        category=Category(name="دانش", slug="دانش"),
        kicker="روتیتر خبر",
        title="تیتر خبری که برای راهنمای سبک نوشته شده و دو سطر را پر می‌کند تا اندازهٔ آن دیده شود",
        lead="لید خبر در یک جمله می‌گوید چه شد و کجا، و اندازهٔ حروف آن از متن بزرگ‌تر نیست.",
        published_at=timezone.now(),
    )
