"""Classes of words that stand between the same neighbours, learnt from text without tags.

«تبریز» and «اردبیل» fall into one class, «افزود» and «گفت» into another: what the tagger
learns about one word of a class holds for those that its lessons never showed. Words are
described by the words right before and behind them, weighted by positive pointwise mutual
information with a smoothed context distribution (Levy, Goldberg and Dagan 2015), reduced by
a randomised singular value decomposition (Halko, Martinsson and Tropp 2011) and grouped by
spherical k-means (Dhillon and Modha 2001). Everything random has a fixed seed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from articles.errors import RecognitionError

COUNTS = (64, 256, 1024)
"""How many classes there are, coarse to fine."""

_RAREST = 10  # occurrences: below these a word's neighbours tell nothing
_MOST_WORDS = 40_000
_CONTEXTS = 4_000  # the most frequent words count as neighbours
_DIMENSIONS = 100
_EXTRA_DIMENSIONS = 40  # make the decomposition more exact
_SMOOTHING = 0.75
_ROUNDS = 15
_BLOCK = 2_000  # rows computed at once: bounds the memory
_EDGE = ""

Vectors = np.ndarray[Any, np.dtype[np.float32]]
Numbers = np.ndarray[Any, np.dtype[np.int64]]


def learn(sentences: Iterable[Sequence[str]]) -> dict[str, tuple[int, ...]]:
    """For each frequent word of the sentences its class in each of COUNTS.

    Raises RecognitionError when the text is too short to tell classes apart.
    """
    words, ranks = _ranked(sentences)
    if len(words) < 2 * COUNTS[-1]:
        raise RecognitionError("متن برای ساختن رده‌های واژه‌ها بسیار کوتاه است.")
    vectors = _reduced(_associations(ranks, len(words)))
    columns = [_grouped(vectors, count) for count in COUNTS]
    return {
        word: tuple(int(column[row]) for column in columns)
        for row, word in enumerate(words)
        if word != _EDGE
    }


def _ranked(sentences: Iterable[Sequence[str]]) -> tuple[list[str], Numbers]:
    """The frequent words, the most frequent first, and the text as their ranks, -1 for others."""
    numbers: dict[str, int] = {_EDGE: 0}
    stream = [0]
    for sentence in sentences:
        stream += [numbers.setdefault(word, len(numbers)) for word in sentence]
        stream.append(0)
    text = np.array(stream, np.int64)
    counts = np.bincount(text, minlength=len(numbers))
    order = np.argsort(-counts, kind="stable")[:_MOST_WORDS]
    order = order[counts[order] >= _RAREST]
    ranks = np.full(len(numbers), -1, np.int64)
    ranks[order] = np.arange(len(order))
    names = list(numbers)
    return [names[number] for number in order], ranks[text]


@dataclass(frozen=True, slots=True)
class _Sparse:
    """A matrix by rows: ``values`` at ``columns``, those of row i from ``starts[i]`` on."""

    starts: Numbers
    columns: Numbers
    values: Vectors
    width: int

    @classmethod
    def of(
        cls, rows: Numbers, columns: Numbers, values: Vectors, shape: tuple[int, int]
    ) -> _Sparse:
        order = np.argsort(rows, kind="stable")
        starts = np.searchsorted(rows[order], np.arange(shape[0] + 1))
        return cls(starts, columns[order], values[order], shape[1])

    def transposed(self) -> _Sparse:
        height = len(self.starts) - 1
        rows = np.repeat(np.arange(height), np.diff(self.starts))
        return _Sparse.of(self.columns, rows, self.values, (self.width, height))

    def times(self, dense: Vectors) -> Vectors:
        height = len(self.starts) - 1
        product = np.zeros((height, dense.shape[1]), np.float32)
        for first in range(0, height, _BLOCK):
            starts = self.starts[first : first + _BLOCK + 1]
            inside = slice(starts[0], starts[-1])
            filled = np.flatnonzero(np.diff(starts))
            if len(filled):
                terms = dense[self.columns[inside]] * self.values[inside, None]
                product[first + filled] = np.add.reduceat(terms, starts[filled] - starts[0], axis=0)
        return product


def _associations(ranks: Numbers, height: int) -> _Sparse:
    """Each word's association with each frequent word before it and, further right, behind it."""
    contexts = min(_CONTEXTS, height)
    width = 2 * contexts
    before = _pairs(ranks[1:], ranks[:-1], contexts, width)
    behind = _pairs(ranks[:-1], ranks[1:], contexts, width) + contexts
    places, counts = np.unique(np.concatenate((before, behind)), return_counts=True)
    rows, columns = places // width, places % width
    smoothed = np.bincount(columns, counts, width) ** _SMOOTHING
    totals = np.bincount(rows, counts, height)
    values = np.log(counts / totals[rows] / (smoothed / smoothed.sum())[columns])
    likely = values > 0
    weights = values[likely].astype(np.float32)
    return _Sparse.of(rows[likely], columns[likely], weights, (height, width))


def _pairs(words: Numbers, neighbours: Numbers, contexts: int, width: int) -> Numbers:
    known = (words >= 0) & (neighbours >= 0) & (neighbours < contexts)
    return words[known] * width + neighbours[known]


def _reduced(matrix: _Sparse) -> Vectors:
    """Unit vectors of the words in the strongest dimensions."""
    back = matrix.transposed()
    chance = np.random.default_rng(7)
    size = _DIMENSIONS + _EXTRA_DIMENSIONS
    guess = chance.standard_normal((matrix.width, size), dtype=np.float32)
    for _ in range(3):
        basis, _ = np.linalg.qr(matrix.times(guess))
        projected = back.times(basis)
        guess, _ = np.linalg.qr(projected)
    turned, strengths, _ = np.linalg.svd(projected.T, full_matrices=False)
    vectors = (basis @ turned)[:, :_DIMENSIONS] * np.sqrt(strengths[:_DIMENSIONS])
    return _unit(vectors)


def _grouped(vectors: Vectors, count: int) -> Numbers:
    """The class of each word; the first centres are frequent words, evenly spread."""
    centres = vectors[np.linspace(0, min(len(vectors), 20 * count) - 1, count).astype(int)]
    labels = _nearest(vectors, centres)
    for _ in range(_ROUNDS):
        sums = np.zeros_like(centres)
        np.add.at(sums, labels, vectors)
        filled = np.any(sums, axis=1, keepdims=True)
        centres = np.where(filled, _unit(sums), centres)
        labels = _nearest(vectors, centres)
    return labels


def _nearest(vectors: Vectors, centres: Vectors) -> Numbers:
    blocks = [vectors[i : i + _BLOCK] @ centres.T for i in range(0, len(vectors), _BLOCK)]
    return np.concatenate([block.argmax(axis=1) for block in blocks])


def _unit(vectors: Vectors) -> Vectors:
    return vectors / (np.linalg.norm(vectors, axis=1, keepdims=True) + np.float32(1e-9))
