"""From a change in the database to a searchable archive: recognise, then index.

Every change is noted as a ``PendingArticle`` in its own transaction. Once that is
committed, ``catch_up`` works the notes off. Whatever interrupts it, the notes that were
not worked off remain, and the next call goes on with them.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import DatabaseError, close_old_connections, transaction
from django.db.models import F
from django.db.models.signals import post_delete, post_save, pre_delete

from articles.errors import ArchiveError, EngineError
from articles.models import (
    Alias,
    Article,
    Decision,
    Entity,
    Mention,
    PendingArticle,
    WordRule,
)
from articles.models.queue import noted
from articles.recognition import mentions, proposals, quotation_rows, recogniser, suggestions
from articles.search import archive, indexing

log = logging.getLogger(__name__)

BATCH = 1000
# More than this is worked off in the background, so that nobody waits for a page.
AT_ONCE = 50

_deferred: ContextVar[bool] = ContextVar("deferred", default=False)
_at_work = threading.Lock()  # held by the one thread that works in the background


@contextmanager
def deferred() -> Iterator[None]:
    """Inside, changes are noted but not worked off: the caller does it with ``catch_up``."""
    token = _deferred.set(True)
    try:
        yield
    finally:
        _deferred.reset(token)


def catch_up(report: Callable[[int, int], None] | None = None) -> int:
    """Recognise and index every noted article; the number of articles worked on.

    ``report(done, total)`` is called after each batch with numbers of notes. Raises
    EngineError when the index cannot be written; the notes then stay for another time, and
    say why.
    """
    PendingArticle.objects.note_problem("")
    try:
        return _catch_up(report)
    except ArchiveError as error:
        PendingArticle.objects.note_problem(str(error))
        raise


def _catch_up(report: Callable[[int, int], None] | None) -> int:
    _begin_index()
    total = PendingArticle.objects.count()
    done = worked_on = 0
    while rows := list(PendingArticle.objects.order_by("pk")[:BATCH]):
        worked_on += _work_off(rows)
        done += len(rows)
        if report is not None:
            report(done, max(total, done))
    return worked_on


def _begin_index() -> None:
    """Where there is no index, start one and note every article for it."""
    if indexing.exists():
        return
    indexing.backend().clear()
    published = Article.objects.published().values_list("pk", flat=True)
    waiting = PendingArticle.objects.values("article_id")
    with deferred():
        PendingArticle.objects.add(published.exclude(pk__in=waiting), recognise=False)


def _work_off(rows: list[PendingArticle]) -> int:
    ids = {row.article_id for row in rows}
    renamed = {row.article_id for row in rows if row.recognise}
    found = list(Article.objects.filter(pk__in=renamed))
    recognise(found, recogniser.current())
    indexing.update(ids)
    PendingArticle.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return len(ids)


def recognise(articles: Sequence[Article], reader: mentions.Reader) -> list[int]:
    """Store the names of ``articles`` and what these say; ids of those with other names."""
    with transaction.atomic():
        changed = mentions.store(articles, reader)
        quotation_rows.store(articles)
    return changed


def resume() -> None:
    """Go on, in the background, with what a process left that was stopped or killed."""
    threading.Thread(target=_in_background, name="catch-up", daemon=True).start()


def names_changed(
    entity_ids: set[int], spellings: set[str], decision_id: int | None = None
) -> None:
    """Note the articles in which these entities stand or these spellings occur, and propose
    what follows for names.

    Where no index can say which these are, it may be any article. ``decision_id`` is the
    curator's decision from which it follows.
    """
    ids = set(Mention.objects.filter(entity_id__in=entity_ids).values_list("article_id", flat=True))
    try:
        for spelling in spellings:
            ids.update(archive.articles_with(spelling))
    except EngineError:
        ids.update(Article.objects.values_list("pk", flat=True))
    with transaction.atomic():
        proposals.follow(entity_ids, spellings)
        noted_already = PendingArticle.objects.filter(decision=decision_id, recognise=True)
        if decision_id is not None:
            ids.difference_update(noted_already.values_list("article_id", flat=True))
            Decision.objects.filter(pk=decision_id).update(articles=F("articles") + len(ids))
        PendingArticle.objects.add(sorted(ids), recognise=True, decision_id=decision_id)


def protection_changed(word: str, protected: bool) -> int:
    """Keep a word whole from now on, or no longer, and note its articles; how many."""
    if not indexing.exists():
        return 0
    ids = set(archive.articles_with(word))
    indexing.protect(word, protected)
    ids.update(archive.articles_with(word))
    PendingArticle.objects.add(sorted(ids), recognise=False)
    return len(ids)


def connect() -> None:
    """Follow the changes of articles, names and word rules. Called once, at start-up."""
    noted.connect(_work_off_after_commit, dispatch_uid="pipeline")
    post_save.connect(_article_changed, sender=Article, dispatch_uid="pipeline")
    pre_delete.connect(_article_goes, sender=Article, dispatch_uid="pipeline")
    post_delete.connect(_article_changed, sender=Article, dispatch_uid="pipeline")
    for model in (Entity, Alias):
        post_save.connect(_name_changed, sender=model, dispatch_uid="pipeline")
    post_delete.connect(_name_changed, sender=Alias, dispatch_uid="pipeline")
    post_save.connect(_rule_saved, sender=WordRule, dispatch_uid="pipeline")
    post_delete.connect(_rule_deleted, sender=WordRule, dispatch_uid="pipeline")


def _article_changed(instance: Article, raw: bool = False, **_: Any) -> None:
    if not raw:
        PendingArticle.objects.add([instance.pk], recognise=True)


def _article_goes(instance: Article, **_: Any) -> None:
    """Its mentions go along: what sums them up follows."""
    named = Mention.objects.filter(article=instance).values_list("key", "entity")
    keys = {key for key, _ in named}
    names = {pk for _, pk in named if pk is not None}

    def follow() -> None:
        suggestions.recount(keys)
        proposals.recount(names)

    transaction.on_commit(follow, robust=True)


def _name_changed(instance: Entity | Alias, raw: bool = False, **_: Any) -> None:
    if raw:
        return
    if isinstance(instance, Entity):
        entity_id, spelling = instance.pk, instance.name
    else:
        entity_id, spelling = instance.entity_id, instance.text
    decision_id = getattr(instance, "_decision_id", None)
    transaction.on_commit(lambda: _apply_names({entity_id}, {spelling}, decision_id), robust=True)


def _rule_saved(instance: WordRule, **_: Any) -> None:
    if instance.kind == WordRule.Kind.PROTECTED:
        transaction.on_commit(lambda: protection_changed(instance.word, True), robust=True)


def _rule_deleted(instance: WordRule, **_: Any) -> None:
    if instance.kind == WordRule.Kind.PROTECTED:
        transaction.on_commit(lambda: protection_changed(instance.word, False), robust=True)


def _apply_names(entity_ids: set[int], spellings: set[str], decision_id: int | None = None) -> None:
    if not _deferred.get():
        names_changed(entity_ids, spellings, decision_id)


def _work_off_after_commit(**_: Any) -> None:
    if not _deferred.get():
        transaction.on_commit(_soon)


def _soon() -> None:
    """Work the notes off now when they are few, in the background when they are many."""
    waiting = PendingArticle.objects.all()[: AT_ONCE + 1].count()
    if waiting > AT_ONCE:
        resume()
    elif waiting:
        _safely()


def _in_background() -> None:
    """One thread at a time. What is noted just while it ends, it sees before it leaves."""
    try:
        while PendingArticle.objects.exists() and _at_work.acquire(blocking=False):
            try:
                caught_up = _safely()
            finally:
                _at_work.release()
            if not caught_up:
                break
    except DatabaseError:
        log.exception("What waits for the index was not worked off; run `manage.py catch_up`.")
    finally:
        close_old_connections()


def _safely() -> bool:
    """Catch up, and whether that went well; a broken index must not break the page that
    changed an article."""
    try:
        catch_up()
    except ArchiveError:
        log.exception("The index does not follow yet; run `manage.py catch_up` once it is mended.")
        return False
    return True
