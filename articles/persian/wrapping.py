"""Which texts were broken into lines of a fixed width before they came."""

from __future__ import annotations

from collections.abc import Sequence

FEWEST_LINES = 8
NARROWEST, WIDEST = 60, 110
OVERHANG = 1.25
FULL_LINE = 0.75
OPEN_SHARE = 0.4
SENTENCE_ENDS = (".", "!", "؟", "?", ":", "؛", "…", "»", '"', ")")


def wrapped_at(lines: Sequence[str]) -> int | None:
    """The width that a text with these non-empty lines was wrapped at, None for one that was
    not.

    Wrapped: most lines nearly fill the same width, none goes far beyond it, and many break
    off in the middle of a sentence, which a list of short items does not.
    """
    if len(lines) < FEWEST_LINES:
        return None
    lengths = sorted(map(len, lines))
    width = lengths[9 * (len(lengths) - 1) // 10]
    even = lengths[len(lengths) // 2] >= FULL_LINE * width and lengths[-1] <= OVERHANG * width
    broken = sum(not line.endswith(SENTENCE_ENDS) for line in lines) >= OPEN_SHARE * len(lines)
    return width if NARROWEST <= width <= WIDEST and even and broken else None


def ends_paragraph(line: str, width: int) -> bool:
    """Whether a sentence ends there though the line had room for more."""
    return len(line) < FULL_LINE * width and line.endswith(SENTENCE_ENDS)
