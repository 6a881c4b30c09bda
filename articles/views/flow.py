"""Paragraphs of texts that were broken into lines of a fixed width before they came."""

from __future__ import annotations

from articles.persian.wrapping import ends_paragraph, wrapped_at
from articles.search.results import Segment

Line = list[Segment]


def flowing(lines: list[Line]) -> list[Line]:
    """The paragraphs of ``lines``: as they are, or joined where the text is hard-wrapped.

    A wrapped paragraph ends with a sentence on a line that had room for more. Only the
    division into paragraphs changes, no character of the text.
    """
    texts = ["".join(segment.text for segment in line).rstrip() for line in lines]
    width = wrapped_at(texts)
    if width is None:
        return lines
    paragraphs: list[Line] = [[]]
    for line, text in zip(lines, texts, strict=True):
        paragraphs[-1] += [*line, Segment("\n")]
        if ends_paragraph(text, width):
            paragraphs.append([])
    return [paragraph[:-1] for paragraph in paragraphs if paragraph]
