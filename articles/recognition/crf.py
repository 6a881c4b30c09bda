"""The statistical tagger: a linear-chain conditional random field (CRFsuite).

It reads a text twice. What the first pass found elsewhere in the text is a hint for the
second («context aggregation», Krishnan and Manning 2006): after «محمدرضا دولابی» a bare
«دولابی» is a person. One model does both; a third of the sentences it learns from have
no such hints.
"""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from articles.errors import RecognitionError
from articles.recognition import rules
from articles.recognition.features import attributes
from articles.recognition.hints import hints
from articles.recognition.lexical import PUNCTUATION, VERB, Word, word
from articles.recognition.tagged_tokens import Chunk, Tagged, chunks

DEFAULT_MODEL = Path(__file__).parent / "data" / "names.crfsuite"

NEIGHBOURHOOD = 30
"""Sentences on either side whose names are hints: about an article's length."""

_LONGEST_REMEMBERED = 4  # tokens of a name that is a hint elsewhere
_HIDDEN = 0.35  # share of neighbouring names kept secret while learning: no first pass finds all
_WITHOUT_HINTS = 3  # every how-manyth sentence is learnt as the first pass sees it
_PARAMETERS = {"c1": 0.4, "c2": 0.05, "max_iterations": 80, "feature.possible_transitions": True}

Marks = tuple[str, ...]
Words = list[Word]


# --- tagging ----------------------------------------------------------------------------------


class NameTagger:
    """Tags texts with the model in a file. Not safe to share among threads.

    Raises RecognitionError when the file is missing or no model.
    """

    def __init__(self, path: Path = DEFAULT_MODEL) -> None:
        pycrfsuite = _library()
        self._tagger = pycrfsuite.Tagger()
        try:
            self._tagger.open(str(path))
        except (OSError, ValueError) as error:
            raise RecognitionError(
                f"مدل نام‌ها در «{path}» خوانده نشد؛ آن را با manage.py train_names دوباره بسازید."
            ) from error

    def tags(self, text: Sequence[Words]) -> list[list[str]]:
        """BIO tags of each sentence of one text."""
        own = [_own_hints(words) for words in text]
        first = [self._tag(words, marks) for words, marks in zip(text, own, strict=True)]
        told = _neighbours_hints(text, [chunks(tags) for tags in first])
        second = []
        for words, marks, extra, before in zip(text, own, told, first, strict=True):
            second.append(self._tag(words, _joined(marks, extra)) if any(extra) else before)
        return second

    def _tag(self, words: Words, marks: list[Marks]) -> list[str]:
        return _from_bioes(self._tagger.tag(attributes(words, marks))) if words else []


def _library() -> Any:
    import pycrfsuite  # loaded only when text is tagged: no page waits for it

    return pycrfsuite


@cache
def default_tagger() -> NameTagger:
    """The shipped model, kept in this process."""
    return NameTagger()


# --- learning ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Figures:
    """What a training read and made: ``weights`` that are not zero, ``size`` in bytes, wall
    ``seconds``."""

    sentences: int
    tokens: int
    names: dict[str, int]
    weights: int
    size: int
    seconds: float


