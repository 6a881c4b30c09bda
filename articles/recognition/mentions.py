"""Keeping the names of articles as rows, without touching what a curator decided.

A row whose origin is CURATOR is a decision about one place of a text. When the article
was edited, its offsets follow the text: the row moves to the nearest place of the same
field where that text stands. When it stands nowhere any more, the row is *displaced*:
its offsets are raised by DISPLACED, beyond the end of every text, so that the decision
is kept, marks nothing, and comes back by itself when the text does.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from django.db import transaction
from django.db.models import F

from articles.models import DISPLACED, Article, Entity, Mention, RejectedSpelling
from articles.persian.characters import squash
from articles.recognition import suggestions
from articles.recognition.spans import Rejection, Span

_BATCH = 1000  # rows of one statement
_COMPARED = ("text", "kind", "entity_id", "origin", "status")
_UNKNOWN_NAMES = (Mention.Origin.RULE, Mention.Origin.MODEL)


class Reader(Protocol):
    """`Recogniser`, or one that ``suggests`` unknown names, too."""

    suggests: bool

    def spans(
        self, texts: Mapping[str, str], rejections: Iterable[Rejection] = ()
    ) -> list[Span]: ...


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
        plans = [_plan(article, rows.get(article.pk, ()), recogniser) for article in present]
        _forget_deleted_names(plans)
        _forget_rejected_spellings(plans)
        _carry_out(plans)
        suggestions.recount(key for plan in plans for key in plan.recounted)
    return [plan.article_id for plan in plans if plan.changes]


@dataclass(slots=True)
class _Plan:
    """What one article's rows need. Every list holds `Mention` rows.

    ``recounted`` has the squashed texts of suggestions that come, change or go.
    """

    article_id: int
    moved: list[Mention] = field(default_factory=list)
    stale: list[Mention] = field(default_factory=list)
    changed: list[Mention] = field(default_factory=list)
    new: list[Mention] = field(default_factory=list)
    recounted: set[str] = field(default_factory=set)

    @property
    def changes(self) -> bool:
        return bool(self.moved or self.stale or self.changed or self.new)


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


def _plan(article: Article, rows: Iterable[Mention], recogniser: Reader) -> _Plan:
    plan = _Plan(article.pk)
    texts = article.texts()
    decisions = [row for row in rows if row.origin == Mention.Origin.CURATOR]
    plan.moved = _reanchor(decisions, texts)
    spans = recogniser.spans(texts, _rejections(decisions))
    kept = [row for row in decisions if row.status != Mention.Status.REJECTED]
    spans = [span for span in spans if not _is_decided(span, kept)]
    renewed = [row for row in rows if row.origin != Mention.Origin.CURATOR]
    if not recogniser.suggests:
        taken = [*spans, *decisions]
        renewed = [row for row in renewed if not _is_waiting(row, texts, taken)]
    _compare(plan, renewed, spans)
    return plan


def _is_waiting(row: Mention, texts: Mapping[str, str], taken: Iterable[Mention | Span]) -> bool:
    """Whether the row suggests an unknown name that still stands there, alone."""
    if row.origin not in _UNKNOWN_NAMES or not _shows_its_text(row, texts):
        return False
    return not any(
        item.field == row.field and item.start < row.end and row.start < item.end for item in taken
    )


def _rejections(decisions: Iterable[Mention]) -> list[Rejection]:
    return [
        Rejection(row.field, row.start, row.end, row.entity_id)
        for row in decisions
        if row.status == Mention.Status.REJECTED
    ]


def _is_decided(span: Span, decisions: Iterable[Mention]) -> bool:
    """Whether a curator already said which name stands there."""
    return any(
        row.field == span.field and row.start < span.end and span.start < row.end
        for row in decisions
    )


def _compare(plan: _Plan, rows: Iterable[Mention], spans: Iterable[Span]) -> None:
    """Fill ``plan`` with what leads from the machine's old ``rows`` to ``spans``."""
    old = {_place(row): row for row in rows}
    for span in spans:
        row = old.pop(_place(span), None)
        if row is None:
            plan.new.append(_row(span, plan.article_id))
        elif any(getattr(row, name) != getattr(span, name) for name in _COMPARED):
            plan.recounted |= _waiting_keys([row])
            for name in _COMPARED:
                setattr(row, name, getattr(span, name))
            row.key = squash(row.text)
            plan.changed.append(row)
    plan.stale = list(old.values())
    plan.recounted |= _waiting_keys([*plan.new, *plan.changed, *plan.stale])


