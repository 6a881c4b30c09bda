"""Decisions of curators follow the text that they are about.

A row whose origin is a curator is a decision about one place of a text. When the article
was edited, its offsets follow the text: the row moves to the nearest place of the same
field where that text stands. When it stands nowhere any more, the row is *displaced*: its
offsets are raised by DISPLACED, beyond the end of every text, so that the decision is
kept, marks nothing, and comes back by itself when the text does.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Protocol, TypeVar

from django.db.models import F, Manager

from articles.models import DISPLACED

_BATCH = 1000  # rows of one statement

Place = tuple[str, int, int]


class Row(Protocol):
    """What a row must have: ``text`` stood at ``field[start:end]``."""

    pk: Any
    field: str
    start: int
    end: int
    text: str


Anchored = TypeVar("Anchored", bound=Row)


def reanchor(decisions: Sequence[Anchored], texts: Mapping[str, str]) -> list[Anchored]:
    """Give decisions that do not show their text a new place; those whose place changed."""
    lost = [row for row in decisions if not shows_its_text(row, texts)]
    taken = {place_of(row) for row in decisions if row not in lost or _is_displaced(row)}
    moved = []
    for row in lost:
        place = _nearest(row, texts.get(row.field, ""), taken)
        if place is None and _is_displaced(row):
            continue
        row.start, row.end = place or _beyond(row, taken)
        taken.add(place_of(row))
        moved.append(row)
    return moved


def _is_displaced(row: Row) -> bool:
    return row.start >= DISPLACED


def shows_its_text(row: Row, texts: Mapping[str, str]) -> bool:
    return texts.get(row.field, "")[row.start : row.end] == row.text


def _nearest(row: Row, text: str, taken: set[Place]) -> tuple[int, int] | None:
    """The free whole-word occurrence of the row's text nearest to where it once stood."""
    start = row.start % DISPLACED
    whole_word = re.compile(rf"(?<!\w){re.escape(row.text)}(?!\w)")
    free = [
        match.span()
        for match in whole_word.finditer(text)
        if (row.field, *match.span()) not in taken
    ]
    return min(free, key=lambda span: abs(span[0] - start), default=None)


def _beyond(row: Row, taken: set[Place]) -> tuple[int, int]:
    """A place past every text, as near to the old one as others displaced before allow."""
    start, end = row.start + DISPLACED, row.end + DISPLACED
    while (row.field, start, end) in taken:
        start, end = start + 1, end + 1
    return start, end


def move(manager: Manager, rows: Sequence[Any], fields: Sequence[str]) -> None:
    """Write new offsets (``fields``); first all to where nothing ever stands, as places may
    be exchanged."""
    if not rows:
        return
    moving = manager.filter(pk__in=[row.pk for row in rows])
    moving.update(start=F("pk") + 2 * DISPLACED, end=F("pk") + 2 * DISPLACED + 1)
    manager.bulk_update(rows, fields, batch_size=_BATCH)


def place_of(row: Row) -> Place:
    return row.field, row.start, row.end
