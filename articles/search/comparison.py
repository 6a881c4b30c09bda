"""A few names on one timeline: in how many articles of each Jalali month each of them is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import QueryDict

from articles.errors import QueryError
from articles.models import Entity
from articles.persian.characters import persian_digits
from articles.search.portrait import months_of
from articles.search.request import NEVER, SearchRequest

MOST_NAMES = 5


@dataclass(frozen=True, slots=True)
class Series:
    """One name: ``total`` articles in the period; ``months`` counts the dated ones by yyyymm."""

    entity: Entity
    total: int
    months: Mapping[int, int]

    @property
    def undated(self) -> int:
        return self.total - sum(self.months.values())


@dataclass(frozen=True, slots=True)
class Comparison:
    """``series`` in the order asked for; ``missing`` are ids of no name. ``archive`` counts all
    articles of each month of the period."""

    series: list[Series]
    missing: list[int]
    archive: Mapping[int, int]

    def months(self) -> list[int]:
        """Every Jalali month from the first to the last in which one of the names is."""
        seen = {key for one in self.series for key in one.months}
        return _from_to(min(seen), max(seen)) if seen else []


def read_request(params: QueryDict) -> tuple[SearchRequest, list[str]]:
    """The names and the period that a query string asks for, each name once, and a sentence
    for each part ignored.

    Raises QueryError for more than MOST_NAMES names and a period that ends before it begins.
    """
    read, notes = SearchRequest.from_params(params)
    names = tuple(dict.fromkeys(read.names))
    if len(names) < len(read.names):
        notes.append("نام تکراری فقط یک بار نشان داده شد.")
    if len(names) > MOST_NAMES:
        raise QueryError(
            f"{persian_digits(len(names))} نام خواسته‌اید؛ حداکثر {persian_digits(MOST_NAMES)} "
            "نام را می‌توان با هم مقایسه کرد. نام‌های اضافی را از نشانی صفحه حذف کنید."
        )
    asked = SearchRequest(names=names, date_from=read.date_from, date_to=read.date_to)
    start, end = asked.period()
    if start and end and start >= end and (start, end) != NEVER:
        raise QueryError("شروع بازه بعد از پایان آن است؛ «از» و «تا» را جابه‌جا کنید.")
    return asked, notes


def compare(asked: SearchRequest) -> Comparison:
    """The names of ``asked`` in its period. Raises EngineError without an index."""
    entities = Entity.objects.in_bulk(asked.names)
    period = asked.period()
    series = []
    for pk in asked.names:
        if pk in entities:
            answer = months_of(pk, *period)
            series.append(Series(entities[pk], answer.total, answer.months))
    return Comparison(
        series=series,
        missing=[pk for pk in asked.names if pk not in entities],
        archive=months_of(None, *period).months if series else {},
    )


def _from_to(first: int, last: int) -> list[int]:
    keys = range(_number(first), _number(last) + 1)
    return [year * 100 + month + 1 for year, month in (divmod(key, 12) for key in keys)]


def _number(key: int) -> int:
    year, month = divmod(key, 100)
    return year * 12 + month - 1
