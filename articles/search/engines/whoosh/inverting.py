"""Making the postings of a field from analysed documents."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np

from articles.search.engines.whoosh.arrays import Array, ends_of, narrowed
from articles.search.engines.whoosh.postings import FieldPostings, Ints

LAST_POSITION = 0xFFF0  # room above it, so that no phrase reaches into the next document


class Loose(NamedTuple):
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
    loose = Loose(
        rank[np.array(keys, np.int64)],
        np.repeat(np.arange(len(texts)), np.fromiter(map(len, texts), np.int64, len(texts))),
        *_cut(np.array(counts, np.int64), np.array(places, np.uint32)),
    )
    return _field([encoded[number] for number in order], in_order(loose), len(texts))


def _field(keys: Sequence[bytes], loose: Loose, size: int) -> FieldPostings:
    """A field of ``size`` documents; ``keys`` are sorted and the postings in their order."""
    held = np.bincount(loose.keys, loose.counts, len(keys)).astype(np.int64)
    return FieldPostings(
        letters=np.array(bytearray().join(keys), np.uint8),
        key_ends=ends_of(map(len, keys)),
        doc_ends=ends_of(np.bincount(loose.keys, minlength=len(keys))),
        docs=loose.docs.astype(np.min_scalar_type(max(0, size - 1))),
        counts=narrowed(loose.counts),
        place_ends=np.cumsum(held, dtype=np.uint64),
        places=loose.places.astype(np.uint16),
    )


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


def in_order(loose: Loose) -> Loose:
    """The same postings in the order of their keys."""
    order = np.argsort(loose.keys, kind="stable")
    begins = np.cumsum(loose.counts) - loose.counts
    counts = loose.counts[order]
    places = loose.places[ragged(begins[order], counts)]
    return Loose(loose.keys[order], loose.docs[order], counts, places)


def ragged(begins: Ints, lengths: Ints) -> Ints:
    """begins[0], begins[0]+1, … (lengths[0] numbers), begins[1], …"""
    ends = np.cumsum(lengths)
    total = int(ends[-1]) if len(ends) else 0
    return np.repeat(begins - (ends - lengths), lengths) + np.arange(total)
