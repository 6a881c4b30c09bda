"""Where a curator's decision stands after the text that it is about was edited.

A row whose origin is a curator is a decision about one place of a text. When the article
was edited, its offsets follow the text: the row moves to the nearest place of the same
field where that text stands. When it stands nowhere any more, the row is *displaced*: its
offsets are raised by DISPLACED, beyond the end of every text, so that the decision is
kept, marks nothing, and comes back by itself when the text does.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Protocol

from articles.models import DISPLACED

Place = tuple[str, int, int]
"""Field, start and end."""


class Placed(Protocol):
    """A row about a place: ``text`` stood at ``field[start:end]``."""

    @property
    def field(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def text(self) -> str: ...


def reanchor(decisions: Sequence[Placed], texts: Mapping[str, str]) -> list[Place]:
    """The place of each decision in ``texts``, in the order of ``decisions``.

    Those that show their text stay; no two get the same place.
    """
    places = [place_of(row) for row in decisions]
    lost = [at for at, row in enumerate(decisions) if not shows_its_text(row, texts)]
    taken = set(places) - {places[at] for at in lost if not _is_displaced(decisions[at])}
    for at in lost:
        row = decisions[at]
        found = _nearest(row, texts.get(row.field, ""), taken)
        if found is None and _is_displaced(row):
            continue
        places[at] = found or _beyond(row, taken)
        taken.add(places[at])
    return places


def shows_its_text(row: Placed, texts: Mapping[str, str]) -> bool:
    """Whether the row's text stands at its place."""
    return texts.get(row.field, "")[row.start : row.end] == row.text


def place_of(row: Placed) -> Place:
    """Field, start and end of a row."""
    return row.field, row.start, row.end


def overlap(row: Placed, other: Placed) -> bool:
    """Whether the two rows share a character."""
    return row.field == other.field and row.start < other.end and other.start < row.end


def _is_displaced(row: Placed) -> bool:
    return row.start >= DISPLACED


def _nearest(row: Placed, text: str, taken: set[Place]) -> Place | None:
    """The free whole-word occurrence of the row's text nearest to where it once stood."""
    start = row.start % DISPLACED
    whole_word = re.compile(rf"(?<!\w){re.escape(row.text)}(?!\w)")
    found = ((row.field, *match.span()) for match in whole_word.finditer(text))
    free = [place for place in found if place not in taken]
    return min(free, key=lambda place: abs(place[1] - start), default=None)


def _beyond(row: Placed, taken: set[Place]) -> Place:
    """A place past every text, as near to the old one as others displaced before allow."""
    start, end = row.start + DISPLACED, row.end + DISPLACED
    while (row.field, start, end) in taken:
        start, end = start + 1, end + 1
    return row.field, start, end
