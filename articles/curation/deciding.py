"""The frame of every decision: one transaction, its record, its log, its notes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.db import models, transaction

from articles.curation.changes import Recorder, batches
from articles.errors import CurationError
from articles.models import Decision, Entity, Mention, PendingArticle, PendingName
from articles.persian.characters import persian_digits
from articles.recognition import suggestions

SUMMARY_LENGTH = 300

_Row = TypeVar("_Row", bound=models.Model)


class Deciding(Recorder):
    """A decision in the making: what it changes, and what must follow."""

    def __init__(self, decision: Decision, user: User, reason: str) -> None:
        super().__init__(decision, user, reason)
        self.user = user
        self._keys: set[str] = set()
        self._names: set[int] = set()
        self._articles: set[int] = set()
        self._unsure: set[int] = set()

    def decide(self, mentions: Sequence[Mention], message: str, **values: Any) -> None:
        """Give these mentions ``values`` as a curator's word."""
        self.touch(mentions)
        if values.get("entity"):
            self.touch_names([values["entity"]])
        pks = [mention.pk for mention in mentions]
        self.decision.mentions += len(pks)
        for batch in batches(pks):
            rows = Mention.objects.filter(pk__in=batch)
            self.update(rows, origin=Mention.Origin.CURATOR.value, **values)
        if mentions:
            LogEntry.objects.log_actions(self.user.pk, mentions, CHANGE, message)

    def touch(self, mentions: Iterable[Mention]) -> None:
        """These mentions change: their articles and their spellings' lines follow."""
        for mention in mentions:
            self._keys.add(mention.key)
            self._articles.add(mention.article_id)
            if mention.entity_id is not None:
                self._names.add(mention.entity_id)

    def touch_articles(self, articles: Iterable[int], keys: Iterable[str] = ()) -> None:
        self._articles.update(articles)
        self._keys.update(keys)

    def touch_names(self, entity_ids: Iterable[int]) -> None:
        """What these names have changes: what is proposed for them follows."""
        self._names.update(entity_ids)

    def read_again(self, articles: Iterable[int]) -> None:
        """In these of the touched articles names may come forward, whatever else happens."""
        self._unsure.update(articles)

    @property
    def articles(self) -> int:
        """How many articles have been touched."""
        return len(self._articles)

    def finish(self, *, recognise: bool) -> None:
        self.decision.changes = self.changes
        self.decision.articles = self.articles
        self.decision.save()
        suggestions.recount(self._keys)
        PendingName.objects.add(self._names)
        read_again = self._articles if recognise else self._articles & self._unsure
        for articles, again in ((read_again, True), (self._articles - read_again, False)):
            PendingArticle.objects.add(
                sorted(articles), recognise=again, decision_id=self.decision.pk
            )


def locked(rows: Iterable[_Row]) -> list[_Row]:
    """These rows as they are now, locked until the transaction ends, in order of their keys.

    Those that were deleted since they were read are left out. What a decision writes is
    decided after this call, never by what was read before.
    """
    wanted = {row.pk: type(row) for row in rows if row.pk is not None}
    found: list[_Row] = []
    for batch in batches(sorted(wanted)):
        manager = wanted[batch[0]]._default_manager
        found += manager.select_for_update().filter(pk__in=batch).order_by("pk")
    return found


def locked_names(*entities: Entity) -> list[Entity]:
    """These names as they are now, locked, in the order asked for.

    Raises CurationError when one was deleted or merged meanwhile.
    """
    now = locked(entities)
    return [name_among(now, entity) for entity in entities]


def name_among(now: Iterable[Entity], entity: Entity) -> Entity:
    """``entity`` as it is ``now``; raises CurationError when it is not among these."""
    for one in now:
        if one.pk == entity.pk:
            return one
    raise CurationError(f"نام «{entity}» دیگر وجود ندارد؛ شاید حذف یا ادغام شده باشد.")


@contextmanager
def deciding(
    action: Decision.Action, user: User, summary: str, *, recognise: bool = True
) -> Iterator[Deciding]:
    """Inside, one decision is made; ``recognise`` when other names may come forward by it."""
    with transaction.atomic():
        text = persian_digits(summary)
        text = text if len(text) <= SUMMARY_LENGTH else text[: SUMMARY_LENGTH - 1] + "…"
        decision = Decision.objects.create(action=action, user=user, summary=text)
        making = Deciding(decision, user, text)
        yield making
        making.finish(recognise=recognise)
