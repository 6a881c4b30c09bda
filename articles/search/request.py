"""What is asked of the archive: the typed text and the filters beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from functools import lru_cache
from itertools import starmap
from urllib.parse import urlencode

from django.http import QueryDict

from articles.errors import QueryError
from articles.persian.calendar import parse_period
from articles.persian.characters import latin_digits

LONGEST_QUERY = 400
DEFAULT_PAGE_SIZE = 10
LARGEST_PAGE_SIZE = 100
DEEPEST_RESULT = 10_000

NEVER = (datetime(1, 1, 1, tzinfo=UTC),) * 2
"""A period in which nothing was published."""


class Sort(StrEnum):
    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchRequest:
    """One question to the archive.

    ``q`` is what was typed. ``date_from`` and ``date_to`` are the reader's own words
    («۱۴۰۲/۰۷», «2023-10-07»); ``period`` gives them as a half-open range in UTC.
    ``sources`` and ``categories`` are slugs, ``names`` are ids of entities, ``author`` is a
    name as articles have it. ``exact`` asks for ``q`` as it was typed, whatever it finds.
    """

    q: str = ""
    date_from: str = ""
    date_to: str = ""
    sources: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    names: tuple[int, ...] = ()
    author: str = ""
    sort: Sort | None = None
    page: int = 1
    page_size: int = DEFAULT_PAGE_SIZE
    any_word: bool = False
    exact: bool = False

    @classmethod
    def from_params(cls, params: QueryDict) -> tuple[SearchRequest, list[str]]:
        """The request that a query string asks for, and a sentence for each part that is wrong."""
        notes: list[str] = []
        q = params.get("q", "").strip()
        if len(q) > LONGEST_QUERY:
            q = q[:LONGEST_QUERY]
            notes.append("عبارت بیش از حد طولانی بود؛ فقط ابتدای آن جست‌وجو شد.")
        return cls(
            q=q,
            date_from=_date(params, "from", notes),
            date_to=_date(params, "to", notes),
            sources=tuple(filter(None, params.getlist("source"))),
            categories=tuple(filter(None, params.getlist("category"))),
            names=_numbers(params.getlist("name"), notes),
            author=params.get("author", "").strip(),
            sort=_sort(params.get("sort", ""), notes),
            page=_number(params.get("page", ""), 1, None, notes),
            page_size=_number(
                params.get("page_size", ""), DEFAULT_PAGE_SIZE, LARGEST_PAGE_SIZE, notes
            ),
            any_word=params.get("operator") == "or",
            exact=params.get("exact") == "1",
        ), notes

    @property
    def offset(self) -> int:
        return (self.page - 1) * self.page_size

    @property
    def order(self) -> Sort:
        """The order asked for; by relevance where there is something to be relevant to."""
        if self.sort is not None:
            return self.sort
        return Sort.RELEVANCE if self.q else Sort.NEWEST

    @property
    def is_empty(self) -> bool:
        """True when nothing was asked at all."""
        return not (
            self.q
            or self.date_from
            or self.date_to
            or self.sources
            or self.categories
            or self.names
            or self.author
        )

    def period(self) -> tuple[datetime | None, datetime | None]:
        """Half-open range of publication in UTC; None is an open end.

        ``NEVER`` with a date that cannot be read: it finds nothing rather than everything.
        """
        try:
            start = parse_period(self.date_from)[0] if self.date_from else None
            end = parse_period(self.date_to)[1] if self.date_to else None
        except ValueError:
            return NEVER
        return start, end

    def with_(self, **changes: object) -> SearchRequest:
        """A copy with some parts changed, back on its first page unless ``page`` is given."""
        return replace(self, **({"page": 1} | changes))  # type: ignore[arg-type]

    def query_string(self) -> str:
        """The parameters of the page that shows this request, defaults left out."""
        pairs: list[tuple[str, object]] = [("q", self.q)] if self.q else []
        pairs += [("from", self.date_from)] if self.date_from else []
        pairs += [("to", self.date_to)] if self.date_to else []
        pairs += [("source", slug) for slug in self.sources]
        pairs += [("category", slug) for slug in self.categories]
        pairs += [("name", pk) for pk in self.names]
        pairs += [("author", self.author)] if self.author else []
        pairs += [("sort", self.sort.value)] if self.sort else []
        pairs += [("operator", "or")] if self.any_word else []
        pairs += [("exact", "1")] if self.exact else []
        if self.page_size != DEFAULT_PAGE_SIZE:
            pairs.append(("page_size", self.page_size))
        if self.page > 1:
            pairs.append(("page", self.page))
        return "&".join(starmap(_encoded, pairs))


@lru_cache(maxsize=1024)
def _encoded(name: str, value: object) -> str:
    """One parameter; the dozens of links of a page have nearly all of theirs in common."""
    return urlencode([(name, value)])


def check_depth(request: SearchRequest) -> None:
    """Refuse pages so deep that nobody reads them and every engine pays for them."""
    if request.offset + request.page_size > DEEPEST_RESULT:
        raise QueryError(
            "تا این صفحه نمی‌توان پیش رفت؛ جست‌وجو را با تاریخ، منبع یا واژه‌های بیشتر محدود کنید."
        )


def _date(params: Mapping[str, str], key: str, notes: list[str]) -> str:
    text = params.get(key, "").strip()
    if not text:
        return ""
    try:
        parse_period(text)
    except ValueError as error:
        notes.append(f"{error}.")
    return text


def _number(text: str, default: int, largest: int | None, notes: list[str]) -> int:
    if not text:
        return default
    digits = latin_digits(text)
    if not digits.isdecimal() or len(digits) > 9 or int(digits) < 1:
        notes.append(f"«{text[:40]}» عدد نیست؛ نادیده گرفته شد.")
        return default
    return min(int(digits), largest or int(digits))


def _numbers(texts: list[str], notes: list[str]) -> tuple[int, ...]:
    found = (_number(text, 0, None, notes) for text in texts if text)
    return tuple(number for number in found if number)


def _sort(text: str, notes: list[str]) -> Sort | None:
    if not text:
        return None
    try:
        return Sort(text)
    except ValueError:
        notes.append(f"ترتیب «{text[:40]}» تعریف نشده است؛ relevance، newest یا oldest بنویسید.")
        return None
