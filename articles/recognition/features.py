"""What the tagger is told about each token of a sentence.

The templates are those usual for names with a linear chain (Tjong Kim Sang and De Meulder
2003, Ratinov and Roth 2009): the token, its affixes and shape, word lists, cue words, word
classes, how the word is read elsewhere and known names, each for the token itself and its
neighbours up to two away, and conjunctions of neighbours.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from articles.recognition.lexical import DIGITS, EDGE, PUNCTUATION, Word

REACH = 2

Marks = tuple[str, ...]
"""What only its sentence tells about a token, such as ``("list=B-LOC",)``."""

Classes = Mapping[str, tuple[int, ...]]
"""The classes of words, coarse to fine, see `word_classes`."""


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What text without tags taught about words, by `class_key`.

    ``roles`` says as what a word is mostly read and ``phrases`` the same of several words
    joined by spaces, see `census`.
    """

    classes: Classes = field(default_factory=dict)
    roles: Mapping[str, Marks] = field(default_factory=dict)
    phrases: Mapping[str, str] = field(default_factory=dict)


Template = tuple[tuple[int, str], ...]

FIELDS = ("w", "s", "c", "k")
"""What conjunctions join: the word, its shape, its coarse and its finer class."""

CONJUNCTIONS: tuple[Template, ...] = (
    ((-1, "w"), (0, "w")),
    ((0, "w"), (1, "w")),
    ((-1, "w"), (1, "w")),
    ((-1, "s"), (0, "s")),
    ((0, "s"), (1, "s")),
    ((-1, "s"), (0, "s"), (1, "s")),
    ((-1, "k"), (0, "k")),
    ((0, "k"), (1, "k")),
    ((-1, "k"), (1, "k")),
    ((-1, "c"), (0, "c"), (1, "c")),
    ((-2, "c"), (-1, "c"), (0, "c")),
    ((0, "c"), (1, "c"), (2, "c")),
    ((-1, "w"), (0, "k")),
    ((0, "k"), (1, "w")),
    ((-2, "w"), (-1, "w")),
    ((1, "w"), (2, "w")),
)


def name_of(template: Template) -> str:
    """What its attributes begin with: ``w-1w+0``."""
    return "".join(f"{field}{offset:+d}" for offset, field in template)


class Features:
    """The attributes of tokens, as strings, with what is known of words."""

    def __init__(self, known: Knowledge) -> None:
        self._known = known
        self.own = lru_cache(maxsize=100_000)(self._own)
        self.fields = lru_cache(maxsize=100_000)(self._fields)

    def attributes(self, words: Sequence[Word], marks: Sequence[Marks]) -> list[list[str]]:
        """For each token of a sentence its attributes."""
        edges = [(EDGE, ())] * REACH
        padded = [*edges, *zip(words, marks, strict=True), *edges]
        fields = [self.fields(word) for word, _ in padded]
        rows = []
        for index in range(REACH, REACH + len(words)):
            row = []
            for offset in range(-REACH, REACH + 1):
                word, told = padded[index + offset]
                row += self.own(word, offset)
                row += marked(told, offset)
            for template in CONJUNCTIONS:
                parts = [fields[index + offset][field] for offset, field in template]
                row.append(f"{name_of(template)}={' '.join(parts)}")
            rows.append(row)
        return rows

    def _own(self, word: Word, offset: int) -> tuple[str, ...]:
        """What a word says where it stands ``offset`` tokens away."""
        names = [*self._of_word(word)]
        if abs(offset) <= 1:
            names += [f"e={word.key[-length:]}" for length in (2, 3) if len(word.key) > length]
        if offset == 0:
            names += ["bias", *_inside(word)]
        return tuple(f"{offset}:{name}" for name in names)

    def _of_word(self, word: Word) -> Iterator[str]:
        yield f"w={_plain(word)}"
        yield f"f={word.form}"
        for cue in sorted(word.cues):
            yield f"c={cue}"
        for name in ("given_name", "surname", "plural"):
            if getattr(word, name):
                yield name
        for level, number in enumerate(self._class_of(word)):
            yield f"k{level}={number}"
        for role in self._known.roles.get(class_key(word), ()):
            yield f"as={role}"

    def _fields(self, word: Word) -> dict[str, str]:
        """The values that conjunctions join, by FIELDS."""
        numbers = self._class_of(word)
        stand_in = word.key if word.form == PUNCTUATION else word.form
        coarse, finer = (str(n) for n in numbers[:2]) if numbers else (stand_in, stand_in)
        return {"w": _plain(word), "s": _shape(word), "c": coarse, "k": finer}

    def _class_of(self, word: Word) -> tuple[int, ...]:
        return self._known.classes.get(class_key(word), ())


def marked(marks: Marks, offset: int) -> Iterator[str]:
    """The attributes that ``marks`` are to the token ``offset`` before them."""
    return (f"{offset}:{mark}" for mark in marks)


def class_key(word: Word) -> str:
    """Under which a word is found among the classes."""
    return _plain(word)


def _inside(word: Word) -> Iterator[str]:
    key = word.key
    for length in (1, 2, 3, 4, 5):
        if len(key) > length:
            yield f"b={key[:length]}"
    for length in (1, 4, 5):
        if len(key) > length:
            yield f"e={key[-length:]}"
    yield f"l={min(len(key), 8)}"
    if word.is_name_like:
        yield "namelike"


def _plain(word: Word) -> str:
    """Numbers are alike."""
    return "0" * min(len(word.key), 4) if word.form == DIGITS else word.key


def _shape(word: Word) -> str:
    if word.form == PUNCTUATION:
        return word.key
    marks = [word.form, *sorted(word.cues)]
    marks += [name for name in ("given_name", "surname") if getattr(word, name)]
    if word.is_name_like:
        marks.append("namelike")
    return "+".join(marks)
