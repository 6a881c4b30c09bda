"""The inverted index of one field: sorted keys, and for each its documents and positions."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from itertools import count
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from articles.search.engines.whoosh.arrays import Array, DamagedFileError, check_ends

SAMPLING = 16
REMEMBERED = 4096  # keys looked for, a field of a segment
ABSENT = -1
UNSAMPLED = 64  # look-ups before gathering samples pays, which reads all keys

Ints = npt.NDArray[np.int64]


class Postings(NamedTuple):
    """Where one key stands: ascending documents, how often, all positions in a row."""

    docs: Array
    counts: Array
    places: Array


@dataclass(frozen=True)
class FieldPostings:
    """Arrays of one field of one segment; n keys, p postings, t positions.

    ``letters``  the keys in UTF-8, sorted, one after the other
    ``key_ends`` (n) where each key ends in ``letters``
    ``doc_ends`` (n) where each key's postings end in ``docs`` and ``counts``
    ``docs``     (p) document of each posting, ascending within a key
    ``counts``   (p) number of positions of each posting
    ``place_ends`` (n) where each key's positions end in ``places``
    ``places``   (t) positions, ascending within a posting
    """

    letters: Array
    key_ends: Array
    doc_ends: Array
    docs: Array
    counts: Array
    place_ends: Array
    places: Array

    @classmethod
    def from_arrays(cls, prefix: str, arrays: Mapping[str, Array]) -> FieldPostings:
        return cls(*(arrays[f"{prefix}.{part.name}"] for part in fields(cls)))

    def to_arrays(self, prefix: str) -> dict[str, Array]:
        return {f"{prefix}.{part.name}": getattr(self, part.name) for part in fields(self)}

    def check(self, size: int) -> None:
        """Raise DamagedFileError unless the arrays fit together, of ``size`` documents."""
        check_ends("keys", self.key_ends, len(self.letters))
        check_ends("postings", self.doc_ends, len(self.docs))
        check_ends("positions", self.place_ends, len(self.places))
        if not len(self.key_ends) == len(self.doc_ends) == len(self.place_ends):
            raise DamagedFileError("keys without postings")
        if len(self.docs) and int(self.docs.max()) >= size:
            raise DamagedFileError("a posting of a document that is not there")
        held = np.diff(np.concatenate([[0], self.place_ends.astype(np.int64)]))
        if len(self.counts) != len(self.docs) or not np.array_equal(self._counted(), held):
            raise DamagedFileError("counts and positions do not agree")

    def _counted(self) -> Ints:
        """The sum of ``counts`` of every key."""
        begins = np.concatenate([[0], self.doc_ends[:-1].astype(np.int64)])
        if not len(self.doc_ends):
            return np.empty(0, np.int64)
        return np.add.reduceat(self.counts, begins, dtype=np.int64)

    def __len__(self) -> int:
        return len(self.key_ends)

    def key(self, number: int) -> bytes:
        start = self._ends[number - 1] if number else 0
        return bytes(self._text[start : self._ends[number]])

    # Views that give Python numbers and bytes without a NumPy object in between.

    @cached_property
    def _ends(self) -> memoryview:
        return self.key_ends.data

    @cached_property
    def _text(self) -> memoryview:
        return self.letters.data

    def all_keys(self) -> list[bytes]:
        return self.keys(range(len(self)))

    def keys(self, numbers: range) -> list[bytes]:
        """Neighbouring keys."""
        begin, end = self.extent(self.key_ends, numbers)
        text = self.letters[begin:end].tobytes()
        ends = [int(end) - begin for end in self.key_ends[numbers.start : numbers.stop]]
        return [text[a:b] for a, b in zip([0, *ends], ends, strict=False)]

    def find(self, key: bytes) -> int | None:
        """The number of ``key``; None when the field does not hold it."""
        number = self._known.get(key)
        if number is None:  # not yet looked for
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            number = self.first_from(key)
            if number == len(self) or self.key(number) != key:
                number = ABSENT
            self._known[key] = number
        return None if number == ABSENT else number

    @cached_property
    def _known(self) -> dict[bytes, int]:
        """Numbers of keys that were looked for: one search asks for a key many times."""
        return {}

    def first_from(self, key: bytes) -> int:
        """The number of the first key that is not smaller than ``key``."""
        if next(self._look_ups) < UNSAMPLED:
            return bisect_left(range(len(self)), key, key=self.key)
        last = bisect_left(self._samples, key) * SAMPLING
        nearby = range(max(0, last - SAMPLING), min(last + 1, len(self)))
        return nearby.start + bisect_left(nearby, key, key=self.key)

    @cached_property
    def _look_ups(self) -> Iterator[int]:
        return count()

    @cached_property
    def _samples(self) -> list[bytes]:
        """Every SAMPLING-th key: most of a look-up is done among these."""
        return [self.key(number) for number in range(0, len(self), SAMPLING)]

    def with_prefix(self, prefix: bytes) -> range:
        """Numbers of the keys that begin with ``prefix``."""
        start = self.first_from(prefix)
        # 0xFF never occurs in UTF-8, so it sorts behind every completion.
        return range(start, self.first_from(prefix + b"\xff"))

    def postings(self, number: int) -> Postings:
        return self.spanned(range(number, number + 1))

    def spanned(self, numbers: range) -> Postings:
        """The postings of neighbouring keys in a row."""
        first, last = self.extent(self.doc_ends, numbers)
        begin, end = self.extent(self.place_ends, numbers)
        return Postings(self.docs[first:last], self.counts[first:last], self.places[begin:end])

    def frequencies(self, live: npt.NDArray[np.bool_]) -> Ints:
        """Of every key, in how many of the ``live`` documents it stands."""
        if not len(self):
            return np.empty(0, np.int64)
        if live.all():  # which spares reading the postings
            return np.diff(self.doc_ends.astype(np.int64), prepend=0)
        begins = np.concatenate([[0], self.doc_ends[:-1].astype(np.int64)])
        return np.add.reduceat(live[self.docs], begins, dtype=np.int64)

    @staticmethod
    def extent(ends: Array, numbers: range) -> tuple[int, int]:
        """From where to where the values of neighbouring keys reach that have these ``ends``."""
        if not numbers:
            return 0, 0
        return (int(ends[numbers.start - 1]) if numbers.start else 0), int(ends[numbers[-1]])
