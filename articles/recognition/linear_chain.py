"""The weights of a linear-chain conditional random field, their file, and the best paths."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from articles.errors import RecognitionError
from articles.recognition.features import Knowledge

_FORMAT = 2
_REMEDY = "مدل نام‌ها در «{}» خوانده نشد؛ آن را با manage.py train_names دوباره بسازید."

Weights = np.ndarray[Any, np.dtype[np.float32]]


@dataclass(frozen=True, slots=True)
class Model:
    """``weights[rows[attribute]]`` are the weights of an attribute, one a label;
    ``transitions[i, j]`` that of label ``j`` behind label ``i``; ``knowledge`` is what the
    attributes need to know of words."""

    labels: list[str]
    rows: dict[str, int]
    weights: Weights
    transitions: Weights
    knowledge: Knowledge

    @classmethod
    def of(
        cls,
        transitions: Mapping[tuple[str, str], float],
        states: Mapping[tuple[str, str], float],
        knowledge: Knowledge,
    ) -> Model:
        """From the weights as CRFsuite names them: by label pair, by attribute and label."""
        labels = sorted({label for _, label in states} | {b for pair in transitions for b in pair})
        number = {label: index for index, label in enumerate(labels)}
        rows: dict[str, int] = {}
        for attribute, _ in sorted(states):
            rows.setdefault(attribute, len(rows))
        weights = np.zeros((len(rows), len(labels)), np.float16)
        for (attribute, label), weight in states.items():
            weights[rows[attribute], number[label]] = weight
        steps = np.zeros((len(labels), len(labels)), np.float32)
        for (before, label), weight in transitions.items():
            steps[number[before], number[label]] = weight
        return cls(labels, rows, weights.astype(np.float32), steps, knowledge)

    def save(self, path: Path) -> None:
        """Write the file, the same bytes for the same weights."""
        known = self.knowledge
        texts = {
            "format": _FORMAT,
            "labels": self.labels,
            "attributes": list(self.rows),
            "words": list(known.classes),
            "roles": {word: " ".join(marks) for word, marks in known.roles.items()},
            "phrases": dict(known.phrases),
        }
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            np.savez_compressed(
                file,
                texts=np.frombuffer(json.dumps(texts, ensure_ascii=False).encode(), np.uint8),
                weights=self.weights.astype(np.float16),
                transitions=self.transitions,
                classes=np.array(list(known.classes.values()), np.int16),
            )

    @classmethod
    def load(cls, path: Path) -> Model:
        """Raises RecognitionError when the file is missing or no model."""
        try:
            with np.load(path, allow_pickle=False) as arrays:
                texts = json.loads(arrays["texts"].tobytes())
                if texts["format"] != _FORMAT:
                    raise ValueError(texts["format"])
                return cls(
                    texts["labels"],
                    {attribute: index for index, attribute in enumerate(texts["attributes"])},
                    arrays["weights"].astype(np.float32),
                    arrays["transitions"],
                    Knowledge(
                        dict(
                            zip(texts["words"], map(tuple, arrays["classes"].tolist()), strict=True)
                        ),
                        {word: tuple(marks.split()) for word, marks in texts["roles"].items()},
                        texts["phrases"],
                    ),
                )
        except (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile) as error:
            raise RecognitionError(_REMEDY.format(path)) from error

    def score(self, attributes: Iterable[str]) -> Weights:
        """The sum of the weights of ``attributes``, one a label."""
        rows = [row for name in attributes if (row := self.rows.get(name)) is not None]
        total: Weights = self.weights[rows].sum(axis=0)
        return total


def best_paths(scores: Weights, lengths: Sequence[int], transitions: Weights) -> list[list[int]]:
    """The label numbers of each sentence.

    ``scores`` has a row a token, the sentences one after the other; their ``lengths`` add
    up to its rows.
    """
    starts = np.concatenate(([0], np.cumsum(lengths)))[:-1].astype(np.int64)
    order = np.argsort(-np.asarray(lengths), kind="stable")
    sizes = np.asarray(lengths)[order]
    firsts = starts[order]
    longest = int(sizes[0]) if len(sizes) else 0
    back = np.zeros((longest, len(order), len(transitions)), np.int8)
    best = scores[firsts[sizes > 0]]
    ends = np.zeros((len(order), len(transitions)), np.float32)
    for step in range(longest):
        alive = int(np.searchsorted(-sizes, -step, side="left"))  # those longer than step
        if step:
            paths = best[:alive, :, None] + transitions
            back[step, :alive] = paths.argmax(axis=1)
            best = paths.max(axis=1) + scores[firsts[:alive] + step]
        ends[:alive] = best[:alive]
    labels = np.zeros((longest, len(order)), np.int8)
    current = ends.argmax(axis=1)
    for step in range(longest - 1, -1, -1):
        alive = int(np.searchsorted(-sizes, -step, side="left"))
        labels[step, :alive] = current[:alive]
        current[:alive] = back[step, np.arange(alive), current[:alive]]
    found: list[list[int]] = [[] for _ in order]
    for place, sentence in enumerate(order):
        found[sentence] = labels[: sizes[place], place].tolist()
    return found
