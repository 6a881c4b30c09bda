"""From a change in the database to a searchable archive: recognise, then index.

Every change is noted in its own transaction: as a ``PendingArticle``, or as a ``PendingName``,
of which it is still to be found out which articles it concerns. Once that is committed,
``catch_up`` works the notes off. Whatever interrupts it, the notes that were not worked off
remain, and the next call goes on with them.
"""

from __future__ import annotations

import logging
import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

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
    PendingName,
    WordRule,
)
from articles.models.queue import noted
from articles.recognition import mentions, proposals, quotation_rows, recogniser, suggestions
from articles.search import archive, indexing

log = logging.getLogger(__name__)

BATCH = 1000
# More than this is worked off in the background, so that nobody waits for a page.
AT_ONCE = 50

_Note = TypeVar("_Note", PendingName, PendingArticle)

_deferred: ContextVar[bool] = ContextVar("deferred", default=False)
_at_work = threading.Lock()  # held by the one thread that works in the background


@contextmanager
def deferred() -> Iterator[None]:
    """Inside, changes are noted but not worked off: the caller does it with ``catch_up``.

    New names and spellings are not looked for in the archive: that is for `recognise`.
    """
    token = _deferred.set(True)
    try:
        yield
    finally:
        _deferred.reset(token)


def catch_up(report: Callable[[int, int], None] | None = None) -> int:
    """Follow every noted name, then recognise and index every noted article; how many of these.

    ``report(done, total)`` is called after each batch with numbers of notes. Raises
    EngineError when the index cannot be written; the notes then stay for another time, and
    say why.
    """
    PendingArticle.objects.note_problem("")
    try:
        with deferred():
            return _catch_up(report)
    except ArchiveError as error:
        PendingArticle.objects.note_problem(str(error))
        raise


def waiting() -> int:
    """How many notes are to be worked off."""
    return PendingName.objects.count() + PendingArticle.objects.count()


def _catch_up(report: Callable[[int, int], None] | None) -> int:
    done = worked_on = 0
    while True:
        if names := _oldest(PendingName):
            _follow_names(names)
        elif not indexing.exists():
            _begin_index()
            continue
        elif articles := _oldest(PendingArticle):
            worked_on += _work_off(articles)
        else:
            return worked_on
        done += len(names or articles)
        if report is not None:
            report(done, done + waiting())


def _oldest(model: type[_Note]) -> list[_Note]:
    return list(model._default_manager.order_by("pk")[:BATCH])


def _begin_index() -> None:
    """Note every article for a new index, and then start it: a crash in between loses nothing."""
    published = Article.objects.published().values_list("pk", flat=True)
    noted_already = PendingArticle.objects.values("article_id")
    PendingArticle.objects.add(published.exclude(pk__in=noted_already), recognise=False)
    indexing.backend().clear()


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


def _follow_names(notes: Sequence[PendingName]) -> None:
    """Propose what follows from these names, and note the articles that they concern.

    All in one pass, for which the gazetteer is built once, and before the transaction, which
    others wait for. To do it again, after a crash in between, changes nothing.
    """
    proposals.follow({note.entity_id for note in notes}, _spellings(notes))
    by_decision: dict[int | None, list[PendingName]] = defaultdict(list)
    for note in notes:
        by_decision[note.decision_id].append(note)
    concerned = {pk: _articles_of(some) for pk, some in by_decision.items()}
    with transaction.atomic():
        # Another process may have been faster.
        rows = PendingName.objects.filter(pk__in=[note.pk for note in notes])
        left = set(rows.select_for_update().values_list("pk", flat=True))
        for decision_id, some in by_decision.items():
            if not left.isdisjoint(note.pk for note in some):
                _read_again(concerned[decision_id], decision_id)
        rows.delete()


def _spellings(notes: Iterable[PendingName]) -> set[str]:
    return {note.spelling for note in notes if note.spelling}


def _articles_of(notes: Sequence[PendingName]) -> set[int]:
    """Where the names stand whose spellings changed, and where these spellings occur.

    Where no index can say which articles these are, it may be any.
    """
    names = {note.entity_id for note in notes if note.spelling}
    ids = set(Mention.objects.filter(entity_id__in=names).values_list("article_id", flat=True))
    try:
        for spelling in _spellings(notes):
            ids.update(archive.articles_with(spelling))
    except EngineError:
        ids.update(Article.objects.values_list("pk", flat=True))
    return ids


def _read_again(ids: set[int], decision_id: int | None) -> None:
    """Note these articles; ``decision_id`` is the curator's decision from which it follows."""
    if decision_id is not None:
        already = PendingArticle.objects.filter(decision=decision_id, recognise=True)
        ids = ids.difference(already.values_list("article_id", flat=True))
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
    PendingName.objects.add({pk for _, pk in named if pk is not None})
    transaction.on_commit(lambda: suggestions.recount(keys), robust=True)


def _name_changed(instance: Entity | Alias, raw: bool = False, **_: Any) -> None:
    if raw or _deferred.get():
        return
    if isinstance(instance, Entity):
        entity_id, spelling = instance.pk, instance.name
    else:
        entity_id, spelling = instance.entity_id, instance.text
    PendingName.objects.add([entity_id], spelling, getattr(instance, "_decision_id", None))


def _rule_saved(instance: WordRule, **_: Any) -> None:
    if instance.kind == WordRule.Kind.PROTECTED:
        transaction.on_commit(lambda: protection_changed(instance.word, True), robust=True)


def _rule_deleted(instance: WordRule, **_: Any) -> None:
    if instance.kind == WordRule.Kind.PROTECTED:
        transaction.on_commit(lambda: protection_changed(instance.word, False), robust=True)


def _work_off_after_commit(**_: Any) -> None:
    if not _deferred.get():
        transaction.on_commit(_soon, robust=True)


def _soon() -> None:
    """Work the notes off now where that is quickly done, in the background where it is not.

    Where that is at work already, it comes to them before it leaves.
    """
    if _at_work.locked() or not _anything_waits():
        return
    if _few(PendingName) and recogniser.at_hand():
        if names := _oldest(PendingName):
            with deferred():
                _follow_names(names)
        if _few(PendingArticle):
            _safely()
            return
    resume()


def _anything_waits() -> bool:
    return PendingName.objects.exists() or PendingArticle.objects.exists()


def _few(model: type[_Note]) -> bool:
    return model._default_manager.all()[: AT_ONCE + 1].count() <= AT_ONCE


def _in_background() -> None:
    """One thread at a time. What is noted just while it ends, it sees before it leaves."""
    try:
        while _anything_waits() and _at_work.acquire(blocking=False):
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
