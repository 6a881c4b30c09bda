"""Marks on an article's own text: the reader's words and the curated names.

Nothing here makes HTML. Text is cut into segments that a template escapes and wraps,
so no character of an article can ever become markup.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from operator import itemgetter
from typing import NamedTuple, TypeVar

from articles.models import Entity, Mention
from articles.persian.tokens import is_inside_word
from articles.search.results import Segment

Span = tuple[int, int]
NameSpan = tuple[int, int, Entity]
Marked = TypeVar("Marked", Span, NameSpan)


class Naming(NamedTuple):
    """What marks need of a mention."""

    field: str
    start: int
    end: int
    entity: Entity


def name_spans(mentions: Iterable[Mention | Naming]) -> list[NameSpan]:
    """Spans of confirmed mentions of one text, in order, overlaps dropped (longest first)."""
    known = [(m.start, m.end, m.entity) for m in mentions if m.entity is not None]
    known.sort(key=lambda span: (span[0], -span[1]))
    kept: list[NameSpan] = []
    for span in known:
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return kept


def segments(
    text: str,
    names: Sequence[NameSpan] = (),
    hits: Sequence[Span] = (),
    start: int = 0,
    end: int | None = None,
) -> list[Segment]:
    """``text[start:end]`` cut where a hit or a name begins or ends.

    ``names`` and ``hits`` are offsets into the whole of ``text``, ascending and without
    overlaps; both are widened to whole words, because a mark whose edge lies inside one breaks
    the joining of its letters.
    Concatenated, the segments give the slice back exactly.
    """
    end = len(text) if end is None else end
    names = [(*_whole(text, a, b), entity) for a, b, entity in _touching(names, start, end)]
    hits = [_whole(text, a, b) for a, b in _touching(hits, start, end)]
    cuts = {start, end}
    for first, last in [*((a, b) for a, b, _ in names), *hits]:
        cuts.update(min(max(offset, start), end) for offset in (first, last))
    edges = sorted(cuts)
    return [
        Segment(text[a:b], hit=_over(a, hits) is not None, entity=_entity_at(a, names))
        for a, b in pairwise(edges)
    ]


def paragraphs(
    text: str, names: Sequence[NameSpan] = (), hits: Sequence[Span] = ()
) -> list[list[Segment]]:
    """The non-empty lines of ``text``, each as its segments."""
    return [segments(text, names, hits, start, end) for start, end in _lines(text)]


def _lines(text: str) -> Iterator[Span]:
    start = 0
    for line in text.splitlines(keepends=True):
        stripped = line.strip()
        if stripped:
            first = start + line.index(stripped)
            yield first, first + len(stripped)
        start += len(line)


def _whole(text: str, start: int, end: int) -> Span:
    while is_inside_word(text, start):
        start -= 1
    while is_inside_word(text, end):
        end += 1
    return start, end


def _touching(spans: Sequence[Marked], start: int, end: int) -> Sequence[Marked]:
    """Those of ascending ``spans`` that have something in ``text[start:end]``."""
    first = bisect_right(spans, start, key=itemgetter(1))
    return spans[first : bisect_left(spans, end, lo=first, key=itemgetter(0))]


def _over(offset: int, spans: Sequence[Marked]) -> Marked | None:
    """The one of ascending ``spans`` in which ``offset`` lies."""
    before = bisect_right(spans, offset, key=itemgetter(0))
    return spans[before - 1] if before and offset < spans[before - 1][1] else None


def _entity_at(offset: int, names: Sequence[NameSpan]) -> Entity | None:
    name = _over(offset, names)
    return name[2] if name else None