def _waiting_keys(rows: Iterable[Mention]) -> set[str]:
    return {row.key for row in rows if row.status == Mention.Status.SUGGESTED}


def _place(item: Mention | Span) -> tuple[str, int, int]:
    return item.field, item.start, item.end


def _row(span: Span, article_id: int) -> Mention:
    return Mention(
        article_id=article_id,
        field=span.field,
        start=span.start,
        end=span.end,
        key=squash(span.text),
        **{name: getattr(span, name) for name in _COMPARED},
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
    keys = list(_waiting_keys(written))
    rejected: set[tuple[str, int | None]] = set()
    for first in range(0, len(keys), _BATCH):
        found = RejectedSpelling.objects.filter(key__in=keys[first : first + _BATCH])
        rejected.update(found.values_list("key", "entity"))
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
    _move([row for plan in plans for row in plan.moved])
    changed = [row for plan in plans for row in plan.changed]
    if changed:
        Mention.objects.bulk_update(changed, (*_COMPARED, "key"), batch_size=_BATCH)
    Mention.objects.bulk_create([row for plan in plans for row in plan.new], batch_size=_BATCH)


# --- decisions of curators follow the text --------------------------------------------------


def _reanchor(decisions: Sequence[Mention], texts: Mapping[str, str]) -> list[Mention]:
    """Give decisions that do not show their text a new place; those whose place changed."""
    lost = [row for row in decisions if not _shows_its_text(row, texts)]
    taken = {_place(row) for row in decisions if row not in lost or _is_displaced(row)}
    moved = []
    for row in lost:
        place = _nearest(row, texts.get(row.field, ""), taken)
        if place is None and _is_displaced(row):
            continue
        row.start, row.end = place or _beyond(row, taken)
        taken.add(_place(row))
        moved.append(row)
    return moved


def _is_displaced(row: Mention) -> bool:
    return row.start >= DISPLACED


def _shows_its_text(row: Mention, texts: Mapping[str, str]) -> bool:
    return texts.get(row.field, "")[row.start : row.end] == row.text


def _nearest(row: Mention, text: str, taken: set[tuple[str, int, int]]) -> tuple[int, int] | None:
    """The free whole-word occurrence of the row's text nearest to where it once stood."""
    start = row.start % DISPLACED
    whole_word = re.compile(rf"(?<!\w){re.escape(row.text)}(?!\w)")
    free = [
        match.span()
        for match in whole_word.finditer(text)
        if (row.field, *match.span()) not in taken
    ]
    return min(free, key=lambda span: abs(span[0] - start), default=None)


def _beyond(row: Mention, taken: set[tuple[str, int, int]]) -> tuple[int, int]:
    """A place past every text, as near to the old one as others displaced before allow."""
    start, end = row.start + DISPLACED, row.end + DISPLACED
    while (row.field, start, end) in taken:
        start, end = start + 1, end + 1
    return start, end


def _move(rows: Sequence[Mention]) -> None:
    """Write new offsets; first all to where nothing ever stands, as places may be exchanged."""
    if not rows:
        return
    moving = Mention.objects.filter(pk__in=[row.pk for row in rows])
    moving.update(start=F("pk") + 2 * DISPLACED, end=F("pk") + 2 * DISPLACED + 1)
    Mention.objects.bulk_update(rows, ("start", "end"), batch_size=_BATCH)
