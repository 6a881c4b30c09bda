"""The inverted index of one field: sorted keys, and for each its documents and positions."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from articles.search.engines.whoosh.arrays import Array

LAST_POSITION = 0xFFF0  # room above it, so that no phrase reaches into the next document
LARGEST_COUNT = 0xFFFF
SAMPLING = 64

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

    def __len__(self) -> int:
        return len(self.key_ends)

    def key(self, number: int) -> bytes:
        start = self.key_ends[number - 1] if number else 0
        return self.letters[start : self.key_ends[number]].tobytes()

    def all_keys(self) -> list[bytes]:
        text = self.letters.tobytes()
        ends = self.key_ends.tolist()
        return [text[a:b] for a, b in zip([0, *ends], ends, strict=False)]

    def find(self, key: bytes) -> int | None:
        """The number of ``key``; None when the field does not hold it."""
        number = self.first_from(key)
        return number if number < len(self) and self.key(number) == key else None

    def first_from(self, key: bytes) -> int:
        """The number of the first key that is not smaller than ``key``."""
        last = bisect_left(self._samples, key) * SAMPLING
        nearby = range(max(0, last - SAMPLING), min(last + 1, len(self)))
        return nearby.start + bisect_left(nearby, key, key=self.key)

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
        first, last = self._extent(self.doc_ends, number)
        begin, end = self._extent(self.place_ends, number)
        return Postings(self.docs[first:last], self.counts[first:last], self.places[begin:end])

    def frequencies(self, live: npt.NDArray[np.bool_]) -> Ints:
        """Of every key, in how many of the ``live`` documents it stands."""
        if not len(self):
            return np.empty(0, np.int64)
        begins = np.concatenate([[0], self.doc_ends[:-1].astype(np.int64)])
        return np.add.reduceat(live[self.docs], begins, dtype=np.int64)

    @staticmethod
    def _extent(ends: Array, number: int) -> tuple[int, int]:
        return (int(ends[number - 1]) if number else 0), int(ends[number])


def invert(texts: Sequence[Mapping[str, Sequence[int]]]) -> FieldPostings:
    """The postings of documents 0, 1, 2 …, each given as key -> ascending positions."""
    numbers: dict[str, int] = {}
    key_of, docs, counts, places = array("I"), array("I"), array("I"), array("I")
    for doc, keys in enumerate(texts):
        for key, positions in keys.items():
            key_of.append(numbers.setdefault(key, len(numbers)))
            docs.append(doc)
            counts.append(len(positions))
            places.extend(positions)
    return _assemble(
        [key.encode("utf-8", "surrogatepass") for key in numbers],
        np.array(key_of, np.int64),
        np.array(docs, np.int64),
        np.array(counts, np.int64),
        np.array(places, np.uint32),
    )


def merge(parts: Iterable[tuple[FieldPostings, Ints]]) -> FieldPostings:
    """One field out of several. With each comes the new number of each of its documents,
    -1 for the dead; new numbers ascend through the parts."""
    numbers: dict[bytes, int] = {}
    merged: list[tuple[Ints, Ints, Ints, Array]] = []
    for field, renumbered in parts:
        in_union = np.array(
            [numbers.setdefault(k, len(numbers)) for k in field.all_keys()], np.int64
        )
        key_of = np.repeat(in_union, np.diff(field.doc_ends, prepend=0).astype(np.int64))
        docs = renumbered[field.docs]
        counts = field.counts.astype(np.int64)
        live = docs >= 0
        merged.append(
            (key_of[live], docs[live], counts[live], field.places[np.repeat(live, counts)])
        )
    key_of, docs, counts, places = (
        np.concatenate([part[index] for part in merged]) for index in range(4)
    )
    return _assemble(list(numbers), key_of, docs, counts, places)


def _assemble(
    keys: list[bytes], key_of: Ints, docs: Ints, counts: Ints, places: Array
) -> FieldPostings:
    """Sort postings by key. ``key_of`` is the place of each posting's key in ``keys``; the
    documents of a key come in ascending order. Keys without postings are left out."""
    order_of_keys = sorted(range(len(keys)), key=keys.__getitem__)
    rank = np.empty(len(keys), np.int64)
    rank[order_of_keys] = np.arange(len(keys))
    ranked = rank[key_of]
    order = np.argsort(ranked, kind="stable")
    frequency = np.bincount(ranked, minlength=len(keys))
    present = frequency > 0
    sorted_keys = [
        keys[number] for number, kept in zip(order_of_keys, present, strict=True) if kept
    ]
    doc_ends = np.cumsum(frequency[present])
    sorted_counts = counts[order]
    place_ends = np.cumsum(sorted_counts)[doc_ends - 1] if len(doc_ends) else doc_ends
    begins = np.cumsum(counts) - counts
    return FieldPostings(
        letters=np.array(bytearray().join(sorted_keys), np.uint8),
        key_ends=np.cumsum([len(key) for key in sorted_keys], dtype=np.uint32),
        doc_ends=doc_ends.astype(np.uint32),
        docs=_narrowed(docs[order]),
        counts=_narrowed(np.minimum(sorted_counts, LARGEST_COUNT)),
        place_ends=place_ends.astype(np.uint64),
        places=np.minimum(places[_ragged(begins[order], sorted_counts)], LAST_POSITION).astype(
            np.uint16
        ),
    )


def _ragged(begins: Ints, lengths: Ints) -> Ints:
    """begins[0], begins[0]+1, … (lengths[0] numbers), begins[1], …"""
    ends = np.cumsum(lengths)
    total = int(ends[-1]) if len(ends) else 0
    return np.repeat(begins - (ends - lengths), lengths) + np.arange(total)


def _narrowed(numbers: Ints) -> Array:
    """The same numbers in the smallest unsigned type that holds them."""
    largest = int(numbers.max()) if len(numbers) else 0
    return numbers.astype(np.min_scalar_type(largest))
