"""From the matches of a tree to an answer: filters, totals, facets, order, the page."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from articles.search.engines.base import EngineAnswer, EngineQuery
from articles.search.engines.whoosh.scoring import (
    Matches,
    evaluate,
    has_attribute,
    is_in_period,
)
from articles.search.engines.whoosh.segment import UNKNOWN_DATE, Mask
from articles.search.engines.whoosh.snapshot import Docs, Snapshot
from articles.search.request import Sort

# Facets whose values exclude each other: choosing one still shows what the others hold.
ALTERNATIVES = frozenset({"source", "category"})
# Values in a range up to this are counted in an array as wide as the range.
WIDEST_RANGE = 1 << 20


def answer(query: EngineQuery, snapshot: Snapshot) -> EngineAnswer:
    found = _found(query, snapshot)
    kept = [has_attribute(snapshot, part.field, part.ids, found.docs) for part in query.filters]
    narrowed = _narrowed(found.docs, kept)
    page = _page(query, snapshot, Matches(narrowed, _narrowed(found.scores, kept)))
    pks = snapshot.column("pk")[page.docs].tolist()
    return EngineAnswer(
        total=len(narrowed),
        hits=list(zip(pks, page.scores.tolist(), strict=True)),
        facets={name: _facet(name, query, snapshot, found.docs, kept) for name in query.facets},
        months=_counts(snapshot.column("month")[narrowed]) if query.months else {},
    )


def _found(query: EngineQuery, snapshot: Snapshot) -> Matches:
    """What the tree finds of the living, within the period."""
    found = evaluate(query.tree, snapshot)
    docs, scores = found.docs, found.scores
    if snapshot.count < snapshot.size:
        alive = snapshot.live[docs]
        docs, scores = docs[alive], scores[alive]
    if query.period is not None:
        inside = is_in_period(snapshot, query.period.start, query.period.end, docs)
        docs, scores = docs[inside], scores[inside]
    return Matches(docs, scores)


def _narrowed(values: npt.NDArray, masks: Iterable[Mask]) -> npt.NDArray:
    """Those of ``values`` that every mask keeps."""
    masks = list(masks)
    return values[np.logical_and.reduce(masks)] if masks else values


def _facet(
    name: str, query: EngineQuery, snapshot: Snapshot, found: Docs, kept: list[Mask]
) -> dict[int, int]:
    """Counts by id under all filters, except those on an alternative facet itself."""
    others = (
        mask
        for part, mask in zip(query.filters, kept, strict=True)
        if part.field != name or name not in ALTERNATIVES
    )
    docs = _narrowed(found, others)
    return _counts(snapshot.names_of(docs) if name == "name" else snapshot.column(name)[docs])


def _counts(values: npt.NDArray[np.int64]) -> dict[int, int]:
    """How often each value but 0, which means unknown, occurs."""
    known = values[values > 0]
    if not len(known):
        return {}
    least = int(known.min())
    if int(known.max()) - least < WIDEST_RANGE:
        often = np.bincount(known - least)
        ids = np.flatnonzero(often != 0)
        counts, ids = often[ids], ids + least
    else:
        ids, counts = np.unique(known, return_counts=True)
    return dict(zip(ids.tolist(), counts.tolist(), strict=True))


def _page(query: EngineQuery, snapshot: Snapshot, found: Matches) -> Matches:
    """The page asked for. Ties go to the newer article, then to the larger id; sorted from
    the oldest on, to the smaller id."""
    last = query.offset + query.limit
    worth = _worth(query.sort, snapshot, found)
    best = _best(worth, last)
    docs = found.docs[best]
    pks = snapshot.column("pk")[docs]
    published = snapshot.column("published")[docs]
    order = np.lexsort((pks if query.sort is Sort.OLDEST else -pks, -published, -worth[best]))
    chosen = order[query.offset : last]
    return Matches(docs[chosen], found.scores[best[chosen]])


def _worth(sort: Sort, snapshot: Snapshot, found: Matches) -> npt.NDArray:
    """What the documents found are sorted by, the largest first."""
    if sort is Sort.RELEVANCE:
        return found.scores
    published = snapshot.column("published")[found.docs]
    if sort is Sort.NEWEST:
        return published
    # Undated articles come last in either direction.
    return np.where(published == UNKNOWN_DATE, UNKNOWN_DATE, -published)


def _best(worth: npt.NDArray, count: int) -> npt.NDArray[np.int64]:
    """The places of those that can be among the first ``count``, ties included."""
    if len(worth) <= count:
        return np.arange(len(worth))
    least = np.partition(worth, len(worth) - count)[len(worth) - count]
    return np.flatnonzero(worth >= least)
