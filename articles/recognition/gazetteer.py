"""All places in a text where a curated name stands, in any written form.

One Aho-Corasick automaton (pyahocorasick) over the squashed aliases reads the squashed
text once, so the time does not depend on how many aliases there are. Each hit is then
checked in the raw text: it must begin and end where a word does, and the spaces inside
it must be where the alias has them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import accumulate

import ahocorasick

from articles.persian.characters import (
    HALF_SPACE_LOOKALIKES,
    SquashTable,
    squash,
    squash_table,
    unfolded_spellings,
)
from articles.recognition.boundaries import Edge, edge_before, end_of_name, is_in_address
from articles.recognition.squashed import BREAK, SquashedText

SHORTEST_KEY = 2
LONG_KEY = 8
"""Letters from which a name is unlikely to arise by chance: it may be written with a
foreign space («امیر عبداللهیان») and a half-space may separate it from another word."""

SHORTEST_PIECE = 3
"""Letters on either side of a space that the alias does not have: «ی من» is not «یمن»."""

LONGEST_RAW = 300  # characters that a mention can hold

_BLANK_LINE = re.compile(r"\n\s*\n")


@dataclass(frozen=True, slots=True)
class AliasRow:
    """One alias of one entity.

    ``main``: it is the name itself, not another form of it. ``derived``: no curator wrote
    it, it is the last word of a person's name and counts only beside the full name.
    ``key`` is the squashed text, ``words`` the number of its `parts`.
    """

    entity_id: int
    kind: str
    text: str
    main: bool = False
    derived: bool = False
    key: str = field(init=False, compare=False, repr=False)
    words: int = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        # Once a row: everyone who builds on the rows of a large archive asks for them.
        object.__setattr__(self, "key", squash(self.text))
        object.__setattr__(self, "words", len(self.parts))

    @property
    def parts(self) -> list[str]:
        """The words between spaces; half-spaces do not separate."""
        return self.text.replace("_", " ").split()


@dataclass(slots=True)
class Name:
    """Everything that one squashed form stands for.

    ``bearers`` are the aliases with this form, at most one an entity; ``breaks`` the
    squashed offsets at which some of them have a space or a half-space.
    """

    key: str
    bearers: tuple[AliasRow, ...]
    breaks: frozenset[int]
    words: int

    def add(self, alias: AliasRow, breaks: frozenset[int]) -> None:
        """Count ``alias`` among the bearers; of one entity's aliases the weightiest stays."""
        others = tuple(b for b in self.bearers if b.entity_id != alias.entity_id)
        same = [b for b in self.bearers if b.entity_id == alias.entity_id]
        self.bearers = (*others, max([*same, alias], key=lambda b: (b.main, not b.derived)))
        self.breaks |= breaks
        self.words = max(self.words, alias.words)

    @property
    def is_latin(self) -> bool:
        return self.key.isascii()

    @property
    def half_space_ends(self) -> bool:
        """Whether a half-space bounds it: «علی‌رضا» is not «علی»."""
        return self.words > 1 or len(self.key) >= LONG_KEY


@dataclass(frozen=True, slots=True)
class Hit:
    """``text[start:end]`` shows ``name``, which is one of ``bearers``; raw offsets."""

    start: int
    end: int
    name: Name
    bearers: tuple[AliasRow, ...]


