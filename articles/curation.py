"""What curators decide about names: confirm, reject, link, merge.

Every function is one transaction: the rows, the curator's log and the notes for the
index (`PendingArticle`) are written together or not at all. A decision changes rows in
place, so that a span never has two of them, and carries origin CURATOR, which no
machine overwrites.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from simple_history.utils import bulk_update_with_history

from articles.errors import CurationError
from articles.models import Alias, Entity, Mention, PendingArticle
from articles.persian.characters import persian_digits, squash

BATCH = 1000  # rows named by one statement; SQLite and PostgreSQL both take many more
SHOWN_NAMES = 10
REASON_LENGTH = 100


@dataclass(frozen=True)
class Decision:
    """How many mentions were decided, and how many could not be because they bear no name."""

    changed: int
    without_name: int = 0


@dataclass(frozen=True)
class MergeReport:
    """What a merge moved to the surviving name."""

    into: Entity
    merged: tuple[str, ...]
    aliases: int
    mentions: int
    articles: int


def confirm(mentions: Iterable[Mention], user: AbstractBaseUser) -> Decision:
    """Each mention is the name that it proposes; those that propose none stay as they are."""
    with transaction.atomic():
        rows = list(mentions)
        named = [mention for mention in rows if mention.entity_id is not None]
        _decide(named, user, "تأیید شد", status=Mention.Status.CONFIRMED)
        _note(named, recognise=False)
    return Decision(len(named), len(rows) - len(named))


def reject(mentions: Iterable[Mention], user: AbstractBaseUser) -> Decision:
    """Each mention is no such name. Shorter names inside it may now come forward."""
    with transaction.atomic():
        rows = list(mentions)
        _decide(rows, user, "رد شد", status=Mention.Status.REJECTED)
        _note(rows, recognise=True)
    return Decision(len(rows))


def link(
    mentions: Iterable[Mention], entity: Entity, user: AbstractBaseUser, *, learn: bool = False
) -> Decision:
    """Each mention is ``entity``. With ``learn``, their spellings become its aliases."""
    with transaction.atomic():
        rows = list(mentions)
        _decide(
            rows,
            user,
            f"به «{entity}» پیوند داده شد",
            status=Mention.Status.CONFIRMED,
            entity=entity,
            kind=entity.kind,
        )
        if learn:
            _add_aliases(entity, [mention.text for mention in rows], user)
        _note(rows, recognise=True)
    return Decision(len(rows))


def merge(entities: Iterable[Entity], into: Entity, user: AbstractBaseUser) -> MergeReport:
    """Make ``entities`` one with ``into``: aliases, mentions, what ``into`` lacks; then delete.

    A mention keeps its status and origin: that two names are one says nothing about
    whether the text means them. Raises CurationError when nothing is left to merge.
    """
    with transaction.atomic():
        pks = {entity.pk for entity in entities} - {into.pk}
        losers = list(Entity.objects.select_for_update().filter(pk__in=pks))
        if not losers:
            raise CurationError("برای ادغام دست‌کم دو نام گوناگون برگزینید.")
        _fill_gaps(into, losers, user)
        aliases = _move_aliases(losers, into, user)
        moved = Mention.objects.filter(entity__in=losers)
        articles = set(moved.values_list("article_id", flat=True))
        mentions = moved.update(entity=into, kind=into.kind)
        for loser in losers:
            _delete(loser, user, f"ادغام در «{into}»")
        PendingArticle.objects.add(articles, recognise=True)
        report = MergeReport(
            into, tuple(loser.name for loser in losers), aliases, mentions, len(articles)
        )
        _log([into], user, _merge_message(report))
    return report


def delete(entities: Iterable[Entity], user: AbstractBaseUser) -> int:
    """Delete these names with their aliases and mentions; returns how many names."""
    with transaction.atomic():
        rows = list(entities)
        articles = set(Mention.objects.filter(entity__in=rows).values_list("article_id", flat=True))
        for entity in rows:
            _delete(entity, user, "حذف نام")
        PendingArticle.objects.add(articles, recognise=True)
    return len(rows)


def _decide(
    mentions: Sequence[Mention], user: AbstractBaseUser, message: str, **changes: Any
) -> None:
    for batch in _batches([mention.pk for mention in mentions]):
        Mention.objects.filter(pk__in=batch).update(origin=Mention.Origin.CURATOR, **changes)
    _log(mentions, user, message)


def _note(mentions: Iterable[Mention], *, recognise: bool) -> None:
    """The articles of these mentions need the index, and ``recognise`` their names, renewed."""
    articles = {mention.article_id for mention in mentions}
    PendingArticle.objects.add(articles, recognise=recognise)


def _log(rows: Sequence[Any], user: AbstractBaseUser, message: str) -> None:
    if rows:
        LogEntry.objects.log_actions(user.pk, rows, CHANGE, message)


def _batches(pks: Sequence[int]) -> Iterable[Sequence[int]]:
    return (pks[first : first + BATCH] for first in range(0, len(pks), BATCH))


def _known_keys(entity: Entity) -> set[str]:
    """Keys under which the name is found already: its aliases and its own two names."""
    own = {squash(entity.name), squash(entity.latin_name)}
    return own.union(entity.aliases.values_list("key", flat=True))


def _add_aliases(entity: Entity, texts: Iterable[str], user: AbstractBaseUser) -> int:
    """Saved one by one: whoever listens to new aliases looks for them in the whole archive."""
    known = _known_keys(entity)
    added = 0
    for text in texts:
        key = squash(text)
        if key and key not in known:
            known.add(key)
            alias = Alias(entity=entity, text=text)
            alias._history_user = user
            alias.save()
            added += 1
    return added


def _move_aliases(losers: Sequence[Entity], into: Entity, user: AbstractBaseUser) -> int:
    """Aliases that ``into`` lacks become its own; the others go with their name."""
    known = _known_keys(into)
    moving = []
    for alias in Alias.objects.filter(entity__in=losers).order_by("pk"):
        if alias.key not in known:
            known.add(alias.key)
            alias.entity = into
            moving.append(alias)
    bulk_update_with_history(
        moving,
        Alias,
        ["entity"],
        batch_size=BATCH,
        default_user=user,
        default_change_reason="ادغام",
    )
    names = [name for loser in losers for name in (loser.name, loser.latin_name)]
    return len(moving) + _add_aliases(into, names, user)


def _fill_gaps(into: Entity, losers: Sequence[Entity], user: AbstractBaseUser) -> None:
    """``into`` takes over what it has not: Latin name, description; and every link."""
    for loser in losers:
        into.latin_name = into.latin_name or loser.latin_name
        into.description = into.description or loser.description
    links = [link for entity in (into, *losers) for link in entity.link_list()]
    into.links = "\n".join(dict.fromkeys(links))
    into._history_user = user
    into._change_reason = "ادغام"
    into.save()


def _delete(entity: Entity, user: AbstractBaseUser, reason: str) -> None:
    """Its remaining aliases go first, so that each leaves its row of history by name."""
    for row in [*entity.aliases.all(), entity]:
        row._history_user = user
        row._change_reason = reason[:REASON_LENGTH]
        row.delete()


def _merge_message(report: MergeReport) -> str:
    names = "، ".join(report.merged[:SHOWN_NAMES])
    more = " و …" if len(report.merged) > SHOWN_NAMES else ""
    return f"ادغام {names}{more}: " + persian_digits(
        f"{report.mentions} یادکرد، {report.aliases} نوشتار، {report.articles} خبر"
    )
