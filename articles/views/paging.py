"""Long lists a page at a time, without counting them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from articles.errors import QueryError
from articles.persian.characters import latin_digits

PAGE_SIZE = 20
DEEPEST_PAGE = 250


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


def page_of(queryset: QuerySet, request: HttpRequest, size: int = PAGE_SIZE) -> Page:
    """The page that ``?page=`` asks for, in Persian or Latin digits.

    Raises Http404 for a page that does not exist, QueryError for one so deep that the
    database would read the whole list to reach it.
    """
    number = _page_number(request)
    start = (number - 1) * size
    rows = list(queryset[start : start + size + 1])
    if not rows and number > 1:
        raise Http404
    return Page(rows[:size], number, has_next=len(rows) > size)


def _page_number(request: HttpRequest) -> int:
    text = latin_digits(request.GET.get("page", "1"))
    if not text.isdecimal() or len(text) > 9 or int(text) < 1:
        raise Http404
    if int(text) > DEEPEST_PAGE:
        raise QueryError(
            "این صفحه بیش از اندازه دور است؛ خبرهای کهنه‌تر را با جست‌وجو و بازهٔ تاریخ بیابید."
        )
    return int(text)
