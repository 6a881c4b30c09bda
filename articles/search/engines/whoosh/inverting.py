"""Making the postings of a field: from analysed documents, or from several segments."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, pairwise
from typing import NamedTuple

import numpy as np

from articles.search.engines.whoosh.arrays import Array, ends_of, narrowed
from articles.search.engines.whoosh.postings import FieldPostings, Ints

LAST_POSITION = 0xFFF0  # room above it, so that no phrase reaches into the next document
# Postings merged at once: what bounds the memory of a merge.
MERGED_AT_ONCE = 1_000_000


class _Loose(NamedTuple):
    """Postings in any order of keys; within a key documents ascend.

    ``keys[i]`` is the number of the i-th posting's key, ``docs[i]`` its document, and the
    next ``counts[i]`` of ``places`` are its positions.
    """

    keys: Ints
    docs: Ints
    counts: Ints
    places: Array


class _Numbers(dict[str, int]):
    """A number for each key, in the order in which they are asked for."""

    def __missing__(self, key: str) -> int:
        number = self[key] = len(self)
        return number


def invert(texts: Sequence[Mapping[str, Sequence[int]]]) -> FieldPostings:
    """The postings of documents 0, 1, 2 …, each given as key -> ascending positions."""
    numbers = _Numbers()
    keys, counts, places = array("I"), array("I"), array("I")
    for text in texts:
        keys.extend(map(numbers.__getitem__, text))
        counts.extend(map(len, text.values()))
        places.extend(chain.from_iterable(text.values()))
    encoded = [key.encode("utf-8", "surrogatepass") for key in numbers]
    order = sorted(range(len(encoded)), key=encoded.__getitem__)
    rank = np.empty(len(encoded), np.int64)
    rank[order] = np.arange(len(encoded))
    loose = _Loose(
        rank[np.array(keys, np.int64)],
        np.repeat(np.arange(len(texts)), np.fromiter(map(len, texts), np.int64, len(texts))),
        *_cut(np.array(counts, np.int64), np.array(places, np.uint32)),
    )
    return _field([encoded[number] for number in order], [loose], len(texts))


def _cut(counts: Ints, places: Array) -> tuple[Ints, Array]:
    """Counts and positions of postings whose positions fit into 16 bits.

    What does not fit stands at LAST_POSITION, once a posting, so that a word at the end of a
    very long text is still found; the position before it stays free, so that no phrase is
    found that reaches there.
    """
    beyond = places >= LAST_POSITION - 1
    if not beyond.any():
        return counts, places
    begins = np.cumsum(counts) - counts
    repeated = beyond & np.append(False, beyond[:-1])
    repeated[begins] = False  # the first of its posting
    kept = np.add.reduceat(~repeated, begins, dtype=np.int64)
    return kept, np.where(beyond, LAST_POSITION, places)[~repeated]


def merge(parts: Sequence[tuple[FieldPostings, Ints]], size: int) -> FieldPostings:
    """One field of ``size`` documents out of several.

    With each part comes the new number of each of its documents, -1 for the dead; new
    numbers ascend through the parts. Keys are merged in stretches, so that memory does
    not grow with the number of segments.
    """
    listed = [field.all_keys() for field, _ in parts]
    keys = sorted(set().union(*listed))
    numbers = {key: number for number, key in enumerate(keys)}
    ranks = [np.array([numbers[key] for key in part], np.int64) for part in listed]
    del numbers, listed
    return _field(keys, _stretches(parts, ranks, len(keys)), size)


def _stretches(
    parts: Sequence[tuple[FieldPostings, Ints]], ranks: Sequence[Ints], key_count: int
) -> Iterator[_Loose]:
    """The live postings of all parts, one stretch of keys after the other."""
    frequency = np.zeros(key_count, np.int64)
    for (field, _), rank in zip(parts, ranks, strict=True):
        frequency[rank] += np.diff(field.doc_ends.astype(np.int64), prepend=0)
    stretch_of = (np.cumsum(frequency) - frequency) // MERGED_AT_ONCE
    edges = [0, *(np.flatnonzero(np.diff(stretch_of)) + 1).tolist(), key_count]
    for first, last in pairwise(edges):
        found = [
            _live(field, renumbered, rank, *np.searchsorted(rank, (first, last)).tolist())
            for (field, renumbered), rank in zip(parts, ranks, strict=True)
        ]
        yield _Loose(*(np.concatenate(column) for column in zip(*found, strict=True)))


def _live(field: FieldPostings, renumbered: Ints, rank: Ints, first: int, last: int) -> _Loose:
    """The live postings of the field's keys ``first`` to ``last``, keys numbered by ``rank``."""
    ends = field.doc_ends[first:last].astype(np.int64)
    start = int(field.doc_ends[first - 1]) if first else 0
    stop = int(ends[-1]) if len(ends) else start
    begin = int(field.place_ends[first - 1]) if first else 0
    end = int(field.place_ends[last - 1]) if last else 0
    keys = np.repeat(rank[first:last], np.diff(ends, prepend=start))
    docs = renumbered[field.docs[start:stop]]
    counts = field.counts[start:stop].astype(np.int64)
    live = docs >= 0
    places = field.places[begin:end][np.repeat(live, counts)]
    return _Loose(keys[live], docs[live], counts[live], places)


def _field(
    keys: Sequence[bytes], stretches: Sequence[_Loose] | Iterator[_Loose], size: int
) -> FieldPostings:
    """Put postings in the order of their keys. ``keys`` are sorted; the stretches follow
    each other in them. Keys without postings are left out."""
    frequency = np.zeros(len(keys), np.int64)
    held = np.zeros(len(keys), np.int64)
    docs: list[Array] = [np.empty(0, np.uint8)]
    counts: list[Array] = [np.empty(0, np.uint8)]
    places: list[Array] = [np.empty(0, np.uint16)]
    for loose in stretches:
        order = np.argsort(loose.keys, kind="stable")
        begins = np.cumsum(loose.counts) - loose.counts
        frequency += np.bincount(loose.keys, minlength=len(keys))
        held += np.bincount(loose.keys, loose.counts, minlength=len(keys)).astype(np.int64)
        docs.append(loose.docs[order].astype(np.min_scalar_type(max(0, size - 1))))
        counts.append(narrowed(loose.counts[order]))
        places.append(loose.places[ragged(begins[order], loose.counts[order])].astype(np.uint16))
    present = np.flatnonzero(frequency)
    kept = [keys[number] for number in present]
    return FieldPostings(
        letters=np.frombuffer(bytearray().join(kept), np.uint8) if kept else np.empty(0, np.uint8),
        key_ends=ends_of(map(len, kept)),
        doc_ends=ends_of(frequency[present]),
        docs=np.concatenate(docs),
        counts=np.concatenate(counts),
        place_ends=np.cumsum(held[present], dtype=np.uint64),
        places=np.concatenate(places),
    )


def ragged(begins: Ints, lengths: Ints) -> Ints:
    """begins[0], begins[0]+1, … (lengths[0] numbers), begins[1], …"""
    ends = np.cumsum(lengths)
    total = int(ends[-1]) if len(ends) else 0
    return np.repeat(begins - (ends - lengths), lengths) + np.arange(total)
