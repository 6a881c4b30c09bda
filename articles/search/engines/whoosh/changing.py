"""One commit's changes: which offered documents go in, and which entries they end."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
from whoosh.codec.whoosh3 import W3Segment

from articles.search.engines.base import Removed
from articles.search.engines.whoosh.removals import Removals, settle
from articles.search.engines.whoosh.segment import Segment
from articles.search.engines.whoosh.tables import Writing


@dataclass(frozen=True, slots=True)
class Change:
    """The segments and removals after a commit; ``concerned`` are the ids it speaks of."""

    segments: list[W3Segment]
    removals: Removals
    concerned: set[int]


class _Entry(NamedTuple):
    """A live document of a stored segment."""

    part: W3Segment
    doc: int
    pk: int
    revision: int


class _Offer(NamedTuple):
    """A document of the ``number``-th offered segment."""

    revision: int
    number: int
    doc: int


def carry_out(
    work: Writing,
    stored: Mapping[W3Segment, Segment],
    offered: Sequence[tuple[Path, Segment]],
    removed: Removed,
) -> Change:
    """Put the segment files of what is ``offered`` in place and delete what they outdate.

    The caller holds the write lock and commits. ``stored`` are the segments of the index.
    """
    offers = _newest_offers(segment for _, segment in offered)
    newest = max([work.table.removals.newest, *map(_newest_revision, stored.values())])
    gone = removed if isinstance(removed, Mapping) else dict.fromkeys(removed, newest)
    concerned = offers.keys() | gone.keys()
    entries = list(_entries(stored, concerned))
    outcome = settle(
        {entry.pk: entry.revision for entry in entries},
        {pk: offer.revision for pk, offer in offers.items()},
        gone,
        work.table.removals,
    )
    for entry in entries:
        if entry.pk in outcome.added or entry.pk in outcome.removed:
            entry.part.delete_document(entry.doc)
    kept = [offers[pk] for pk in outcome.added]
    segments = [*work.table.segments, *_adopted(work, offered, kept)]
    newest = max([newest, *(offer.revision for offer in kept), *outcome.removed.values()])
    removals = work.table.removals.changed(outcome.removed, outcome.added, newest)
    return Change(segments, removals, concerned)


def _newest_offers(segments: Iterable[Segment]) -> dict[int, _Offer]:
    """Of every article the document of the highest revision; of equal ones the last."""
    newest: dict[int, _Offer] = {}
    for number, segment in enumerate(segments):
        pks, revisions = segment.columns["pk"].tolist(), segment.columns["revision"].tolist()
        for doc, (pk, revision) in enumerate(zip(pks, revisions, strict=True)):
            if pk not in newest or revision >= newest[pk].revision:
                newest[pk] = _Offer(revision, number, doc)
    return newest


def _newest_revision(segment: Segment) -> int:
    return int(segment.columns["revision"].max(initial=0))


def _entries(stored: Mapping[W3Segment, Segment], pks: Collection[int]) -> Iterator[_Entry]:
    """The live documents of these articles."""
    wanted = np.fromiter(pks, np.int64, len(pks))
    for part, segment in stored.items():
        docs = np.flatnonzero(np.isin(segment.columns["pk"], wanted))
        columns = (segment.columns[name][docs].tolist() for name in ("pk", "revision"))
        for doc, pk, revision in zip(docs.tolist(), *columns, strict=True):
            if not part.is_deleted(doc):
                yield _Entry(part, doc, pk, revision)


def _adopted(
    work: Writing, offered: Sequence[tuple[Path, Segment]], kept: Iterable[_Offer]
) -> Iterator[W3Segment]:
    """The offered segments as parts of the index, with only the ``kept`` documents live."""
    live = [np.zeros(segment.size, np.bool_) for _, segment in offered]
    for offer in kept:
        live[offer.number][offer.doc] = True
    for (path, segment), mask in zip(offered, live, strict=True):
        if mask.any():
            part = work.adopt(path, segment.size)
            for doc in np.flatnonzero(~mask):
                part.delete_document(int(doc))
            yield part
