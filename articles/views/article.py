"""One article: to read, to print, to comment on."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from articles.forms import CommentForm
from articles.models import Article
from articles.persian.characters import latin_digits
from articles.views import citing, posts, reading, sayings, shelves
from articles.views.freshness import revalidated
from articles.views.neighbours import neighbours
from articles.views.visitors import count_view, remember_choice, wants_names

ASIDE_SECONDS = 30  # that the lists beside an article, the same on every page, are kept

ArticleView = Callable[[HttpRequest, Article], HttpResponse]


def at_its_address(view: ArticleView) -> Callable[..., HttpResponse]:
    """Give ``view`` the published article, or send the reader to its right address."""

    @wraps(view)
    def answer(request: HttpRequest, pk: int, slug: str = "") -> HttpResponse:
        found = Article.objects.published().select_related("source", "category")
        shown = get_object_or_404(found, pk=pk)
        if request.method in ("GET", "HEAD") and slug != shown.slug:
            page = request.resolver_match.url_name
            address = "article" if page == "article-short" else page
            return redirect(address, pk=pk, slug=shown.slug, permanent=True)
        return view(request, shown)

    return answer


@require_safe
@at_its_address
@revalidated
def article(request: HttpRequest, shown: Article) -> HttpResponse:
    form = CommentForm(article=shown, initial={"parent": _answered(request)})
    response = _page(request, shown, form)
    remember_choice(request, response)
    count_view(request, response, shown)
    return response


@require_safe
@at_its_address
@revalidated
def print_view(request: HttpRequest, shown: Article) -> HttpResponse:
    text = reading.marked_text(shown)
    return render(request, "articles/print.html", {"article": shown, "text": text})


@require_safe
def citation(request: HttpRequest, pk: int, slug: str, ending: str) -> HttpResponse:
    found = Article.objects.published().select_related("source")
    return citing.download(request, get_object_or_404(found, pk=pk), ending)


@require_http_methods(["GET", "HEAD", "POST"])
@at_its_address
def comments(request: HttpRequest, shown: Article) -> HttpResponse:
    """Take in a comment; a reader who reloads the page of a refused one is sent back."""
    if request.method != "POST":
        return redirect(shown)
    form = CommentForm(request.POST, article=shown)
    status = posts.receive(request, form)
    if status is not None:
        return _page(request, shown, form, status)
    messages.success(request, "نظر شما دریافت شد و پس از بررسی منتشر می‌شود. سپاسگزاریم.")
    return redirect(f"{shown.get_absolute_url()}#comments")


def _page(
    request: HttpRequest, shown: Article, form: CommentForm, status: int = 200
) -> HttpResponse:
    address = citing.permanent_address(request, shown)
    text = reading.marked_text(shown)
    context = {
        "article": shown,
        "text": text,
        "sayings": sayings.of_article(shown, text.lead, text.body),
        "threads": reading.threads(shown),
        "around": neighbours(shown),
        "names_marked": wants_names(request),
        "short_address": address,
        "cited": citing.sentence(shown, address),
        # Not called while the template has what they give from its cache.
        "latest": shelves.latest,
        "most_viewed": shelves.most_viewed,
        "aside_seconds": ASIDE_SECONDS,
        "form": form,
        "comments_url": reverse("comments", args=[shown.pk, shown.slug]),
    }
    return render(request, "articles/article.html", context, status=status)


def _answered(request: HttpRequest) -> int | None:
    """The comment that ``?reply=`` wants to answer; the form checks that it may be."""
    text = latin_digits(request.GET.get("reply", ""))
    return int(text) if text.isdecimal() and len(text) < 10 else None
