"""One generation of the index: its segments side by side, deletions applied.

Documents are numbered through all segments. A snapshot never changes; after a commit a
new one is made, which shares the segments that stayed.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt

from articles.search.engines.whoosh.segment import Counts, Ids, Segment

Mask = npt.NDArray[np.bool_]
Places = npt.NDArray[np.int64]

# A position within the whole index: document number and 16-bit position in one integer.
POSITION_BITS = 16


class Snapshot:
    def __init__(
        self, generation: int, segments: Sequence[Segment], deleted: Sequence[set[int]]
    ) -> None:
        """``deleted`` holds the dead document numbers of each segment."""
        self.generation = generation
        self.segments = segments
        self.offsets = np.cumsum([0, *(segment.size for segment in segments)])
        self.size = int(self.offsets[-1])
        self.live = np.ones(self.size, np.bool_)
        for offset, dead in zip(self.offsets[:-1], deleted, strict=True):
            self.live[[offset + doc for doc in dead]] = False
        self.count = int(np.count_nonzero(self.live))

    def postings(self, field: str, key: str) -> tuple[Ids, Counts]:
        """Documents that hold ``key`` in ``field`` and how often, dead ones included."""
        docs, counts = [], []
        for segment, offset in zip(self.segments, self.offsets[:-1], strict=True):
            found = segment.postings(field, key)
            docs.append(found.docs + np.int32(offset))
            counts.append(found.counts)
        if not docs:
            return np.empty(0, np.int32), np.empty(0, np.float32)
        return np.concatenate(docs), np.concatenate(counts)

    def places(self, field: str, key: str) -> Places:
        """Every position of ``key`` in ``field``, ascending, as document << 16 | position."""
        parts = []
        for segment, offset in zip(self.segments, self.offsets[:-1], strict=True):
            found = segment.postings(field, key)
            docs = np.repeat(found.docs.astype(np.int64) + offset, found.counts.astype(np.int64))
            parts.append((docs << POSITION_BITS) | found.places)
        return np.concatenate(parts) if parts else np.empty(0, np.int64)

    def holds(self, field: str, key: str) -> bool:
        return any(segment.holds(field, key) for segment in self.segments)

    def expand(self, field: str, prefix: str) -> set[str]:
        return {key for segment in self.segments for key in segment.expand(field, prefix)}

    def lengths(self, field: str) -> Counts:
        return self._lengths.setdefault(
            field, self._joined([segment.lengths(field) for segment in self.segments], np.float32)
        )

    def mean_length(self, field: str) -> float:
        """Mean number of keys of those documents that have the field."""
        if field not in self._means:
            lengths = self.lengths(field)
            filled = lengths[lengths > 0]
            self._means[field] = float(filled.mean()) if len(filled) else 1.0
        return self._means[field]

    def column(self, name: str) -> npt.NDArray[np.int64]:
        """One number a document: pk, source, category, month or published."""
        if name not in self._columns:
            self._columns[name] = self._joined(
                [segment.columns[name] for segment in self.segments], np.int64
            )
        return self._columns[name]

    @cached_property
    def names(self) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """(document, name id) of every confirmed mention, as two parallel arrays."""
        ids = self._joined([segment.name_ids for segment in self.segments], np.int64)
        counts = self._joined([segment.name_counts for segment in self.segments], np.int64)
        return np.repeat(np.arange(self.size), counts), ids

    @cached_property
    def _lengths(self) -> dict[str, Counts]:
        return {}

    @cached_property
    def _means(self) -> dict[str, float]:
        return {}

    @cached_property
    def _columns(self) -> dict[str, npt.NDArray[np.int64]]:
        return {}

    def _joined(self, parts: list[npt.NDArray], dtype: type) -> npt.NDArray:
        return np.concatenate(parts) if parts else np.empty(0, dtype)
