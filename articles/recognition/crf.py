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
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

from articles.errors import RecognitionError
from articles.recognition import rules
from articles.recognition.features import Features, Knowledge, Marks
from articles.recognition.hints import Phrases, hints
from articles.recognition.lexical import PUNCTUATION, VERB, Word, word
from articles.recognition.tagged_tokens import (
    OUTSIDE,
    Chunk,
    Tagged,
    chunks,
    from_bioes,
    to_bioes,
    write_chunk,
)

DEFAULT_MODEL = Path(__file__).parent / "data" / "names.model"

NEIGHBOURHOOD = 30
"""Sentences on either side whose names are hints: about an article's length."""

_LONGEST_REMEMBERED = 4  # tokens of a name that is a hint elsewhere
_HIDDEN = 0.35  # share of neighbouring names kept secret while learning: no first pass finds all
_WITHOUT_HINTS = 3  # every how-manyth sentence is learnt as the first pass sees it
_PARAMETERS = {"c1": 0.2, "c2": 0.1, "max_iterations": 60, "feature.possible_transitions": True}

Words = list[Word]
Read = tuple[list[str], list[Chunk]]
"""The tags of a sentence, and the chunks that the rules found in it."""

Row = TypeVar("Row")


# --- tagging ----------------------------------------------------------------------------------


class NameTagger:
    """Tags texts with the model in a file. Not safe to share among threads.

    Raises RecognitionError when the file is missing or no model.
    """

    def __init__(self, path: Path = DEFAULT_MODEL) -> None:
        from articles.recognition import linear_chain, scoring  # NumPy: no page waits for it

        self._model = linear_chain.Model.load(path)
        self._scorer = scoring.Scorer(self._model)
        self._phrases = Phrases(self._model.knowledge.phrases)
        self._best_paths = linear_chain.best_paths

    @property
    def knowledge(self) -> Knowledge:
        """What the model knows of words."""
        return self._model.knowledge

    def tags(self, text: Sequence[Words]) -> list[list[str]]:
        """BIO tags of each sentence of one text."""
        return [tags for tags, _ in self.read([text])[0]]

    def read(self, texts: Sequence[Sequence[Words]]) -> list[list[Read]]:
        """BIO tags of each sentence of each text, and what the rules found there.

        Many texts at once are faster than one by one.
        """
        sentences = [words for text in texts for words in text]
        ruled = [rules.found(words) for words in sentences]
        own = [own_hints(*pair, self._phrases) for pair in zip(sentences, ruled, strict=True)]
        scores = self._scorer.words(sentences) + self._scorer.marks(own)
        first = _by_text(self._decoded(scores, sentences), texts)
        told = [
            hints
            for text, found in zip(texts, first, strict=True)
            for hints in _neighbours_hints(text, [chunks(tags) for tags in found])
        ]
        scores += self._scorer.marks(told)
        second = self._decoded(scores, sentences)
        return _by_text(list(zip(second, ruled, strict=True)), texts)

    def _decoded(self, scores: Any, sentences: Sequence[Words]) -> list[list[str]]:
        lengths = [len(words) for words in sentences]
        paths = self._best_paths(scores, lengths, self._model.transitions)
        labels = [from_bioes(label) for label in self._model.labels]
        return [[labels[number] for number in path] for path in paths]


def _by_text(rows: Sequence[Row], texts: Sequence[Sequence[Words]]) -> list[list[Row]]:
    found = iter(rows)
    return [[next(found) for _ in text] for text in texts]


@cache
def default_tagger() -> NameTagger:
    """The shipped model, kept in this process."""
    return NameTagger()


def default_knowledge() -> Knowledge:
    """What the shipped model knows of words."""
    return default_tagger().knowledge


# --- learning ---------------------------------------------------------------------------------


def _library() -> Any:
    import pycrfsuite  # only learning needs it

    return pycrfsuite


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


def train(texts: Sequence[Sequence[Tagged]], path: Path, knowledge: Knowledge) -> Figures:
    """Learn from tagged texts and write the model to ``path``, the same for the same input.

    The model learns with, and keeps, the ``knowledge`` of words. Raises RecognitionError
    when no sentence has a name.
    """
    started = time.monotonic()
    features, phrases = Features(knowledge), Phrases(knowledge.phrases)
    trainer = _library().Trainer(algorithm="lbfgs", params=_PARAMETERS, verbose=False)
    names: Counter[str] = Counter()
    sentences = tokens = 0
    chance = random.Random(20)  # noqa: S311 - which hints are hidden is no secret
    for text in texts:
        for words, marks, tags in _lessons(text, phrases, chance):
            trainer.append(features.attributes(words, marks), to_bioes(tags))
            sentences, tokens = sentences + 1, tokens + len(tags)
            names.update(chunk.tag for chunk in chunks(tags))
    if not names:
        raise RecognitionError("هیچ نام برچسب‌داری برای آموزش پیدا نشد؛ فایلی با قالب BIO بدهید.")
    weights = _learnt(trainer, path, knowledge)
    return Figures(
        sentences=sentences,
        tokens=tokens,
        names=dict(sorted(names.items())),
        weights=weights,
        size=path.stat().st_size,
        seconds=time.monotonic() - started,
    )


def _learnt(trainer: Any, path: Path, knowledge: Knowledge) -> int:
    """Write the model that ``trainer`` makes of its lessons; the number of its weights."""
    from articles.recognition.linear_chain import Model

    with TemporaryDirectory(prefix="archive-names-") as folder:
        file = str(Path(folder) / "model.crfsuite")
        trainer.train(file)
        tagger = _library().Tagger()
        tagger.open(file)
        learnt = tagger.info()
        tagger.close()
    Model.of(learnt.transitions, learnt.state_features, knowledge).save(path)
    return len(learnt.state_features)


def _lessons(
    text: Sequence[Tagged], phrases: Phrases, chance: random.Random
) -> Iterator[tuple[Words, list[Marks], list[str]]]:
    """The words of each sentence, their marks and their tags."""
    read = [[word(token) for token in tokens] for tokens, _ in text]
    own = [own_hints(words, rules.found(words), phrases) for words in read]
    shown = [[c for c in chunks(tags) if chance.random() > _HIDDEN] for _, tags in text]
    told = _neighbours_hints(read, shown)
    for number, (words, (_, tags)) in enumerate(zip(read, text, strict=True)):
        marks = own[number]
        if number % _WITHOUT_HINTS:
            marks = _joined(marks, told[number])
        yield words, marks, tags


# --- hints ------------------------------------------------------------------------------------


def own_hints(words: Words, ruled: Sequence[Chunk], phrases: Phrases) -> list[Marks]:
    """What the sentence, the rules and the phrases met elsewhere tell."""
    tags = [OUTSIDE] * len(words)
    for chunk in ruled:
        write_chunk(tags, chunk)
    told = _joined(hints(words), [(f"rule={tag}",) for tag in tags])
    return _joined(told, phrases.marks(words))


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
