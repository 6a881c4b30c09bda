"""Long lists a page at a time, without counting them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Protocol

from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest

from articles.errors import QueryError
from articles.persian.characters import latin_digits
from articles.persian.collation import sort_key

PAGE_SIZE = 20
DEEPEST_PAGE = 250

# No database sorts Persian by default; the same few thousand names are sorted again and again.
_sort_key = lru_cache(maxsize=20_000)(sort_key)


class Rows(Protocol):
    """A queryset, a list or whatever else gives a slice of its rows."""

    def __getitem__(self, part: slice, /) -> Any: ...


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list. ``has_next`` was found by asking for one row more."""

    items: list
    number: int
    has_next: bool

    @property
    def has_previous(self) -> bool:
        return self.number > 1

    @property
    def is_deepest(self) -> bool:
        """True where the list goes on but paging ends."""
        return self.has_next and self.number == DEEPEST_PAGE


def page_of(rows: Rows, request: HttpRequest, size: int = PAGE_SIZE) -> Page:
    """The page that ``?page=`` asks for, in Persian or Latin digits.

    Raises Http404 for a page that does not exist, QueryError for one so deep that the
    database would read the whole list to reach it.
    """
    number = _page_number(request)
    start = (number - 1) * size
    found = list(rows[start : start + size + 1])
    if not found and number > 1:
        raise Http404
    return Page(found[:size], number, has_next=len(found) > size)


def alphabetical(rows: Iterable[Model]) -> list:
    """Rows with a ``name``, in Persian alphabetical order."""
    return sorted(rows, key=lambda row: _sort_key(row.name))


def alphabetical_page_of(queryset: QuerySet, request: HttpRequest, size: int) -> Page:
    """Like `page_of`, in Persian alphabetical order of ``name``.

    Two queries: every name with its key, then the rows of the page.
    """
    names = sorted(queryset.values_list("name", "pk"), key=lambda row: _sort_key(row[0]))
    page = page_of([pk for _, pk in names], request, size)
    rows = queryset.in_bulk(page.items)
    return replace(page, items=[rows[pk] for pk in page.items])


def _page_number(request: HttpRequest) -> int:
    text = latin_digits(request.GET.get("page", "1"))
    if not text.isdecimal() or len(text) > 9 or int(text) < 1:
        raise Http404
    if int(text) > DEEPEST_PAGE:
        raise QueryError(
            "تا این صفحه نمی‌توان پیش رفت؛ خبرهای قدیمی‌تر را با جست‌وجو و بازهٔ تاریخ پیدا کنید."
        )
    return int(text)