class Gazetteer:
    """Finds the names of ``aliases`` in raw text. Immutable, safe to share among threads."""

    def __init__(self, aliases: Iterable[AliasRow]) -> None:
        self._automaton = ahocorasick.Automaton()
        names = _names(aliases)
        for key, name in names.items():
            self._automaton.add_word(key, name)
        if names:
            self._automaton.make_automaton()
        self._empty = not names

    def bearers(self, key: str) -> tuple[AliasRow, ...]:
        """The aliases with this squashed form."""
        name: Name | None = self._automaton.get(key, None)
        return name.bearers if name else ()

    def find(self, text: str) -> list[Hit]:
        """The names in ``text``, in order, the longest where several overlap."""
        return longest(self.candidates(text))

    def candidates(self, text: str) -> list[Hit]:
        """Every name in ``text``, also those that lie inside or across others."""
        if self._empty or not text:
            return []
        squashed = SquashedText(text)
        hits = []
        for last, name in self._automaton.iter(squashed.letters):
            span = squashed.raw_span(last - len(name.key) + 1, last + 1)
            if span and (end := _checked_end(text, *span, name)):
                hits.append(Hit(span[0], end, name, name.bearers))
        return hits


def longest(hits: Iterable[Hit]) -> list[Hit]:
    """Of overlapping hits the one that begins first, and of those the longest."""
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end)):
        if not kept or hit.start >= kept[-1].end:
            kept.append(hit)
    return kept


def _names(aliases: Iterable[AliasRow]) -> dict[str, Name]:
    names: dict[str, Name] = {}
    for alias in aliases:
        for key, breaks in _keys(alias):
            if name := names.get(key):
                name.add(alias, breaks)
            else:
                names[key] = Name(key, (alias,), breaks, alias.words)
    return names


def _keys(alias: AliasRow) -> Iterator[tuple[str, frozenset[int]]]:
    """Squashed forms under which the alias is sought, each with its breaks.

    A name with punctuation («بی.بی.سی», «Jean-Marc») is sought with and without it.
    """
    parts = BREAK.split(alias.text)
    if "".join(parts) == alias.key:  # most are written as they are sought
        forms = {alias.key: _breaks(parts)}
    else:
        forms = _forms(alias.key, [part.translate(squash_table()) for part in parts])
    for form, breaks in forms.items():
        if len(form.replace(SquashTable.BARRIER, "")) >= SHORTEST_KEY:
            for key in unfolded_spellings(form):
                yield key, breaks


def _forms(key: str, parts: list[str]) -> dict[str, frozenset[int]]:
    """The squashed form, and the literal one that punctuation or spelling may set apart."""
    literal = "".join(parts).strip(SquashTable.BARRIER)
    forms = {key: _breaks([piece for part in parts for piece in part.split(SquashTable.BARRIER)])}
    forms[literal] = forms.get(literal, frozenset()) | _breaks(parts)
    return forms


def _breaks(parts: list[str]) -> frozenset[int]:
    return frozenset(accumulate(len(part) for part in parts[:-1]))


def _checked_end(text: str, start: int, end: int, name: Name) -> int | None:
    """Where the name ends with what is attached to it; None when it is no such name here."""
    if name.is_latin and is_in_address(text, start, end):
        return None
    edge = edge_before(text, start)
    if edge is Edge.LETTER or (edge is Edge.HALF_SPACE and not name.half_space_ends):
        return None
    if end - start > len(name.key) and not _breaks_fit(text[start:end], name):
        return None
    whole = end_of_name(text, end, name.key, half_space_ends=name.half_space_ends)
    return whole if whole and whole - start <= LONGEST_RAW else None


def _breaks_fit(raw: str, name: Name) -> bool:
    """Whether the spaces inside ``raw`` are the alias's own, or harmless ones."""
    offset = 0
    pieces = [(m.start(), m.end()) for m in BREAK.finditer(raw)]
    for start, end in pieces:
        offset = len(raw[:start].translate(squash_table()))
        if offset not in name.breaks and not _harmless(raw[start:end], offset, name.key):
            return False
    return not (pieces and _BLANK_LINE.search(raw))


def _harmless(gap: str, offset: int, key: str) -> bool:
    """A space in a long name, or a half-space in any, that leaves no crumbs of words."""
    if min(offset, len(key) - offset) < SHORTEST_PIECE:
        return False
    return len(key) >= LONG_KEY or set(gap) <= HALF_SPACE_LOOKALIKES
