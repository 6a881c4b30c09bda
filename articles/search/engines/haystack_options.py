"""What stands beside the conditions of a SearchQuerySet: its order, facets, everything else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from articles.search import tree
from articles.search.engines.lookups import MONTH, PUBLISHED, UnsupportedQueryError
from articles.search.request import Sort

ORDERS = {f"-{PUBLISHED}": Sort.NEWEST, PUBLISHED: Sort.OLDEST}
FACET_FIELDS = {"source": "source", "category": "category", "names": "name"}
"""Fields that are counted, each with the engine's name for it; beside them `MONTH`."""

STEPS = {
    "day": timedelta(days=1),
    "hour": timedelta(hours=1),
    "minute": timedelta(minutes=1),
    "second": timedelta(seconds=1),
}
MONTHS = {"month": 1, "year": 12}
MOST_GAPS = 1000  # each is a search


def order_of(names: Sequence[str]) -> Sort:
    """The engine's order; by relevance where none is asked for. Raises UnsupportedQueryError."""
    for name in names:
        if name not in ORDERS:
            raise UnsupportedQueryError(
                f"The index cannot sort by «{name}», only by {' or '.join(ORDERS)}."
            )
    return ORDERS[names[0]] if names else Sort.RELEVANCE


def check_facet(field: str, options: Mapping[str, object]) -> None:
    """Raises UnsupportedQueryError for a field that is not counted, and for options."""
    if field not in FACET_FIELDS and field != MONTH:
        raise UnsupportedQueryError(
            f"«{field}» is no facet; there are {', '.join([*FACET_FIELDS, MONTH])}."
        )
    if options:
        raise UnsupportedQueryError(
            f"Facets have no options ({', '.join(options)}): all values come, commonest first."
        )


def refuse(options: Mapping[str, object]) -> None:
    """Raises UnsupportedQueryError for the first option that asks for anything."""
    for name, asked in options.items():
        if asked:
            raise UnsupportedQueryError(f"The archive's index knows no «{name}».")


def gaps(
    start_date: date, end_date: date, gap_by: str, gap_amount: int = 1
) -> Iterator[tree.Period]:
    """The periods of a date facet, from ``start_date`` on until ``end_date`` is passed."""
    start, end = _moment(start_date), _moment(end_date)
    number = 0
    first = start
    while first < end:
        number += 1
        if number > MOST_GAPS:
            raise UnsupportedQueryError(
                f"A date facet has at most {MOST_GAPS} periods; take longer ones."
            )
        last = _later(start, gap_by, number * gap_amount)
        yield tree.Period(first, last)
        first = last


def _later(start: datetime, gap_by: str, amount: int) -> datetime:
    if gap_by in STEPS:
        return start + amount * STEPS[gap_by]
    years, month = divmod(start.month - 1 + amount * MONTHS[gap_by], 12)
    for day in range(start.day, 0, -1):  # the 31st of a shorter month is its last day
        try:
            return start.replace(year=start.year + years, month=month + 1, day=day)
        except ValueError:
            continue
    raise AssertionError("every month has a first day")


def _moment(day: date) -> datetime:
    moment = day if isinstance(day, datetime) else datetime.combine(day, time())
    return timezone.make_aware(moment) if timezone.is_naive(moment) else moment
