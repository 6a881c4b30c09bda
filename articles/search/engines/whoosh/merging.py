"""When segments are merged: tiers of similar size, merged when a tier is full.

Segments of up to 8 documents are one tier, up to 64 the next, then 512 and so on. As soon
as a tier holds 8 segments they become one of the next tier, so an article is rewritten
about once for each power of 8 in the archive's size, and a search meets few segments. A
segment that is half dead is rewritten alone. A rebuild ends as a single segment: each word
is then looked up once.

A merge reads segments, which never change, so it needs no lock: writers go on meanwhile,
and a search sees the old segments until one commit puts the new one in their place. What
was deleted during the merge is deleted in the new segment by the same commit. One merge
runs at a time; one that is killed leaves a hidden file, which the next removes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from whoosh.codec.whoosh3 import W3Segment

from articles.search.engines.whoosh.segment import Mask, Segment, write_merged
from articles.search.engines.whoosh.tables import Writing

FANOUT = 8
DEAD_SHARE = 0.5
HIDDEN = ".merging"

Choose = Callable[[Sequence[W3Segment]], list[W3Segment]]
"""The segments to merge next, in their order; empty when all is well."""


def everything(segments: Sequence[W3Segment]) -> list[W3Segment]:
    """All of them, as long as they are several."""
    return list(segments) if len(segments) > 1 else choose(segments)


def choose(segments: Sequence[W3Segment]) -> list[W3Segment]:
    """What the tiers ask for."""
    for segment in segments:
        if segment.deleted_count() >= DEAD_SHARE * segment.doc_count_all():
            return [segment]
    tiers: dict[int, list[W3Segment]] = defaultdict(list)
    for segment in segments:
        tiers[tier(segment)].append(segment)
    full = [number for number, members in tiers.items() if len(members) >= FANOUT]
    return tiers[min(full)] if full else []


def tier(segment: W3Segment) -> int:
    """0 for up to FANOUT live documents, 1 for up to FANOUT², …"""
    live = segment.doc_count_all() - segment.deleted_count()
    number = 0
    while live > FANOUT ** (number + 1):
        number += 1
    return number


@dataclass(slots=True)
class Merge:
    """``chosen`` segments of a table of contents on their way to be one, in ``written``."""

    chosen: Sequence[W3Segment]
    live: list[Mask]
    written: Path
    size: int

    @classmethod
    def run(cls, folder: Path, opened: Mapping[W3Segment, Segment]) -> Merge:
        """Merge what is alive now into a hidden file; no lock is needed."""
        live = [live_mask(part) for part in opened]
        written = folder / HIDDEN
        written.unlink(missing_ok=True)
        size = write_merged(written, list(zip(opened.values(), live, strict=True)))
        return cls(list(opened), live, written, size)

    def finish(self, work: Writing) -> list[W3Segment] | None:
        """The segments of the index with the new one in place of the chosen; None when a
        build or another merge has taken them away.

        The caller holds the write lock and commits.
        """
        parts = work.table.segments
        now = {part.segment_id(): part for part in parts}
        here = [now[part.segment_id()] for part in self.chosen if part.segment_id() in now]
        if len(here) < len(self.chosen):
            self.written.unlink(missing_ok=True)
            return None
        kept = [part for part in parts if part not in here]
        if self.size:
            made = work.adopt(self.written, self.size)
            alive = [live_mask(part)[before] for part, before in zip(here, self.live, strict=True)]
            for doc in np.flatnonzero(~np.concatenate(alive)):
                made.delete_document(int(doc))
            kept.insert(min(parts.index(part) for part in here), made)
        return kept


def live_mask(segment: W3Segment) -> Mask:
    live = np.ones(segment.doc_count_all(), np.bool_)
    live[list(segment.deleted_docs())] = False
    return live
