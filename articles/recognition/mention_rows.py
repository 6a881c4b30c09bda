"""Which rows of mentions an article should have: a pure function of what was read.

A row whose origin is CURATOR is a decision about one place of a text, which it follows when
the article is edited (see `anchors`). No machine changes what it says.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from articles.models import Mention
from articles.persian.characters import squash
from articles.recognition.anchors import overlap, reanchor, shows_its_text
from articles.recognition.linking import also_called
from articles.recognition.spans import Rejection, Span

CURATOR = Mention.Origin.CURATOR
REJECTED = Mention.Status.REJECTED
_LONGEST_KEY = Mention._meta.get_field("key").max_length


class MentionRow(NamedTuple):
    """The columns of a `Mention`; ``pk`` is None until the row is stored."""

    pk: int | None
    article_id: int
    field: str
    start: int
    end: int
    text: str
    key: str
    also_called: str
    kind: str
    entity_id: int | None
    origin: str
    status: str

    @property
    def span(self) -> Span:
        """The place and what is said of it."""
        return Span(
            self.field,
            self.start,
            self.end,
            self.text,
            self.kind,
            self.entity_id,
            self.origin,
            self.status,
        )


BeforeAndAfter = tuple[Sequence[MentionRow], Sequence[MentionRow]]
"""All mentions of one article, as they were and as they are."""


def decisions(rows: Iterable[MentionRow], texts: Mapping[str, str]) -> list[MentionRow]:
    """What curators decided among ``rows``, each where its text stands in ``texts`` now.

    What the text also calls a name may change where a curator said which name it is.
    """
    decided = [row for row in rows if row.origin == CURATOR]
    followed = []
    for row, (field, start, end) in zip(decided, reanchor(decided, texts), strict=True):
        text = texts.get(field, "")
        beside = also_called(text, start, end, row.kind) if end <= len(text) else ""
        followed.append(row._replace(start=start, end=end, also_called=beside))
    return followed


def rejections(decided: Iterable[MentionRow]) -> list[Rejection]:
    """What the decisions say is no name, or not this one."""
    return [
        Rejection(row.field, row.start, row.end, row.entity_id, row.kind, row.key)
        for row in decided
        if row.status == REJECTED
    ]


def planned(
    article_id: int,
    texts: Mapping[str, str],
    decided: Sequence[MentionRow],
    waiting: Iterable[MentionRow],
    spans: Iterable[Span],
) -> list[MentionRow]:
    """The rows that the article should have, in no particular order.

    ``decided`` are its `decisions`, which win over ``spans``, those that the reader found.
    ``waiting`` are stored suggestions of unknown names: they stay as long as they show
    their text and stand alone.
    """
    kept = [row for row in decided if row.status != REJECTED]
    found = [
        _row(article_id, span, texts[span.field])
        for span in spans
        if not any(overlap(span, row) for row in kept)
    ]
    taken = [*found, *decided]
    alone = [
        row
        for row in waiting
        if shows_its_text(row, texts) and not any(overlap(row, other) for other in taken)
    ]
    return [*decided, *found, *alone]


def identity(row: MentionRow) -> object:
    """Equal for two that are one row: a decision may move, a machine's row is its place."""
    return row.pk if row.origin == CURATOR else (row.article_id, row.field, row.start, row.end)


def _row(article_id: int, span: Span, text: str) -> MentionRow:
    return MentionRow(
        pk=None,
        article_id=article_id,
        field=span.field,
        start=span.start,
        end=span.end,
        text=span.text,
        key=squash(span.text)[:_LONGEST_KEY],
        also_called=also_called(text, span.start, span.end, span.kind),
        kind=span.kind,
        entity_id=span.entity_id,
        origin=span.origin,
        status=span.status,
    )
