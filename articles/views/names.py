"""The curated names: a list by kind, and a page each."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from datetime import datetime

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles.models import Article, Entity, Kind, Mention
from articles.persian.calendar import month_key, month_range
from articles.search.request import SearchRequest
from articles.views.errors import explained
from articles.views.freshness import revalidated
from articles.views.paging import alphabetical_page_of, page_of
from articles.views.timeline import Timeline, timeline

NAMES_A_PAGE = 60
ARTICLES_A_PAGE = 15


@require_safe
@revalidated
@explained
def names(request: HttpRequest) -> HttpResponse:
    typed = request.GET.get("q", "").strip()[:100]
    kind = request.GET.get("kind", "")
    found = Entity.objects.order_by()
    if kind in Kind.values:
        found = found.filter(kind=kind)
    if typed:
        found = found.spelt_like(typed)
    page = alphabetical_page_of(found, request, NAMES_A_PAGE)
    _add_article_counts(page.items)
    context = {"page": page, "typed": typed, "kind": kind, "kinds": Kind}
    return render(request, "entities/list.html", context)


@require_safe
@revalidated
@explained
def name(request: HttpRequest, pk: int, slug: str = "") -> HttpResponse:
    entity = get_object_or_404(Entity, pk=pk)
    if slug != entity.slug:
        return redirect(entity, permanent=True)
    mentioned = Mention.objects.confirmed().filter(entity=entity).values("article")
    articles = Article.objects.published().filter(pk__in=mentioned)
    dates = list(articles.values_list("published_at", flat=True))
    context = {
        "entity": entity,
        "aliases": [a.text for a in entity.aliases.all() if a.text != entity.name],
        "total": len(dates),
        "timeline": _timeline(entity, dates),
        "page": page_of(articles.latest_first().for_lists(), request, ARTICLES_A_PAGE),
        "feed": reverse("feed-name", args=[pk]),
        "atom": reverse("feed-name-atom", args=[pk]),
        "search_query": SearchRequest(names=(pk,)).query_string(),
    }
    return render(request, "entities/name.html", context)


@require_safe
@revalidated
def card(request: HttpRequest, pk: int) -> HttpResponse:
    """What a reader sees of a name without leaving the text."""
    entity = get_object_or_404(Entity, pk=pk)
    _add_article_counts([entity])
    response = render(request, "entities/card.html", {"entity": entity})
    response["X-Robots-Tag"] = "noindex"
    return response


def _timeline(entity: Entity, dates: Sequence[datetime | None]) -> Timeline | None:
    def query_for(period: str) -> str:
        return SearchRequest(names=(entity.pk,), date_from=period, date_to=period).query_string()

    return timeline(_months(dates), query_for)


def _months(dates: Sequence[datetime | None]) -> dict[int, int]:
    """Jalali month -> how many of ``dates`` it holds; the calendar is asked once a month."""
    moments = sorted(moment for moment in dates if moment is not None)
    months: dict[int, int] = {}
    start = 0
    while start < len(moments):
        key = month_key(moments[start])
        end = bisect_left(moments, month_range(key)[1], lo=start)
        months[key] = end - start
        start = end
    return months


def _add_article_counts(entities: Sequence[Entity]) -> None:
    """Give each entity its ``article_count``. One query, for these entities only.

    The few articles that are hidden are left out, rather than the many published ones
    joined: the index of mentions then answers without a look at any article.
    """
    hidden = Article.objects.exclude(status=Article.Status.PUBLISHED).values("pk")
    counts = dict(
        Mention.objects.confirmed()
        .filter(entity__in=entities)
        .exclude(article__in=hidden)
        .values_list("entity")
        .annotate(Count("article", distinct=True))
    )
    for entity in entities:
        entity.article_count = counts.get(entity.pk, 0)
