"""Keeping the names of articles as rows, without touching what a curator decided.

A row whose origin is CURATOR is a decision about one place of a text, which it follows when
the article is edited (see `anchors`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.db import transaction

from articles.models import Article, Entity, Mention
from articles.persian.characters import squash
from articles.recognition import proposals, suggestions
from articles.recognition.anchors import move, reanchor, shows_its_text
from articles.recognition.linking import also_called
from articles.recognition.recogniser import Recogniser
from articles.recognition.refusals import refused
from articles.recognition.spans import Reading, Rejection, Span

_BATCH = 1000  # rows of one statement
_SAID = ("text", "kind", "entity_id", "origin", "status")
_UNKNOWN_NAMES = (Mention.Origin.RULE, Mention.Origin.MODEL)


class Reader(Protocol):
    """`Recogniser`, or one that ``suggests`` unknown names, too; ``names`` are the known ones."""

    suggests: bool

    @property
    def names(self) -> Recogniser: ...

    def spans_of_articles(self, readings: Sequence[Reading]) -> list[list[Span]]: ...


def store(articles: Sequence[Article], recogniser: Reader) -> list[int]:
    """Bring the mentions of ``articles`` up to date; ids of those whose mentions changed.

    One transaction and a number of statements that does not grow with the articles,
    apart from the size limit of one statement. Rows that stay right keep their ids. The
    caller notes the returned articles for the index. Suggestions of unknown names stay as
    long as they show their text, unless this recogniser makes them itself.
    """
    with transaction.atomic():
        present = _locked(articles)
        rows = _rows_by_article(present)
        plans = _plans(present, rows, recogniser)
        _forget_deleted_names(plans)
        _forget_rejected_spellings(plans)
        _carry_out(plans)
        suggestions.recount(key for plan in plans for key in plan.recounted)
        proposals.recount({pk for plan in plans for pk in plan.names}, recogniser.names)
    return [plan.article_id for plan in plans if plan.changes]


@dataclass(slots=True)
class _Plan:
    """What one article's rows need. Every list holds `Mention` rows.

    ``recounted`` has the squashed texts of suggestions that come, change or go, ``names``
    the names whose mentions do.
    """

    article_id: int
    moved: list[Mention] = field(default_factory=list)
    stale: list[Mention] = field(default_factory=list)
    changed: list[Mention] = field(default_factory=list)
    new: list[Mention] = field(default_factory=list)
    recounted: set[str] = field(default_factory=set)
    names: set[int] = field(default_factory=set)

    @property
    def changes(self) -> bool:
        return bool(self.moved or self.stale or self.changed or self.new)

    def note(self, rows: Iterable[Mention]) -> None:
        """These come, change or go: what sums them up follows."""
        for row in rows:
            if row.status == Mention.Status.SUGGESTED:
                self.recounted.add(row.key)
            if row.entity_id is not None:
                self.names.add(row.entity_id)


def _locked(articles: Sequence[Article]) -> list[Article]:
    """Those that still exist, kept from other recognisers until the end of the transaction."""
    wanted = Article.objects.filter(pk__in=[article.pk for article in articles]).order_by("pk")
    locked = set(wanted.select_for_update().values_list("pk", flat=True))
    return [article for article in articles if article.pk in locked]


def _rows_by_article(articles: Iterable[Article]) -> Mapping[int, list[Mention]]:
    rows: dict[int, list[Mention]] = defaultdict(list)
    found = Mention.objects.filter(article__in=[article.pk for article in articles])
    for row in found.order_by("article_id", "field", "start"):
        rows[row.article_id].append(row)
    return rows


def _plans(
    articles: Sequence[Article], rows: Mapping[int, list[Mention]], recogniser: Reader
) -> list[_Plan]:
    plans = [_Plan(article.pk) for article in articles]
    readings = []
    for plan, article in zip(plans, articles, strict=True):
        texts = article.texts()
        decisions = _decisions(rows.get(plan.article_id, ()))
        plan.moved = reanchor(decisions, texts)
        plan.note(plan.moved)
        _look_beside(plan, decisions, texts)
        readings.append(Reading(texts, _rejections(decisions)))
    found = recogniser.spans_of_articles(readings)
    for plan, reading, spans in zip(plans, readings, found, strict=True):
        old = rows.get(plan.article_id, ())
        _fill(plan, reading.texts, old, spans, recogniser.suggests)
    return plans


def _look_beside(plan: _Plan, decisions: Iterable[Mention], texts: Mapping[str, str]) -> None:
    """What the text also calls a name may change where a curator said which name it is."""
    for row in decisions:
        text = texts.get(row.field, "")
        found = also_called(text, row.start, row.end, row.kind) if row.end <= len(text) else ""
        if found != row.also_called:
            row.also_called = found
            plan.changed.append(row)
            plan.note([row])


def _decisions(rows: Iterable[Mention]) -> list[Mention]:
    return [row for row in rows if row.origin == Mention.Origin.CURATOR]


def _fill(
    plan: _Plan,
    texts: Mapping[str, str],
    rows: Iterable[Mention],
    spans: Sequence[Span],
    suggests: bool,
) -> None:
    decisions = _decisions(rows)
    kept = [row for row in decisions if row.status != Mention.Status.REJECTED]
    spans = [span for span in spans if not _is_decided(span, kept)]
    renewed = [row for row in rows if row.origin != Mention.Origin.CURATOR]
    if not suggests:
        taken = [*spans, *decisions]
        renewed = [row for row in renewed if not _is_waiting(row, texts, taken)]
    _compare(plan, renewed, spans, texts)


def _is_waiting(row: Mention, texts: Mapping[str, str], taken: Iterable[Mention | Span]) -> bool:
    """Whether the row suggests an unknown name that still stands there, alone."""
    if row.origin not in _UNKNOWN_NAMES or not shows_its_text(row, texts):
        return False
    return not any(
        item.field == row.field and item.start < row.end and row.start < item.end for item in taken
    )


def _rejections(decisions: Iterable[Mention]) -> list[Rejection]:
    return [
        Rejection(row.field, row.start, row.end, row.entity_id, row.kind, row.key)
        for row in decisions
        if row.status == Mention.Status.REJECTED
    ]


def _is_decided(span: Span, decisions: Iterable[Mention]) -> bool:
    """Whether a curator already said which name stands there."""
    return any(
        row.field == span.field and row.start < span.end and span.start < row.end
        for row in decisions
    )


def _compare(
    plan: _Plan, rows: Iterable[Mention], spans: Iterable[Span], texts: Mapping[str, str]
) -> None:
    """Fill ``plan`` with what leads from the machine's old ``rows`` to ``spans``."""
    old = {_place(row): row for row in rows}
    for span in spans:
        row = old.pop(_place(span), None)
        values = _values(span, texts[span.field])
        if row is None:
            plan.new.append(_row(span, plan.article_id, values))
        elif any(getattr(row, name) != value for name, value in values.items()):
            plan.note([row])
            for name, value in values.items():
                setattr(row, name, value)
            row.key = squash(row.text)
            plan.changed.append(row)
    plan.stale = list(old.values())
    plan.note([*plan.new, *plan.changed, *plan.stale])


