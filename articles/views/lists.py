"""Lists of articles: all, of a source, a category, an author; and lists of those."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import starmap

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles.models import Article, Category, Source
from articles.models.article import ArticleQuerySet
from articles.search.portrait import add_article_counts
from articles.search.request import SearchRequest
from articles.views.errors import explained
from articles.views.freshness import revalidated
from articles.views.paging import alphabetical, alphabetical_page_of, page_of

SHELVES_A_PAGE = 120
AUTHORS_KEPT = 600  # seconds


@dataclass(frozen=True, slots=True)
class Shelves:
    """What articles are filed under: its model, what it is called, its filter in a search."""

    model: type[Source | Category]
    one: str
    all: str
    filter: str


SHELVES = {
    "source": Shelves(Source, "منبع", "منابع", "sources"),
    "category": Shelves(Category, "دسته", "دسته‌ها", "categories"),
}


@dataclass(frozen=True, slots=True)
class Author:
    """Whom articles name as their author; there is no more of them than the name."""

    name: str
    article_count: int

    def get_absolute_url(self) -> str:
        return reverse("author", args=[self.name])


@require_safe
@revalidated
@explained
def latest(request: HttpRequest) -> HttpResponse:
    feed = reverse("feed-latest")
    return _articles(request, Article.objects.all(), title="آخرین خبرها", feed=feed)


@require_safe
@revalidated
@explained
def shelf(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """The articles of one source or category."""
    shelves = SHELVES[kind]
    found = get_object_or_404(shelves.model, slug=slug)
    return _articles(
        request,
        found.articles.all(),
        title=found.name,
        kind=shelves.one,
        shelf=found,
        search_query=SearchRequest(**{shelves.filter: (slug,)}).query_string(),
        feed=reverse(f"feed-{kind}", args=[slug]),
        atom=reverse(f"feed-{kind}-atom", args=[slug]),
    )


@require_safe
@revalidated
@explained
def shelves(request: HttpRequest, kind: str) -> HttpResponse:
    """All sources or all categories."""
    rows = SHELVES[kind].model.objects.order_by()
    page = alphabetical_page_of(rows, request, SHELVES_A_PAGE)
    add_article_counts(page.items, facet=kind)
    return render(request, "articles/shelves.html", {"page": page, "title": SHELVES[kind].all})


@require_safe
@revalidated
@explained
def author(request: HttpRequest, name: str) -> HttpResponse:
    articles = Article.objects.filter(author=name)
    if not articles.published().exists():
        raise Http404
    query = SearchRequest(author=name).query_string()
    return _articles(
        request,
        articles,
        title=name,
        kind="نویسنده",
        search_query=query,
        feed=f"{reverse('feed-search')}?{query}",
        atom=f"{reverse('feed-search-atom')}?{query}",
    )


@require_safe
@revalidated
@explained
def authors(request: HttpRequest) -> HttpResponse:
    found = cache.get_or_set("lists.authors", _authors, AUTHORS_KEPT)
    page = page_of(found, request, SHELVES_A_PAGE)
    return render(request, "articles/shelves.html", {"page": page, "title": "نویسندگان"})


def _authors() -> list[Author]:
    return alphabetical(starmap(Author, Article.objects.published().by_author()))


def _articles(request: HttpRequest, articles: ArticleQuerySet, **context: object) -> HttpResponse:
    page = page_of(articles.published().latest_first().for_lists(), request)
    return render(request, "articles/list.html", {"page": page, **context})
