"""Scores of labels for tokens under a linear-chain model, many sentences at once.

CRFsuite reads each token as a list of strings, which costs far more than the arithmetic.
Here the weights of what a single word or mark says are added up once and kept, and
conjunctions are looked up as whole numbers. The scores are those of CRFsuite.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Generic, TypeVar

import numpy as np

from articles.recognition import features
from articles.recognition.features import CONJUNCTIONS, FIELDS, REACH, Features, Marks, Template
from articles.recognition.lexical import EDGE, Word
from articles.recognition.linear_chain import Model, Weights

_MOST_KEPT = 100_000  # words whose weights are kept; beyond it all are forgotten
_OFFSETS = range(-REACH, REACH + 1)
_NONE: Marks = ()

Item = TypeVar("Item", Word, Marks)
Numbers = np.ndarray[Any, np.dtype[np.int64]]


class Scorer:
    """Scores tokens with one model. Not safe to share among threads."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._features = Features(model.knowledge)
        self._values, self._conjunctions = _conjunctions(model)
        self._words = _Kept(self._of_word, len(FIELDS), EDGE)
        self._marks = _Kept(self._of_marks, 0, _NONE)

    def words(self, sentences: Sequence[Sequence[Word]]) -> Weights:
        """What the words say: a row a token, the sentences one after the other."""
        numbers, places = self._words.numbers(sentences)
        scores = self._words.total(numbers, places)
        fields = self._words.fields[numbers]
        for template, table in zip(CONJUNCTIONS, self._conjunctions, strict=True):
            columns = [(FIELDS.index(field), offset) for offset, field in template]
            table.add(scores, [fields[places + offset, column] for column, offset in columns])
        return scores

    def marks(self, sentences: Sequence[Sequence[Marks]]) -> Weights:
        """What the marks add, rows as above."""
        return self._marks.total(*self._marks.numbers(sentences))

    def _of_word(self, word: Word) -> tuple[list[Weights], list[int]]:
        scores = [self._model.score(self._features.own(word, offset)) for offset in _OFFSETS]
        values = self._features.fields(word)
        return scores, [self._values[field].get(values[field], -1) for field in FIELDS]

    def _of_marks(self, marks: Marks) -> tuple[list[Weights], list[int]]:
        return [self._model.score(features.marked(marks, offset)) for offset in _OFFSETS], []


class _Kept(Generic[Item]):
    """The weights at each offset, and the field values, of every word or mark met so far."""

    def __init__(
        self, read: Callable[[Item], tuple[list[Weights], list[int]]], width: int, edge: Item
    ) -> None:
        self._read = read
        self._width = width
        self._edge = edge
        self._forget()

    def _forget(self) -> None:
        self._numbers: dict[Item, int] = {}
        scores, values = self._read(self._edge)
        self._scores = np.array([scores], np.float32)
        self.fields = np.array([values], np.int64).reshape(1, self._width)
        self._numbers[self._edge] = 0

    def numbers(self, sentences: Sequence[Sequence[Item]]) -> tuple[Numbers, Numbers]:
        """The tokens as numbers, edges between the sentences; where the tokens stand there."""
        if len(self._numbers) > _MOST_KEPT:
            self._forget()
        known = self._numbers
        self._learn({item for sentence in sentences for item in sentence if item not in known})
        edge = [0] * REACH
        flat = list(edge)
        for sentence in sentences:
            flat += [known[item] for item in sentence]
            flat += edge
        lengths = np.array([len(sentence) for sentence in sentences], np.int64)
        count = int(lengths.sum())
        places = np.arange(count) + REACH * (1 + np.repeat(np.arange(len(lengths)), lengths))
        return np.array(flat, np.int64), places

    def _learn(self, items: Iterable[Item]) -> None:
        new = list(items)
        if not new:
            return
        read = [self._read(item) for item in new]
        first = len(self._numbers)
        self._numbers.update((item, first + number) for number, item in enumerate(new))
        self._scores = np.concatenate((self._scores, [scores for scores, _ in read]))
        values = np.array([values for _, values in read], np.int64)
        self.fields = np.concatenate((self.fields, values.reshape(len(new), self._width)))

    def total(self, numbers: Numbers, places: Numbers) -> Weights:
        """For each token the sum of what it and its neighbours say."""
        return sum(
            self._scores[numbers[places + offset], index] for index, offset in enumerate(_OFFSETS)
        )


class _Table:
    """The weights of one template's conjunctions, found by a whole number each."""

    def __init__(self, base: int, keys: Sequence[int], weights: Weights) -> None:
        order = np.argsort(np.array(keys, np.int64), kind="stable")
        self._base = base
        self._keys = np.array(keys, np.int64)[order]
        self._weights = weights[order]

    def add(self, scores: Weights, values: Sequence[Numbers]) -> None:
        """Add to each row the weights of its conjunction; -1 is a value the model never saw."""
        if not len(self._keys):
            return
        keys = values[0]
        known = keys >= 0
        for column in values[1:]:
            keys = keys * self._base + column
            known &= column >= 0
        found = np.searchsorted(self._keys, keys)
        found[found == len(self._keys)] = 0
        rows = np.flatnonzero(known & (self._keys[found] == keys))
        scores[rows] += self._weights[found[rows]]


def _conjunctions(model: Model) -> tuple[dict[str, dict[str, int]], list[_Table]]:
    """The numbers of the values that conjunctions join, by field, and a table a template."""
    templates = {features.name_of(template): template for template in CONJUNCTIONS}
    values: dict[str, dict[str, int]] = {field: {} for field in FIELDS}
    found: dict[str, list[tuple[list[int], int]]] = {name: [] for name in templates}
    for attribute, row in model.rows.items():
        name, _, text = attribute.partition("=")
        if name in templates:
            found[name].append((_numbered(templates[name], text, values), row))
    base = 1 + max(map(len, values.values()))
    return values, [_table(base, found[name], model.weights) for name in templates]


def _numbered(template: Template, text: str, values: dict[str, dict[str, int]]) -> list[int]:
    return [
        values[field].setdefault(part, len(values[field]))
        for (_, field), part in zip(template, text.split(" "), strict=True)
    ]


def _table(base: int, found: Sequence[tuple[list[int], int]], weights: Weights) -> _Table:
    keys = []
    for numbers, _ in found:
        key = 0
        for number in numbers:
            key = key * base + number
        keys.append(key)
    return _Table(base, keys, weights[[row for _, row in found]])