def _values(span: Span, text: str) -> dict[str, Any]:
    values = {name: getattr(span, name) for name in _SAID}
    values["also_called"] = also_called(text, span.start, span.end, span.kind)
    return values


def _place(item: Mention | Span) -> tuple[str, int, int]:
    return item.field, item.start, item.end


def _row(span: Span, article_id: int, values: Mapping[str, Any]) -> Mention:
    return Mention(
        article_id=article_id,
        field=span.field,
        start=span.start,
        end=span.end,
        key=squash(span.text),
        **values,
    )


def _forget_deleted_names(plans: Sequence[_Plan]) -> None:
    """A name may have been deleted or merged since the recogniser was built."""
    written = [row for plan in plans for row in (*plan.new, *plan.changed)]
    wanted = {row.entity_id for row in written if row.entity_id is not None}
    known = {None, *Entity.objects.filter(pk__in=wanted).values_list("pk", flat=True)}
    for plan in plans:
        plan.new = [row for row in plan.new if row.entity_id in known]
        plan.changed = [row for row in plan.changed if row.entity_id in known]


def _forget_rejected_spellings(plans: Sequence[_Plan]) -> None:
    """What a curator rejected in all its places is not suggested in new ones."""
    written = [row for plan in plans for row in (*plan.new, *plan.changed)]
    suggested = [row for row in written if row.status == Mention.Status.SUGGESTED]
    rejected = refused((row.key, row.entity_id) for row in suggested)
    if not rejected:
        return

    def is_rejected(row: Mention) -> bool:
        return row.status == Mention.Status.SUGGESTED and (row.key, row.entity_id) in rejected

    for plan in plans:
        plan.new = [row for row in plan.new if not is_rejected(row)]
        plan.stale += filter(is_rejected, plan.changed)
        plan.changed = [row for row in plan.changed if not is_rejected(row)]


def _carry_out(plans: Sequence[_Plan]) -> None:
    stale = [row.pk for plan in plans for row in plan.stale]
    for first in range(0, len(stale), _BATCH):
        Mention.objects.filter(pk__in=stale[first : first + _BATCH]).delete()
    move(Mention.objects, [row for plan in plans for row in plan.moved], ("start", "end"))
    changed = [row for plan in plans for row in plan.changed]
    if changed:
        Mention.objects.bulk_update(changed, (*_SAID, "also_called", "key"), batch_size=_BATCH)
    Mention.objects.bulk_create([row for plan in plans for row in plan.new], batch_size=_BATCH)
