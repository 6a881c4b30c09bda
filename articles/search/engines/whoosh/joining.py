"""Merging the postings of segments straight into a file, a stretch of keys at a time.

The memory of a merge grows neither with the articles nor with the segments: of a field a
stretch of its keys is read from every part, put in order, written, and let go of. Only what is
kept once a key, and a few numbers a document, is held until the end.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from articles.search.engines.whoosh.arrays import ArrayFile, ends_of
from articles.search.engines.whoosh.inverting import Loose, in_order
from articles.search.engines.whoosh.postings import FieldPostings, Ints

AT_ONCE = 2_000_000
"""Positions of a stretch: what bounds the memory of a merge, some 100 bytes each."""


AFTER = b"\0"  # a key with this behind it is the next that there can be


class FieldPart(NamedTuple):
    """A field of a segment with the new number of each of its documents, -1 for the dead; new
    numbers ascend through the parts."""

    field: FieldPostings
    renumbered: Ints


def join(
    name: str,
    parts: Sequence[FieldPart],
    size: int,
    file: ArrayFile,
    release: Callable[[], None],
) -> None:
    """Write one field of ``size`` documents out of several.

    ``release`` is called after each stretch: what was read may leave the memory.
    """
    postings, positions = _totals(parts)
    widest = np.result_type(np.uint8, *(part.field.counts.dtype for part in parts))
    docs = file.reserve(f"{name}.docs", np.min_scalar_type(max(0, size - 1)), postings)
    counts = file.reserve(f"{name}.counts", widest, postings)
    places = file.reserve(f"{name}.places", np.dtype(np.uint16), positions)
    dictionary = _Dictionary()
    for ranges in _stretches([part.field for part in parts]):
        stretch = _Stretch.of(parts, ranges)
        for loose in stretch.pieces(parts):
            ordered = in_order(loose)
            docs.append(ordered.docs)
            counts.append(ordered.counts)
            places.append(ordered.places)
        dictionary.add(stretch)
        release()
    dictionary.write(name, file)


def _totals(parts: Iterable[FieldPart]) -> tuple[int, int]:
    """How many live postings the parts have, and how many positions."""
    postings = positions = 0
    for field, renumbered in parts:
        if (renumbered >= 0).all():
            postings += len(field.docs)
            positions += len(field.places)
            continue
        for first in range(0, len(field.docs), AT_ONCE):
            live = renumbered[field.docs[first : first + AT_ONCE]] >= 0
            postings += int(np.count_nonzero(live))
            positions += int(field.counts[first : first + AT_ONCE][live].sum(dtype=np.int64))
    return postings, positions


# --- stretches of keys --------------------------------------------------------------------------


def _stretches(fields: Sequence[FieldPostings]) -> Iterator[list[range]]:
    """Numbers of the same keys in each field, one stretch of keys after the other.

    A stretch has about AT_ONCE positions at most, unless it is a single key.
    """
    begins = [0] * len(fields)
    while any(begin < len(field) for begin, field in zip(begins, fields, strict=True)):
        end = _end_of_stretch(fields, begins)
        ends = [
            bisect_left(range(len(field)), end, begin, key=field.key)
            for begin, field in zip(begins, fields, strict=True)
        ]
        yield [range(begin, last) for begin, last in zip(begins, ends, strict=True)]
        begins = ends


def _end_of_stretch(fields: Sequence[FieldPostings], begins: Sequence[int]) -> bytes:
    """The key before which the stretch ends that begins with these keys.

    As many keys as the field with the most positions has for its share of AT_ONCE.
    """
    left = [_positions(field, begin) for field, begin in zip(fields, begins, strict=True)]
    leader = max(range(len(fields)), key=left.__getitem__)
    field, begin = fields[leader], begins[leader]
    share = max(1, AT_ONCE * left[leader] // max(1, sum(left)))
    reached = len(field.places) - left[leader] + share
    number = int(np.searchsorted(field.place_ends, np.uint64(reached), side="right"))
    if number > begin:
        return field.key(number) if number < len(field) else field.key(number - 1) + AFTER
    first = field.key(begin)  # alone it is more than a stretch
    smaller = any(
        other < len(each) and each.key(other) < first
        for each, other in zip(fields, begins, strict=True)
    )
    return first if smaller else first + AFTER


def _positions(field: FieldPostings, begin: int) -> int:
    """How many positions the keys from number ``begin`` on have."""
    return len(field.places) - (int(field.place_ends[begin - 1]) if begin else 0)


class _Stretch:
    """The keys of a stretch, sorted, with what is counted of each."""

    def __init__(self, keys: list[bytes], ranges: list[range], numbered: list[Ints]) -> None:
        self.keys = keys
        self.frequency = np.zeros(len(keys), np.int64)
        self.held = np.zeros(len(keys), np.int64)
        self._ranges = ranges
        self._numbered = numbered

    @classmethod
    def of(cls, parts: Sequence[FieldPart], ranges: list[range]) -> _Stretch:
        listed = [part.field.keys(each) for part, each in zip(parts, ranges, strict=True)]
        keys = sorted(set().union(*listed))
        number_of = {key: number for number, key in enumerate(keys)}
        numbered = [np.array([number_of[key] for key in each], np.int64) for each in listed]
        return cls(keys, ranges, numbered)

    def pieces(self, parts: Sequence[FieldPart]) -> Iterator[Loose]:
        """The live postings of the stretch; those of a single key in several pieces."""
        every = zip(parts, self._ranges, self._numbered, strict=True)
        found = (loose for part, each, numbers in every for loose in _live(part, each, numbers))
        if len(self.keys) == 1:
            pieces: Iterator[Loose] = found
        else:
            together = (np.concatenate(column) for column in zip(*found, strict=True))
            pieces = iter([Loose(*together)])
        for loose in pieces:
            self.frequency += np.bincount(loose.keys, minlength=len(self.keys))
            held = np.bincount(loose.keys, loose.counts, len(self.keys))
            self.held += held.astype(np.int64)
            yield loose


def _live(part: FieldPart, numbers: range, keys: Ints) -> Iterator[Loose]:
    """The live postings of neighbouring keys of a part, of which ``keys`` are the new numbers;
    in pieces where they are very many."""
    field, renumbered = part
    first, last = field.extent(field.doc_ends, numbers)
    begin, _ = field.extent(field.place_ends, numbers)
    ends = field.doc_ends[numbers.start : numbers.stop].astype(np.int64)
    of_posting = np.repeat(keys, np.diff(ends, prepend=first))
    for start in range(first, max(last, first + 1), AT_ONCE):
        stop = min(start + AT_ONCE, last)
        docs = renumbered[field.docs[start:stop]]
        counts = field.counts[start:stop].astype(np.int64)
        end = begin + int(counts.sum())
        live = docs >= 0
        places = field.places[begin:end][np.repeat(live, counts)]
        yield Loose(
            of_posting[start - first : stop - first][live], docs[live], counts[live], places
        )
        begin = end


class _Dictionary:
    """What is kept once a key: its letters, and where its postings and positions end."""

    def __init__(self) -> None:
        self._letters = bytearray()
        self._lengths = array("Q")
        self._frequency = array("Q")
        self._held = array("Q")

    def add(self, stretch: _Stretch) -> None:
        """The keys of the next stretch; those without postings are left out."""
        present = np.flatnonzero(stretch.frequency)
        kept = [stretch.keys[number] for number in present.tolist()]
        self._letters += b"".join(kept)
        self._lengths.extend(map(len, kept))
        self._frequency.extend(stretch.frequency[present].tolist())
        self._held.extend(stretch.held[present].tolist())

    def write(self, name: str, file: ArrayFile) -> None:
        file.write(f"{name}.letters", np.array(self._letters, np.uint8))
        file.write(f"{name}.key_ends", ends_of(np.array(self._lengths)))
        file.write(f"{name}.doc_ends", ends_of(np.array(self._frequency)))
        file.write(f"{name}.place_ends", np.cumsum(self._held, dtype=np.uint64))
