"""One generation of the index: its segments side by side, deletions applied.

Documents are numbered through all segments. A snapshot never changes; after a commit a
new one is made, which shares the segments that stayed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from articles.persian.words import TERM_MARK
from articles.search.engines.whoosh.arrays import Array
from articles.search.engines.whoosh.cache import Cache
from articles.search.engines.whoosh.inverting import ragged
from articles.search.engines.whoosh.postings import FieldPostings
from articles.search.engines.whoosh.removals import Removals
from articles.search.engines.whoosh.segment import Mask, Segment

Docs = npt.NDArray[np.int64]
Counts = npt.NDArray[np.float32]
Places = npt.NDArray[np.int64]

# A place within the whole index: document number and 16-bit position in one integer.
POSITION_BITS = 16
CACHE_BYTES = 64 << 20

_MARK = TERM_MARK.encode()


class Snapshot:
    def __init__(
        self,
        generation: int,
        settings: Mapping[str, object],
        segments: Mapping[str, Segment],
        deleted: Sequence[Iterable[int]],
        removals: Removals,
    ) -> None:
        """``segments`` by Whoosh's segment id; ``deleted`` the dead documents of each."""
        self.generation = generation
        self.settings = settings
        self.removals = removals
        self.segments = segments
        sizes = [segment.size for segment in segments.values()]
        self.offsets = [0, *np.cumsum(sizes, dtype=np.int64).tolist()]
        self.size = self.offsets[-1]
        self.live: Mask = np.ones(self.size, np.bool_)
        for offset, dead in zip(self.offsets[:-1], deleted, strict=True):
            self.live[[offset + doc for doc in dead]] = False
        self.count = int(np.count_nonzero(self.live))
        self.found: Cache[Any] = Cache(CACHE_BYTES)  # what words find, see `scoring`
        self._places: Cache[Places] = Cache(CACHE_BYTES)
        self._holders: Cache[Docs] = Cache(CACHE_BYTES)

    def postings(self, field: str, key: str) -> tuple[Docs, Counts]:
        """Documents that hold ``key`` in ``field`` and how often, dead ones included."""
        encoded = _encoded(key)
        docs, counts = [], []
        for offset, segment in self._placed():
            number = segment.fields[field].find(encoded)
            if number is not None:
                found = segment.fields[field].postings(number)
                docs.append(found.docs.astype(np.int64) + offset)
                counts.append(found.counts.astype(np.float32))
        if len(docs) == 1:
            return docs[0], counts[0]
        return _joined(docs, np.int64), _joined(counts, np.float32)

    def places(self, field: str, key: str) -> Places:
        """Every position of ``key`` in ``field``, ascending, as document << 16 | position."""
        found = self._places.get((field, key))
        if found is None:
            found = self._read_places(field, key)
            self._places.put((field, key), found, found.nbytes)
        return found

    def _read_places(self, field: str, key: str) -> Places:
        parts = [np.empty(0, np.int64)]
        for offset, segment in self._placed():
            number = segment.fields[field].find(_encoded(key))
            if number is not None:
                docs, counts, places = segment.fields[field].postings(number)
                firsts = (docs.astype(np.int64) + offset) << POSITION_BITS
                found = np.repeat(firsts, counts)
                found += places
                parts.append(found)
        return np.concatenate(parts)

    def holds(self, field: str, key: str) -> bool:
        return any(
            segment.fields[field].find(_encoded(key)) is not None
            for segment in self.segments.values()
        )

    def completions(self, field: str, prefix: str) -> tuple[Docs, Counts]:
        """Documents that hold a key with this beginning in ``field``, and how often."""
        often = np.zeros(self.size, np.float32)
        for offset, segment in self._placed():
            postings = segment.fields[field]
            found = postings.spanned(postings.with_prefix(_encoded(prefix)))
            part = often[offset : offset + segment.size]
            part += np.bincount(found.docs, found.counts, len(part))
        docs = np.flatnonzero(often != 0)
        return docs, often[docs]

    def places_of(self, pks: Iterable[int]) -> list[tuple[Segment, list[int]]]:
        """Where these articles are: the numbers that they have in each segment."""
        docs = np.flatnonzero(np.isin(self.column("pk"), list(pks)) & self.live)
        found = []
        for offset, segment in self._placed():
            inside = docs[(docs >= offset) & (docs < offset + segment.size)]
            if len(inside):
                found.append((segment, (inside - offset).tolist()))
        return found

    def between(self, first: int, last: int | None) -> Docs:
        """The living documents of articles with ids from ``first`` to ``last``, ascending in
        these."""
        pks = self.column("pk")[self._by_pk]
        begin = np.searchsorted(pks, first)
        end = len(pks) if last is None else np.searchsorted(pks, last, side="right")
        return self._by_pk[begin:end]

    @cached_property
    def _by_pk(self) -> Docs:
        """The living documents in the order of their articles' ids."""
        living = np.flatnonzero(self.live)
        return living[np.argsort(self.column("pk")[living], kind="stable")]

    def vocabulary(self) -> dict[bytes, int]:
        """Every exact key with the number of live documents that hold it, counted in the
        field of each segment where it is most frequent."""
        totals: Counter[bytes] = Counter()
        for offset, segment in self._placed():
            totals.update(_most_in_a_field(segment, self.live[offset : offset + segment.size]))
        return {key: count for key, count in totals.items() if b":" not in key}

    def _placed(self) -> Iterable[tuple[int, Segment]]:
        return zip(self.offsets[:-1], self.segments.values(), strict=True)

    # --- one number a document ------------------------------------------------------------------

    def column(self, name: str) -> npt.NDArray[np.int64]:
        """pk, source, category, month or published of every document."""
        if name not in self._columns:
            parts = [segment.columns[name] for segment in self.segments.values()]
            self._columns[name] = _joined(parts, np.int64)
        return self._columns[name]

    @cached_property
    def newest_revision(self) -> int:
        """The highest one of any entry or remembered removal."""
        return max(self.removals.newest, int(self.column("revision").max(initial=0)))

    def lengths(self, field: str) -> Counts:
        """Number of keys of every document's field."""
        if field not in self._lengths:
            parts = [segment.lengths[field] for segment in self.segments.values()]
            self._lengths[field] = _joined(parts, np.float32)
        return self._lengths[field]

    def mean_length(self, field: str) -> float:
        """Mean number of keys of those documents that have the field."""
        if field not in self._means:
            lengths = self.lengths(field)
            filled = lengths[lengths > 0]
            self._means[field] = float(filled.mean()) if len(filled) else 1.0
        return self._means[field]

    @cached_property
    def names(self) -> tuple[Docs, npt.NDArray[np.int64]]:
        """(document, name id) of every confirmed mention, as two parallel arrays."""
        ids = _joined([segment.names for segment in self.segments.values()], np.int64)
        return np.repeat(np.arange(self.size), self._name_counts), ids

    def holders(self, name: int) -> Docs:
        """Documents with a confirmed mention of this name, remembered: the page of a name asks
        a dozen times for the same one."""
        found = self._holders.get(name)
        if found is None:
            documents, names = self.names
            found = documents[names == name]
            self._holders.put(name, found, found.nbytes)
        return found

    def names_of(self, docs: Docs) -> npt.NDArray[np.int64]:
        """The name ids of every confirmed mention in ``docs``, in a row."""
        begins = self._name_ends[docs] - self._name_counts[docs]
        return self.names[1][ragged(begins, self._name_counts[docs])]

    @cached_property
    def _name_counts(self) -> npt.NDArray[np.int64]:
        return _joined([segment.name_counts for segment in self.segments.values()], np.int64)

    @cached_property
    def _name_ends(self) -> npt.NDArray[np.int64]:
        return np.cumsum(self._name_counts)

    @cached_property
    def _columns(self) -> dict[str, npt.NDArray[np.int64]]:
        return {}

    @cached_property
    def _lengths(self) -> dict[str, Counts]:
        return {}

    @cached_property
    def _means(self) -> dict[str, float]:
        return {}


def _most_in_a_field(segment: Segment, live: Mask) -> dict[bytes, int]:
    """Exact key -> number of live documents, of the field where that is the greatest."""
    most: dict[bytes, int] = {}
    for postings in segment.fields.values():
        found = _exact_keys(postings, live)
        most.update((key, count) for key, count in found if count > most.get(key, 0))
    return most


def _exact_keys(postings: FieldPostings, live: Mask) -> Iterable[tuple[bytes, int]]:
    keys, frequencies = postings.all_keys(), postings.frequencies(live).tolist()
    marked = postings.with_prefix(_MARK)
    for listed in (keys, frequencies):
        del listed[marked.start : marked.stop]
    return zip(keys, frequencies, strict=True)


def _encoded(key: str) -> bytes:
    return key.encode("utf-8", "surrogatepass")


def _joined(parts: list[Array], dtype: type) -> Array:
    return np.concatenate([np.empty(0, dtype), *parts]).astype(dtype, copy=False)
