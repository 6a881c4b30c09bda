"""Paragraphs of texts that were broken into lines of a fixed width before they came."""

from __future__ import annotations

from articles.search.results import Segment

Line = list[Segment]

FEWEST_LINES = 8
NARROWEST, WIDEST = 60, 110
OVERHANG = 1.25
FULL_LINE = 0.75
OPEN_SHARE = 0.4
SENTENCE_ENDS = (".", "!", "؟", "?", ":", "؛", "…", "»", '"', ")")


def flowing(lines: list[Line]) -> list[Line]:
    """The paragraphs of ``lines``: as they are, or joined where the text is hard-wrapped.

    A wrapped paragraph ends with a sentence on a line that had room for more. Only the
    division into paragraphs changes, no character of the text.
    """
    texts = ["".join(segment.text for segment in line).rstrip() for line in lines]
    width = _wrapped_at(texts)
    if width is None:
        return lines
    paragraphs: list[Line] = [[]]
    for line, text in zip(lines, texts, strict=True):
        paragraphs[-1] += [*line, Segment("\n")]
        if len(text) < FULL_LINE * width and text.endswith(SENTENCE_ENDS):
            paragraphs.append([])
    return [paragraph[:-1] for paragraph in paragraphs if paragraph]


def _wrapped_at(texts: list[str]) -> int | None:
    """The width that a text was wrapped at, None for one that was not.

    Wrapped: most lines nearly fill the same width, none goes far beyond it, and many break
    off in the middle of a sentence, which a list of short items does not.
    """
    if len(texts) < FEWEST_LINES:
        return None
    lengths = sorted(map(len, texts))
    width = lengths[9 * (len(lengths) - 1) // 10]
    even = lengths[len(lengths) // 2] >= FULL_LINE * width and lengths[-1] <= OVERHANG * width
    broken = sum(not text.endswith(SENTENCE_ENDS) for text in texts) >= OPEN_SHARE * len(texts)
    return width if NARROWEST <= width <= WIDEST and even and broken else None
