"""From the matches of a tree to an answer: filters, totals, facets, order, the page."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from articles.search.engines.base import EngineAnswer, EngineQuery
from articles.search.engines.whoosh.scoring import (
    Matches,
    attribute_mask,
    evaluate,
    period_mask,
)
from articles.search.engines.whoosh.segment import Mask
from articles.search.engines.whoosh.snapshot import Snapshot
from articles.search.request import Sort

# Facets whose values exclude each other: choosing one still shows what the others hold.
ALTERNATIVES = frozenset({"source", "category"})


def answer(query: EngineQuery, snapshot: Snapshot) -> EngineAnswer:
    matches = evaluate(query.tree, snapshot)
    found = matches.mask & snapshot.live
    if query.period is not None:
        found &= period_mask(snapshot, query.period.start, query.period.end)
    masks = [attribute_mask(snapshot, part.field, part.ids) for part in query.filters]
    narrowed = _narrowed(found, masks)
    docs = _page(query, snapshot, narrowed, matches)
    return EngineAnswer(
        total=int(np.count_nonzero(narrowed)),
        hits=[
            (int(pk), float(score))
            for pk, score in zip(snapshot.column("pk")[docs], matches.scores[docs], strict=True)
        ],
        facets={name: _facet(name, query, snapshot, found, masks) for name in query.facets},
        months=_counts(snapshot.column("month")[narrowed]) if query.months else {},
    )


def _narrowed(found: Mask, masks: list[Mask]) -> Mask:
    for mask in masks:
        found = found & mask
    return found


def _facet(
    name: str, query: EngineQuery, snapshot: Snapshot, found: Mask, masks: list[Mask]
) -> dict[int, int]:
    """Counts by id under all filters, except those on an alternative facet itself."""
    counted = [
        mask
        for part, mask in zip(query.filters, masks, strict=True)
        if part.field != name or name not in ALTERNATIVES
    ]
    narrowed = _narrowed(found, counted)
    if name == "name":
        docs, ids = snapshot.names
        return _counts(ids[narrowed[docs]])
    return _counts(snapshot.column(name)[narrowed])


def _counts(values: npt.NDArray[np.int64]) -> dict[int, int]:
    """How often each value but 0, which means unknown, occurs."""
    ids, counts = np.unique(values[values > 0], return_counts=True)
    return dict(zip(ids.tolist(), counts.tolist(), strict=True))


def _page(
    query: EngineQuery, snapshot: Snapshot, found: Mask, matches: Matches
) -> npt.NDArray[np.int64]:
    """The documents of the page. Ties go to the newer article, then to the larger id."""
    docs = np.flatnonzero(found)
    last = query.offset + query.limit
    if query.sort is Sort.RELEVANCE:
        docs = _best(docs, matches.scores[docs], last)
    published, pks = snapshot.column("published")[docs], snapshot.column("pk")[docs]
    if query.sort is Sort.OLDEST:
        # Undated articles come last in either direction.
        order = np.lexsort((pks, published, snapshot.column("month")[docs] == 0))
    elif query.sort is Sort.NEWEST:
        order = np.lexsort((-pks, -published))
    else:
        order = np.lexsort((-pks, -published, -matches.scores[docs]))
    return docs[order[query.offset : last]]


def _best(
    docs: npt.NDArray[np.int64], scores: npt.NDArray[np.float32], count: int
) -> npt.NDArray[np.int64]:
    """Those of ``docs`` that can be among the first ``count``, ties included."""
    if len(docs) <= count:
        return docs
    least = np.partition(scores, len(scores) - count)[len(scores) - count]
    best: npt.NDArray[np.int64] = docs[scores >= least]
    return best
