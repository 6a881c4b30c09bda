"""The part of an article that shows best why it was found."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence

from articles.models import Article
from articles.search.highlight import Naming, Span, name_spans, segments
from articles.search.results import Segment

LENGTH = 280  # characters, before widening to whole words
LEAD_IN = 60  # characters of context before the first hit
ELLIPSIS = Segment("…")


def headline(article: Article, mentions: Sequence[Naming], hits: Sequence[Span]) -> list[Segment]:
    """The article's title, marked; of an untitled article the beginning of its text.

    ``hits`` are offsets into ``article.headline``.
    """
    text = article.headline
    names = name_spans(mention for mention in mentions if mention.field == "title")
    return segments(text, names if article.title else (), hits)


def snippet(
    article: Article, mentions: Sequence[Naming], spans: Mapping[str, Sequence[Span]]
) -> list[Segment]:
    """The window of lead or body with the most hits; without hits, how the text begins."""
    hits = {field: spans.get(field, ()) for field in ("lead", "body")}
    field = max(hits, key=lambda name: (_most_in_window(hits[name]), bool(getattr(article, name))))
    text: str = getattr(article, field)
    start, end = _window(text, hits[field])
    names = name_spans(mention for mention in mentions if mention.field == field)
    marked = segments(text, names, hits[field], start, end)
    return [
        *([ELLIPSIS] if text[:start].strip() else []),
        *marked,
        *([ELLIPSIS] if text[end:].strip() else []),
    ]


def _most_in_window(hits: Sequence[Span]) -> int:
    return _densest(hits)[0]


def _densest(hits: Sequence[Span]) -> tuple[int, int]:
    """The most hits that a window holds which opens a little before one of them, and the
    number of the first such hit. ``hits`` ascend and do not overlap."""
    ends = [end for _, end in hits]
    held = (
        (bisect_right(ends, start - LEAD_IN + LENGTH) - at, -at)
        for at, (start, _) in enumerate(hits)
    )
    most, first = max(held, default=(0, 0))
    return most, -first


def _window(text: str, hits: Sequence[Span]) -> Span:
    """Offsets of the window, widened to whole words and cut at no word."""
    first = 0
    if hits:
        first = max(0, hits[_densest(hits)[1]][0] - LEAD_IN)
    start = _word_start(text, first)
    end = _word_end(text, min(len(text), start + LENGTH))
    if hits:
        end = max(end, *(hit[1] for hit in hits if start <= hit[0] < end), end)
    return start, end


def _word_start(text: str, offset: int) -> int:
    """The first word that begins at or after ``offset``."""
    while 0 < offset < len(text) and not text[offset - 1].isspace():
        offset += 1
    return len(text) - len(text[offset:].lstrip())


def _word_end(text: str, offset: int) -> int:
    """The end of the last word that ends at or before ``offset``."""
    if offset >= len(text):
        return len(text.rstrip())
    end = offset
    while end > 0 and not text[end].isspace():
        end -= 1
    return len(text[: end or offset].rstrip())
