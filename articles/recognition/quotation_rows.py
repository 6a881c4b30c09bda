"""Keeping what names say as rows, without touching what a curator decided.

Quotations follow the mentions: after those of an article were renewed, its quotations are
found anew, and the rows brought up to that. A row that stays right stays as it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from django.db import transaction

from articles.models import DISPLACED, Article, Mention, Quotation
from articles.recognition.anchors import move, reanchor
from articles.recognition.quotations import Quote, quotations
from articles.recognition.spans import Span

_BATCH = 1000  # rows of one statement
_PLACES = ("start", "end", "cue_start", "speaker_start", "speaker_end")
_COMPARED = ("text", "cue", "cue_start", "speaker_id", "speaker_start", "speaker_end", "form")

Row = TypeVar("Row", Mention, Quotation)


def store(articles: Sequence[Article]) -> list[int]:
    """Bring the quotations of ``articles`` up to date; ids of those whose quotations changed.

    Their mentions must be up to date. One transaction and a number of statements that does
    not grow with the articles, apart from the size limit of one statement.
    """
    with transaction.atomic():
        mentions = _by_article(Mention.objects.exclude(status=Mention.Status.REJECTED), articles)
        rows = _by_article(Quotation.objects.all(), articles)
        plans = [
            _plan(article, mentions.get(article.pk, ()), rows.get(article.pk, ()))
            for article in articles
            if article.pk in mentions or article.pk in rows
        ]
        _carry_out(plans)
    return [plan.article_id for plan in plans if plan.changes]


@dataclass(slots=True)
class _Plan:
    """What one article's rows need. Every list holds `Quotation` rows."""

    article_id: int
    moved: list[Quotation] = field(default_factory=list)
    stale: list[Quotation] = field(default_factory=list)
    changed: list[Quotation] = field(default_factory=list)
    new: list[Quotation] = field(default_factory=list)

    @property
    def changes(self) -> bool:
        return bool(self.moved or self.stale or self.changed or self.new)


def _by_article(rows: Iterable[Row], articles: Iterable[Article]) -> Mapping[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    wanted = rows.filter(article__in=[article.pk for article in articles])  # type: ignore[attr-defined]
    for row in wanted.order_by("article_id", "field", "start"):
        found[row.article_id].append(row)
    return found


def _plan(article: Article, mentions: Iterable[Mention], rows: Iterable[Quotation]) -> _Plan:
    plan = _Plan(article.pk)
    texts = article.texts()
    decisions = [row for row in rows if row.origin == Quotation.Origin.CURATOR]
    plan.moved = _follow_text(decisions, texts)
    names = [_span(row) for row in mentions if row.start < DISPLACED]
    quotes = []
    for quote in quotations(texts, names):
        decided = next((row for row in decisions if _is_about(row, quote)), None)
        if decided is None:
            quotes.append(quote)
        elif _follow_name(decided, quote):
            plan.changed.append(decided)
    machine = [row for row in rows if row.origin != Quotation.Origin.CURATOR]
    _compare(plan, machine, quotes, texts)
    return plan


def _span(row: Mention) -> Span:
    return Span(
        row.field, row.start, row.end, row.text, row.kind, row.entity_id, row.origin, row.status
    )


def _follow_text(decisions: Sequence[Quotation], texts: Mapping[str, str]) -> list[Quotation]:
    """Move decisions with their text; verb and speaker move along. Those that moved."""
    before = {row.pk: row.start for row in decisions}
    moved = reanchor(decisions, texts)
    for row in moved:
        by = row.start - before[row.pk]
        row.cue_start = max(0, row.cue_start + by)
        if row.speaker_start < row.speaker_end:
            length = row.speaker_end - row.speaker_start
            row.speaker_start = max(0, row.speaker_start + by)
            row.speaker_end = row.speaker_start + length
    return moved


def _is_about(row: Quotation, quote: Quote) -> bool:
    """Whether the decision is about what was found, even if its limits are a little others."""
    if row.field != quote.field:
        return False
    if (row.start, row.end) == (quote.start, quote.end) or row.cue_start == quote.cue[0]:
        return True
    return row.speaker_id == quote.entity_id and row.start < quote.end and quote.start < row.end


def _follow_name(row: Quotation, quote: Quote) -> bool:
    """A confirmed statement goes with the name that the text gives it, unless a curator named
    another; whether that changed the row."""
    named = row.speaker_start < row.speaker_end
    confirmed = row.status == Quotation.Status.CONFIRMED
    if not named or not confirmed or row.speaker_id == quote.entity_id:
        return False
    row.speaker_id = quote.entity_id
    return True


def _compare(
    plan: _Plan, rows: Iterable[Quotation], quotes: Iterable[Quote], texts: Mapping[str, str]
) -> None:
    """Fill ``plan`` with what leads from the machine's old ``rows`` to ``quotes``."""
    old = {(row.field, row.start, row.end): row for row in rows}
    for quote in quotes:
        found = _row(quote, plan.article_id, texts[quote.field])
        row = old.pop((quote.field, quote.start, quote.end), None)
        if row is None:
            plan.new.append(found)
        elif any(getattr(row, name) != getattr(found, name) for name in _COMPARED):
            for name in _COMPARED:
                setattr(row, name, getattr(found, name))
            plan.changed.append(row)
    plan.stale = list(old.values())


def _row(quote: Quote, article_id: int, text: str) -> Quotation:
    return Quotation(
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
        origin=Quotation.Origin.RULE,
        status=Quotation.Status.CONFIRMED,
    )


def _carry_out(plans: Sequence[_Plan]) -> None:
    stale = [row.pk for plan in plans for row in plan.stale]
    for first in range(0, len(stale), _BATCH):
        Quotation.objects.filter(pk__in=stale[first : first + _BATCH]).delete()
    move(Quotation.objects, [row for plan in plans for row in plan.moved], _PLACES)
    changed = [row for plan in plans for row in plan.changed]
    if changed:
        fields = [name.removesuffix("_id") for name in _COMPARED]
        Quotation.objects.bulk_update(changed, fields, batch_size=_BATCH)
    new = [row for plan in plans for row in plan.new]
    Quotation.objects.bulk_create(new, batch_size=_BATCH)
