"""Lists of articles: all of them, of a source, of a category; and lists of those."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles.models import Article, Category, Source
from articles.search.request import SearchRequest
from articles.views.errors import explained
from articles.views.freshness import revalidated
from articles.views.paging import alphabetical_page_of, page_of

SHELVES_A_PAGE = 120


@require_safe
@revalidated
@explained
def latest(request: HttpRequest) -> HttpResponse:
    return _list(
        request,
        Article.objects.all(),
        title="آخرین اخبار",
        feed=reverse("feed-latest"),
    )


@require_safe
@revalidated
@explained
def source(request: HttpRequest, slug: str) -> HttpResponse:
    shelf = get_object_or_404(Source, slug=slug)
    return _list(
        request,
        shelf.articles.all(),
        title=shelf.name,
        kind="منبع",
        shelf=shelf,
        search_query=SearchRequest(sources=(slug,)).query_string(),
        feed=reverse("feed-source", args=[slug]),
        atom=reverse("feed-source-atom", args=[slug]),
    )


@require_safe
@revalidated
@explained
def category(request: HttpRequest, slug: str) -> HttpResponse:
    shelf = get_object_or_404(Category, slug=slug)
    return _list(
        request,
        shelf.articles.all(),
        title=shelf.name,
        kind="دسته",
        search_query=SearchRequest(categories=(slug,)).query_string(),
        feed=reverse("feed-category", args=[slug]),
        atom=reverse("feed-category-atom", args=[slug]),
    )


@require_safe
@revalidated
@explained
def sources(request: HttpRequest) -> HttpResponse:
    return _shelves(request, Source, "منابع")


@require_safe
@revalidated
@explained
def categories(request: HttpRequest) -> HttpResponse:
    return _shelves(request, Category, "دسته‌ها")


def _shelves(request: HttpRequest, model: type[Source | Category], title: str) -> HttpResponse:
    page = alphabetical_page_of(model.objects.order_by(), request, SHELVES_A_PAGE)
    return render(request, "articles/shelves.html", {"page": page, "title": title})


def _list(request: HttpRequest, articles: object, **context: object) -> HttpResponse:
    page = page_of(articles.published().latest_first().for_lists(), request)
    return render(request, "articles/list.html", {"page": page, **context})
