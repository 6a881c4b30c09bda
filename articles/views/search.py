"""The search page."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles.persian.characters import persian_digits
from articles.search import archive
from articles.search.request import DEEPEST_RESULT, DEFAULT_PAGE_SIZE, SearchRequest, Sort
from articles.search.results import Results
from articles.views.errors import explained
from articles.views.freshness import revalidated
from articles.views.timeline import timeline
from articles.views.visitors import count_query

SORTS = {
    Sort.RELEVANCE: "مرتبط‌ترین",
    Sort.NEWEST: "تازه‌ترین",
    Sort.OLDEST: "قدیمی‌ترین",
}
NEIGHBOURS = 2
PAGE_SIZES = (DEFAULT_PAGE_SIZE, 20, 50)


@dataclass(frozen=True, slots=True)
class Link:
    """A state of the search page: what it is called, its query string, whether it is on."""

    label: str
    query: str
    current: bool = False


@require_safe
@revalidated
@explained
def search(request: HttpRequest) -> HttpResponse:
    typed, notes = SearchRequest.from_params(request.GET)
    context: dict[str, object] = {
        "asked": typed,
        "notes": notes,
        "smallest_page": DEFAULT_PAGE_SIZE,
    }
    took_ms = 0.0
    if not typed.is_empty:
        results = archive.search(typed)
        took_ms = results.took_ms
        count_query(request, results)
        context |= _answer(results) | {"notes": [*notes, *results.notes]}
    response = render(request, "search/search.html", context)
    response["Server-Timing"] = f"search;dur={took_ms:.1f}"
    return response


def _answer(results: Results) -> dict[str, object]:
    asked = results.request
    return {
        "asked": asked,
        "results": results,
        "chips": chips(results),
        "sorts": [
            Link(label, asked.with_(sort=sort).query_string(), asked.order is sort)
            for sort, label in SORTS.items()
        ],
        "pages": pages(results),
        "sizes": [
            Link(
                persian_digits(size),
                asked.with_(page_size=size).query_string(),
                asked.page_size == size,
            )
            for size in PAGE_SIZES
        ],
        "timeline": timeline(
            {month.key: month.count for month in results.months},
            lambda period: asked.with_(date_from=period, date_to=period).query_string(),
        ),
        "suggested": _suggested(results),
        "as_typed": _as_typed(results),
        "unfiltered": SearchRequest(q=asked.q).query_string(),
        "any_word": asked.with_(any_word=True).query_string(),
        "feed_query": asked.with_(sort=None, page_size=DEFAULT_PAGE_SIZE).query_string(),
        "last_page": asked.with_(page=_last_page(results)).query_string(),
    }


def chips(results: Results) -> list[Link]:
    """The filters that are on; each link takes its filter off."""
    asked = results.request
    labels = {
        (facet.field, value.value): value.label
        for facet in results.facets
        for value in facet.values
    }
    found = []
    for field, name, values in (
        ("sources", "source", asked.sources),
        ("categories", "category", asked.categories),
        ("names", "name", asked.names),
    ):
        for value in values:
            others = tuple(other for other in values if other != value)
            label = labels.get((name, str(value)), str(value))
            found.append(Link(label, asked.with_(**{field: others}).query_string()))
    for field, word, typed in (
        ("date_from", "از", asked.date_from),
        ("date_to", "تا", asked.date_to),
    ):
        if typed:
            label = f"{word} {persian_digits(typed)}"
            found.append(Link(label, asked.with_(**{field: ""}).query_string()))
    if asked.author:
        label = f"نویسنده: {asked.author}"
        found.append(Link(label, asked.with_(author="").query_string()))
    if asked.any_word:
        found.append(Link("دست‌کم یکی از واژه‌ها", asked.with_(any_word=False).query_string()))
    return found


def pages(results: Results) -> list[Link | None]:
    """Links to the first, the neighbouring and the last page; None stands for a gap."""
    here, last = results.request.page, _last_page(results)
    near = range(max(1, here - NEIGHBOURS), min(last, here + NEIGHBOURS) + 1)
    found: list[Link | None] = []
    previous = 0
    for number in sorted({1, last, *near}):
        if number > previous + 1:
            found.append(None)
        query = results.request.with_(page=number).query_string()
        found.append(Link(persian_digits(number), query, current=number == here))
        previous = number
    return found


def _last_page(results: Results) -> int:
    return max(1, min(results.pages, DEEPEST_RESULT // results.request.page_size))


def _as_typed(results: Results) -> Link | None:
    """The way back to the query as it was typed, where a period was read from it or a better
    one was answered."""
    if results.typed is not None and results.period_was_read:
        return Link(results.typed.q, results.typed.with_(exact=True).query_string())
    if results.repaired_from is None:
        return None
    return Link(results.repaired_from, results.request.with_(exact=True).query_string())


def _suggested(results: Results) -> Link | None:
    if not results.suggestion:
        return None
    query = results.request.with_(q=results.suggestion).query_string()
    return Link(results.suggestion, query)
