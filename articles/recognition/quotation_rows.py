"""Which rows of quotations an article should have: a pure function of what was read.

Quotations follow the mentions. What a curator decided stays; it follows its text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from articles.models import Quotation
from articles.recognition.anchors import reanchor
from articles.recognition.quotations import Quote, quotations
from articles.recognition.spans import Span

_CURATOR = Quotation.Origin.CURATOR


class QuotationRow(NamedTuple):
    """The columns of a `Quotation`; ``pk`` is None until the row is stored."""

    pk: int | None
    article_id: int
    field: str
    start: int
    end: int
    text: str
    cue: str
    cue_start: int
    speaker_id: int | None
    speaker_start: int
    speaker_end: int
    form: str
    origin: str
    status: str


def planned(
    article_id: int,
    texts: Mapping[str, str],
    names: Sequence[Span],
    decided: Sequence[QuotationRow],
) -> list[QuotationRow]:
    """The rows that the article should have, in no particular order.

    ``names`` are those of its texts, in order of place; ``decided`` what curators decided,
    of which nothing is found anew.
    """
    rows = _following_text(decided, texts)
    found = []
    for quote in quotations(texts, names):
        about = next((at for at, row in enumerate(rows) if _is_about(row, quote)), None)
        if about is None:
            found.append(_row(article_id, quote, texts[quote.field]))
        else:
            rows[about] = _following_name(rows[about], quote)
    return [*rows, *found]


def identity(row: QuotationRow) -> object:
    """Equal for two that are one row: a decision may move, a machine's row is its place."""
    return row.pk if row.origin == _CURATOR else (row.article_id, row.field, row.start, row.end)


def _following_text(
    decided: Sequence[QuotationRow], texts: Mapping[str, str]
) -> list[QuotationRow]:
    """Decisions where their text stands now; verb and speaker move along."""
    rows = []
    for row, (_, start, end) in zip(decided, reanchor(decided, texts), strict=True):
        by = start - row.start
        moved = row._replace(start=start, end=end, cue_start=max(0, row.cue_start + by))
        if row.speaker_start < row.speaker_end:
            begins = max(0, row.speaker_start + by)
            ends = begins + row.speaker_end - row.speaker_start
            moved = moved._replace(speaker_start=begins, speaker_end=ends)
        rows.append(moved)
    return rows


def _is_about(row: QuotationRow, quote: Quote) -> bool:
    """Whether the decision is about what was found, even if its limits are a little others."""
    if row.field != quote.field:
        return False
    if (row.start, row.end) == (quote.start, quote.end) or row.cue_start == quote.cue[0]:
        return True
    return row.speaker_id == quote.entity_id and row.start < quote.end and quote.start < row.end


def _following_name(row: QuotationRow, quote: Quote) -> QuotationRow:
    """A confirmed statement goes with the name that the text gives it, unless a curator named
    another."""
    named = row.speaker_start < row.speaker_end
    if named and row.status == Quotation.Status.CONFIRMED:
        return row._replace(speaker_id=quote.entity_id)
    return row


def _row(article_id: int, quote: Quote, text: str) -> QuotationRow:
    return QuotationRow(
        pk=None,
        article_id=article_id,
        field=quote.field,
        start=quote.start,
        end=quote.end,
        text=text[quote.start : quote.end],
        cue=text[slice(*quote.cue)],
        cue_start=quote.cue[0],
        speaker_id=quote.entity_id,
        speaker_start=quote.speaker[0],
        speaker_end=quote.speaker[1],
        form=quote.kind,
        origin=Quotation.Origin.RULE.value,
        status=Quotation.Status.CONFIRMED.value,
    )
