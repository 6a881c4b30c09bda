"""What the tagger is told about each token of a sentence.

The templates are those usual for names with a linear chain (Tjong Kim Sang and De
Meulder 2003, Ratinov and Roth 2009): the token, its affixes and shape, word lists, cue
words and known names, each for the token itself and its neighbours up to two away.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from articles.recognition.lexical import DIGITS, PUNCTUATION, Word

REACH = 2
_EDGE = Word("", "edge", frozenset(), plural=False, given_name=False, surname=False)

Hints = Sequence[tuple[str, ...]]
"""For each token marks that only its sentence tells, such as ``("list:B-LOC",)``."""


def attributes(words: Sequence[Word], hints: Hints) -> list[list[str]]:
    """For each token its attributes."""
    edges = [(_EDGE, ())] * REACH
    padded = [*edges, *zip(words, hints, strict=True), *edges]
    rows = []
    for index in range(REACH, REACH + len(words)):
        row = ["bias"]
        for offset in range(-REACH, REACH + 1):
            row += _of_one(*padded[index + offset], offset)
        row += _of_pairs(*(padded[index + offset][0] for offset in (-1, 0, 1)))
        rows.append(row)
    return rows


@lru_cache(maxsize=500_000)
def _of_one(word: Word, hints: tuple[str, ...], offset: int) -> tuple[str, ...]:
    plain = [f"w={_plain(word)}", f"f={word.form}", *(f"c={cue}" for cue in sorted(word.cues))]
    plain += hints
    if word.given_name:
        plain.append("given")
    if word.surname:
        plain.append("surname")
    if word.plural:
        plain.append("plural")
    if abs(offset) <= 1:
        plain += [f"e={word.key[-length:]}" for length in (2, 3) if len(word.key) > length]
    if offset == 0:
        plain += _inside(word)
    return tuple(f"{offset}:{name}" for name in plain)


def _inside(word: Word) -> list[str]:
    key = word.key
    marks = [f"b={key[:length]}" for length in (1, 2, 3, 4) if len(key) > length]
    marks += [f"e={key[-length:]}" for length in (1, 4) if len(key) > length]
    marks.append(f"l={min(len(key), 8)}")
    if word.is_name_like:
        marks.append("namelike")
    return marks


def _plain(word: Word) -> str:
    """Numbers are alike."""
    return "0" * min(len(word.key), 4) if word.form == DIGITS else word.key


def _of_pairs(before: Word, word: Word, after: Word) -> list[str]:
    shapes = [_shape(before), _shape(word), _shape(after)]
    return [
        f"w-1,0={before.key} {word.key}",
        f"w0,1={word.key} {after.key}",
        f"w-1,1={before.key} {after.key}",
        f"s-1,0={shapes[0]} {shapes[1]}",
        f"s0,1={shapes[1]} {shapes[2]}",
        f"s={' '.join(shapes)}",
    ]


@lru_cache(maxsize=200_000)
def _shape(word: Word) -> str:
    if word.form == PUNCTUATION:
        return word.key
    marks = [word.form, *sorted(word.cues)]
    if word.given_name:
        marks.append("given")
    if word.surname:
        marks.append("surname")
    if word.is_name_like:
        marks.append("namelike")
    return "+".join(marks)
