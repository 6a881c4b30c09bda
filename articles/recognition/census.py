"""As what words and phrases are mostly read in text without tags.

A first model reads much plain text. What it makes of a word there, over all its
sentences, tells the next model more than one sentence can: «پرسپولیس» is a body nearly
everywhere. Lists of names taken from text in this way are a usual feature of taggers
(Talukdar et al. 2006); that a word's labels elsewhere count as well as its neighbours is
the prediction history of Ratinov and Roth (2009), here over all texts.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from articles.recognition.features import Marks, class_key
from articles.recognition.lexical import Word
from articles.recognition.tagged_tokens import OUTSIDE, chunks, to_bioes

_RAREST_WORD = 3  # occurrences, in names or outside
_RAREST_PHRASE = 2
_LONGEST_PHRASE = 7  # words
_SHARES = (0.9, 0.7, 0.4, 0.15, 0.04)  # how much of a word's occurrences: steps of a mark
_USUAL = 0.3  # of a word's occurrences make a tag its usual one
_AGREED = 0.7  # of a phrase's occurrences have the same kind


class Census:
    """Counts tagged sentences; ask for `roles` and `phrases` at the end."""

    def __init__(self) -> None:
        self._words: Counter[str] = Counter()
        self._tags: dict[str, Counter[str]] = {}
        self._phrases: dict[str, Counter[str]] = {}

    def add(self, words: Sequence[Word], tags: Sequence[str]) -> None:
        """Count one sentence and its BIO tags."""
        keys = [class_key(word) for word in words]
        self._words.update(keys)
        for key, tag in zip(keys, to_bioes(tags), strict=True):
            if tag != OUTSIDE:
                self._tags.setdefault(key, Counter())[tag] += 1
        for chunk in chunks(tags):
            if 1 < chunk.last - chunk.first <= _LONGEST_PHRASE:
                phrase = " ".join(keys[chunk.first : chunk.last])
                self._phrases.setdefault(phrase, Counter())[chunk.tag] += 1

    def roles(self) -> dict[str, Marks]:
        """For each word that is often in names the kinds with the step of their share
        (``PER0``: nearly always), and its usual tag."""
        found = {}
        for key, tags in sorted(self._tags.items()):
            marks = _marks(tags, self._words[key])
            if self._words[key] >= _RAREST_WORD and marks:
                found[key] = marks
        return found

    def phrases(self) -> dict[str, str]:
        """For each name of several words its kind and the step of its frequency: ``ORG2``."""
        found = {}
        for phrase, kinds in sorted(self._phrases.items()):
            times = {kind: count for kind, count in kinds.items() if count >= _RAREST_PHRASE}
            if times:
                kind = min(times, key=lambda kind: (-times[kind], kind))
                if times[kind] >= _AGREED * sum(times.values()):
                    found[phrase] = f"{kind}{_step(times[kind])}"
        return found


def _marks(tags: Counter[str], occurrences: int) -> Marks:
    kinds: Counter[str] = Counter()
    for tag, count in tags.items():
        kinds[tag.partition("-")[2]] += count
    marks = []
    for kind, count in sorted(kinds.items()):
        step = sum(count / occurrences < share for share in _SHARES)
        if step < len(_SHARES):
            marks.append(f"{kind}{step}")
    tag, count = min(tags.items(), key=lambda item: (-item[1], item[0]))
    return (*marks, tag) if count / occurrences >= _USUAL else tuple(marks)


def _step(count: int) -> int:
    """0 for two occurrences up to 3 for a hundred and more."""
    return min(3, int(1.5 * math.log10(count)))