def train(texts: Sequence[Sequence[Tagged]], path: Path) -> Figures:
    """Learn from tagged texts and write the model to ``path``, the same for the same input.

    Raises RecognitionError when there is no sentence.
    """
    started = time.monotonic()
    trainer = _library().Trainer(algorithm="lbfgs", params=_PARAMETERS, verbose=False)
    names: Counter[str] = Counter()
    sentences = tokens = 0
    chance = random.Random(20)  # noqa: S311 - which hints are hidden is no secret
    for text in texts:
        for row, tags in _lessons(text, chance):
            trainer.append(row, _to_bioes(tags))
            sentences, tokens = sentences + 1, tokens + len(tags)
            names.update(chunk.tag for chunk in chunks(tags))
    if not sentences:
        raise RecognitionError(
            "هیچ جملهٔ برچسب‌داری برای آموزش پیدا نشد؛ پرونده‌ای با قالب BIO بدهید."
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    trainer.train(str(path))
    features = trainer.logparser.last_iteration or {}
    return Figures(
        sentences=sentences,
        tokens=tokens,
        names=dict(sorted(names.items())),
        weights=int(features.get("active_features", 0)),
        size=path.stat().st_size,
        seconds=time.monotonic() - started,
    )


def _lessons(
    text: Sequence[Tagged], chance: random.Random
) -> Iterator[tuple[list[list[str]], list[str]]]:
    read = [[word(token) for token in tokens] for tokens, _ in text]
    own = [_own_hints(words) for words in read]
    shown = [[c for c in chunks(tags) if chance.random() > _HIDDEN] for _, tags in text]
    told = _neighbours_hints(read, shown)
    for number, (words, (_, tags)) in enumerate(zip(read, text, strict=True)):
        marks = own[number]
        if number % _WITHOUT_HINTS:
            marks = _joined(marks, told[number])
        yield attributes(words, marks), tags


def _to_bioes(tags: Sequence[str]) -> list[str]:
    """The last token of a name and a name of one token get tags of their own (Ratinov and
    Roth 2009): the model then learns how names end."""
    result = list(tags)
    for chunk in chunks(tags):
        result[chunk.last - 1] = f"{'S' if chunk.last - chunk.first == 1 else 'E'}-{chunk.tag}"
    return result


def _from_bioes(tags: Sequence[str]) -> list[str]:
    return [tag.replace("S-", "B-").replace("E-", "I-") for tag in tags]


# --- hints ------------------------------------------------------------------------------------


def _own_hints(words: Words) -> list[Marks]:
    """What the sentence and the rules tell."""
    return _joined(hints(words), [(f"rule={tag}",) for tag in rules.tags(words)])


def _joined(one: Sequence[Marks], other: Sequence[Marks]) -> list[Marks]:
    return [first + second for first, second in zip(one, other, strict=True)]


def _neighbours_hints(text: Sequence[Words], names: Sequence[Sequence[Chunk]]) -> list[list[Marks]]:
    """For each token as what it occurs in the names of neighbouring sentences."""
    roles = [_roles(words, found) for words, found in zip(text, names, strict=True)]
    near: dict[str, Counter[str]] = {}
    for found in roles[:NEIGHBOURHOOD]:
        _count(near, found, 1)
    rows = []
    for number, words in enumerate(text):
        if number + NEIGHBOURHOOD < len(text):
            _count(near, roles[number + NEIGHBOURHOOD], 1)
        _count(near, roles[number], -1)  # a sentence is no hint for itself
        rows.append([_hint(near, word) for word in words])
        _count(near, roles[number], 1)
        if number >= NEIGHBOURHOOD:
            _count(near, roles[number - NEIGHBOURHOOD], -1)
    return rows


def _roles(words: Words, names: Sequence[Chunk]) -> list[tuple[str, str]]:
    """Key and role of each token inside a name: alone, first or inner, last."""
    found = []
    for chunk in names:
        if chunk.last - chunk.first <= _LONGEST_REMEMBERED:
            for index in range(chunk.first, chunk.last):
                alone = chunk.last - chunk.first == 1
                place = "alone" if alone else "last" if index == chunk.last - 1 else "first"
                found.append((words[index].key, f"{chunk.tag}-{place}"))
    return found


def _count(near: dict[str, Counter[str]], found: Sequence[tuple[str, str]], change: int) -> None:
    for key, role in found:
        near.setdefault(key, Counter())[role] += change


def _hint(near: dict[str, Counter[str]], word: Word) -> Marks:
    if word.key not in near or word.form in (PUNCTUATION, VERB) or "break" in word.cues:
        return ()
    ranked = sorted(near[word.key].items(), key=lambda item: (-item[1], item[0]))
    return tuple(f"near={role}" for role, count in ranked[:2] if count > 0)
