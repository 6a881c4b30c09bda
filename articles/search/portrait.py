"""What the index knows of a name: when, where and with whom the news speak of it.

Everything is counted by the index in one go, whatever the number of articles; the database
is only asked for the few rows that are shown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations
from typing import Generic, TypeVar

from articles.errors import EngineError
from articles.models import Article, Category, Entity, Source
from articles.search import indexing, tree
from articles.search.engines.base import EngineAnswer, EngineQuery
from articles.search.request import Sort

Row = TypeVar("Row", Entity, Source)

MOST_COMPANIONS = 12
MOST_SOURCES = 8


@dataclass(frozen=True, slots=True)
class Counted(Generic[Row]):
    """A row and in how many of the name's articles it is."""

    row: Row
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Portrait:
    """``months`` counts by Jalali yyyymm; ``first`` and ``last`` are the oldest and the newest
    dated article. ``ties`` has, of two companions, in how many of the name's articles both are.
    """

    total: int
    first: Article | None
    last: Article | None
    months: Mapping[int, int]
    sources: Sequence[Counted[Source]]
    companions: Sequence[Counted[Entity]]
    ties: Mapping[tuple[int, int], int]


def portrait_of(pk: int) -> Portrait:
    """The portrait of the name ``pk``. Raises EngineError without an index."""
    newest = _ask(pk, sort=Sort.NEWEST, facets=("source", "name"), months=True)
    oldest = _ask(pk, sort=Sort.OLDEST)
    first, last = _dated([oldest, newest])
    beside = {other: count for other, count in newest.facets["name"].items() if other != pk}
    companions = _counted(Entity, beside, MOST_COMPANIONS)
    return Portrait(
        total=newest.total,
        first=first,
        last=last,
        months=newest.months,
        sources=_counted(Source, newest.facets["source"], MOST_SOURCES),
        companions=companions,
        ties=_ties(pk, [companion.row.pk for companion in companions]),
    )


class ArticlesOf:
    """The articles in which the name ``pk`` is, newest first; a slice is read when asked for.

    The database would have to sort all of them to find the newest few.
    """

    def __init__(self, pk: int) -> None:
        self.pk = pk

    def __getitem__(self, part: slice) -> list[Article]:
        limit = part.stop - part.start
        hits = _ask(self.pk, sort=Sort.NEWEST, offset=part.start, limit=limit).hits
        found = Article.objects.published().for_lists().in_bulk([pk for pk, _ in hits])
        return [found[pk] for pk, _ in hits if pk in found]


def months_of(
    pk: int | None, start: datetime | None = None, end: datetime | None = None
) -> EngineAnswer:
    """Total and months of the name ``pk``, or of the whole archive, in a half-open period."""
    period = tree.Period(start, end) if start or end else None
    return _ask(*(() if pk is None else (pk,)), period=period, months=True)


def article_counts(pks: Sequence[int], facet: str = "name") -> dict[int, int]:
    """In how many articles each of these names is, or each source or category where that is the
    ``facet``. Raises EngineError without an index."""
    if len(pks) == 1 and facet == "name":
        return {pks[0]: _ask(pks[0]).total}
    counts = _ask(facets=(facet,)).facets[facet]
    return {pk: counts.get(pk, 0) for pk in pks}


def add_article_counts(rows: Sequence[Entity | Source | Category], facet: str = "name") -> None:
    """Give each row its ``article_count``, see `article_counts`; None while the index rests."""
    try:
        counts = article_counts([row.pk for row in rows], facet)
    except EngineError:
        counts = {}
    for row in rows:
        row.article_count = counts.get(row.pk)  # type: ignore[union-attr]


def _ask(*names: int, **options: object) -> EngineAnswer:
    """What the index says of the articles in which all of ``names`` are."""
    filters = tuple(tree.Attribute("name", (pk,)) for pk in names)
    query = EngineQuery(filters=filters, **{"limit": 1, **options})  # type: ignore[arg-type]
    return indexing.backend().engine.search(query)


def _dated(answers: Sequence[EngineAnswer]) -> list[Article | None]:
    """Of each answer the article of its first hit, where there is one with a date."""
    firsts = [answer.hits[0][0] if answer.hits else 0 for answer in answers]
    dated = Article.objects.published().filter(published_at__isnull=False)
    found = dated.for_lists().in_bulk(firsts)
    return [found.get(pk) for pk in firsts]


def _counted(model: type[Row], counts: Mapping[int, int], most: int) -> list[Counted[Row]]:
    """The rows with the highest counts, those first; ties in the order of their ids."""
    best = sorted(counts, key=lambda pk: (-counts[pk], pk))[:most]
    rows = model._default_manager.in_bulk(best)
    return [Counted(rows[pk], counts[pk]) for pk in best if pk in rows]


def _ties(pk: int, companions: Sequence[int]) -> dict[tuple[int, int], int]:
    beside = {other: _ask(pk, other, facets=("name",)).facets["name"] for other in companions[:-1]}
    pairs = combinations(companions, 2)
    return {(a, b): count for a, b in pairs if (count := beside[a].get(b, 0))}
