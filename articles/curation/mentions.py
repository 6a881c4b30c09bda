"""Decisions about mentions: they are this name, no name, another name, a new one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction

from articles.curation.changes import Recorder
from articles.curation.deciding import deciding, locked, locked_names
from articles.errors import CurationError
from articles.models import Alias, Decision, Entity, Mention, RejectedSpelling
from articles.persian.characters import squash
from articles.persian.sentences import quoted_list
from articles.recognition import suggestions

SHOWN_SPELLINGS = 5


@dataclass(frozen=True)
class Outcome:
    """How many mentions were decided, how many could not be because they bear no name."""

    changed: int
    without_name: int = 0
    decision: Decision | None = None


@transaction.atomic
def confirm(mentions: Iterable[Mention], user: User) -> Outcome:
    """Each mention is the name that it proposes; those that propose none stay as they are."""
    rows = _as_read(mentions)
    named = [mention for mention in rows if mention.entity_id is not None]
    if not named:
        return Outcome(0, len(rows))
    action = Decision.Action.CONFIRM
    with deciding(action, user, f"تأیید {_spellings(named)}", recognise=False) as making:
        making.decide(named, "تأیید شد", status=Mention.Status.CONFIRMED.value)
    return Outcome(len(named), len(rows) - len(named), making.decision)


@transaction.atomic
def reject(mentions: Iterable[Mention], user: User) -> Outcome:
    """Each mention is no such name. Shorter names inside it may now come forward."""
    rows = _as_read(mentions)
    if not rows:
        return Outcome(0)
    with deciding(Decision.Action.REJECT, user, f"رد {_spellings(rows)}") as making:
        making.decide(rows, "رد شد", status=Mention.Status.REJECTED.value)
    return Outcome(len(rows), decision=making.decision)


@transaction.atomic
def reject_spelling(text: str, entity: Entity | None, user: User) -> Outcome:
    """The spelling of ``text`` is not ``entity`` (None: no name at all), now and later.

    All its suggested mentions are rejected, and it is not suggested in new articles. Raises
    CurationError when the name is gone.
    """
    if entity is not None:
        [entity] = locked_names(entity)
    key = squash(text)
    of_name = f" برای «{entity}»" if entity else ""
    with deciding(Decision.Action.REJECT, user, f"رد «{text}»{of_name}") as making:
        rows = locked(suggestions.waiting().filter(key=key, entity=entity))
        making.decide(rows, "رد شد", status=Mention.Status.REJECTED.value)
        making.save_once(RejectedSpelling(key=key, entity=entity))
    return Outcome(len(rows), decision=making.decision)


@transaction.atomic
def link(
    mentions: Iterable[Mention], entity: Entity, user: User, *, learn: bool = False
) -> Outcome:
    """Each mention is ``entity``. With ``learn``, their spellings become its aliases.

    Raises CurationError when the name is gone.
    """
    [entity] = locked_names(entity)
    rows = locked(mentions)
    if not rows:
        return Outcome(0)
    summary = f"پیوند {_spellings(rows)} به «{entity}»"
    with deciding(Decision.Action.LINK, user, summary) as making:
        making.decide(
            rows,
            f"به «{entity}» پیوند داده شد",
            status=Mention.Status.CONFIRMED.value,
            entity=entity.pk,
            kind=entity.kind,
        )
        if learn:
            add_aliases(making, entity, (mention.text for mention in rows))
    return Outcome(len(rows), decision=making.decision)


@transaction.atomic
def make(mentions: Iterable[Mention], entity: Entity, user: User) -> Outcome:
    """``entity``, not saved yet, is a new name: of these mentions, and of their spellings.

    Raises CurationError when a name of this kind has the same spelling already.
    """
    rows = locked(mentions)
    twin = Alias.objects.filter(key=squash(entity.name), entity__kind=entity.kind).first()
    if not squash(entity.name):
        raise CurationError("نام را بنویسید.")
    if twin is not None:
        raise CurationError(f"نامی با همین شکل وجود دارد: «{twin.entity}». به همان پیوند دهید.")
    with deciding(Decision.Action.MAKE, user, f"نام جدید «{entity.name}»") as making:
        making.save(entity)
        texts = dict.fromkeys([entity.name, *(mention.text for mention in rows)])
        add_aliases(making, entity, texts, known=set())
        making.decide(
            rows,
            f"نام جدید «{entity}»",
            status=Mention.Status.CONFIRMED.value,
            entity=entity.pk,
            kind=entity.kind,
        )
    return Outcome(len(rows), decision=making.decision)


def _as_read(mentions: Iterable[Mention]) -> list[Mention]:
    """The mentions, locked, that still mean the name that they meant when they were read."""
    rows = list(mentions)
    meant = {mention.pk: mention.entity_id for mention in rows}
    return [mention for mention in locked(rows) if mention.entity_id == meant[mention.pk]]


def known_keys(entity: Entity) -> set[str]:
    """Keys under which the name is found already: its aliases and its own two names."""
    own = {squash(entity.name), squash(entity.latin_name)}
    return own.union(entity.aliases.values_list("key", flat=True))


def add_aliases(
    making: Recorder, entity: Entity, texts: Iterable[str], known: set[str] | None = None
) -> int:
    """Saved one by one: whoever listens to new aliases looks for them in the whole archive."""
    known = known_keys(entity) if known is None else known
    added = 0
    for text in texts:
        key = squash(text)
        if key and key not in known:
            known.add(key)
            making.save(Alias(entity=entity, text=text))
            added += 1
    return added


def _spellings(mentions: Iterable[Mention]) -> str:
    texts = list(dict.fromkeys(mention.text for mention in mentions))
    return quoted_list(texts, SHOWN_SPELLINGS)
