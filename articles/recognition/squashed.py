"""Text without spaces and half-spaces, that still knows where its letters stood.

Names are searched in squashed text (see `articles.persian.characters.SquashTable`), so
that «هاشمیرفسنجانی», «هاشمی‌رفسنجانی» and «هاشمی رفسنجانی» are one string.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from articles.persian.characters import (
    HALF_SPACE_LOOKALIKES,
    SquashTable,
    squash_table,
    teh_before_article,
)


def _squashing_to(wanted: range) -> str:
    """Characters whose squashed length lies in ``wanted``.

    Outside the Basic Multilingual Plane nothing is dropped and nothing expands.
    """
    table = SquashTable()  # of its own: 65,000 entries would slow the shared one down
    return "".join(chr(code) for code in range(0x10000) if len(table[code]) in wanted)


_DROPPED_CHARACTERS = _squashing_to(range(1))
_EXPANDING_CHARACTERS = _squashing_to(range(2, 99))

DROPPED = re.compile(f"[{re.escape(_DROPPED_CHARACTERS)}]")
"""One character that squashed text does not hold: a space, a half-space, a mark."""

EXPANDING = re.compile(f"[{re.escape(_EXPANDING_CHARACTERS)}]")
"""One character that becomes several letters, such as the ligature ﷲ."""

HALF_SPACES = "".join(sorted(HALF_SPACE_LOOKALIKES))

MARKS = "".join(
    character
    for character in _DROPPED_CHARACTERS
    if not character.isspace() and character != "_" and character not in HALF_SPACE_LOOKALIKES
)
"""Characters that belong to the word around them but carry no letter: harakat, tatweel,
direction marks, and the hamza ``ء``, which spelling often drops."""

BREAK = re.compile(rf"[\s_{re.escape(HALF_SPACES)}]+")
"""What separates the parts of a name: spaces and half-spaces."""


class SquashedText:
    """``letters`` is the squashed text; `raw_span` leads back to the raw one."""

    __slots__ = ("_gaps", "_origins", "letters")

    def __init__(self, raw: str) -> None:
        self.letters = teh_before_article(raw).translate(squash_table())
        self._origins: list[int] | None = None
        self._gaps: list[int] = []
        if EXPANDING.search(raw):
            self._origins = _origins(raw)
        else:
            # The k-th dropped character at raw offset p lies before squashed offset p - k.
            self._gaps = [m.start() - k for k, m in enumerate(DROPPED.finditer(raw))]

    def raw_span(self, start: int, end: int) -> tuple[int, int] | None:
        """Raw offsets of ``letters[start:end]``; None when it cuts a ligature apart."""
        if self._origins is not None:
            return _uncut_span(self._origins, start, end)
        last = end - 1
        return (
            start + bisect_right(self._gaps, start),
            last + bisect_right(self._gaps, last) + 1,
        )


def _origins(raw: str) -> list[int]:
    """For each squashed letter the raw offset of the character it came from."""
    table = squash_table()
    return [offset for offset, char in enumerate(raw) for _ in table[ord(char)]]


def _uncut_span(origins: list[int], start: int, end: int) -> tuple[int, int] | None:
    first, last = origins[start], origins[end - 1]
    begins_inside = start > 0 and origins[start - 1] == first
    ends_inside = end < len(origins) and origins[end] == last
    return None if begins_inside or ends_inside else (first, last + 1)
