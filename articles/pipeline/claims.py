"""Claims on notes: taken, renewed, given back, finished; and when a failure is tried again."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, Generic, TypeVar

from django.db import DatabaseError, close_old_connections, models, transaction
from django.utils import timezone

from articles.models import PendingArticle
from articles.models.queue import LEASE, MOST_ATTEMPTS, PROBLEM_LENGTH, Note
from articles.pipeline.lock import shares_work

log = logging.getLogger(__name__)

FIRST_DELAY = timedelta(seconds=1)

_Note = TypeVar("_Note", bound=Note)


class Claim(Generic[_Note]):
    """Notes of one model that ``worker`` holds until it finishes, releases or loses them."""

    def __init__(self, worker: str, notes: Sequence[_Note]) -> None:
        self.worker = worker
        self.notes = list(notes)
        self._renewed = time.monotonic()

    def __bool__(self) -> bool:
        return bool(self.notes)

    def part(self, notes: Iterable[_Note]) -> Claim[_Note]:
        """The claim on some of the notes."""
        return Claim(self.worker, list(notes))

    def finish(self) -> None:
        """Delete the notes: what they asked for is done."""
        if self.notes:
            type(self.notes[0])._default_manager.filter(pk__in=self._pks).delete()

    def release(self) -> None:
        """Give the notes back as they were found."""
        self.update(claimed_by="", claimed_at=None)

    def postpone(self, problem: str) -> None:
        """Give the notes back after a failure of the surroundings, to be tried again later."""
        for attempts in {note.attempts for note in self.notes}:
            tried = min(attempts + 1, MOST_ATTEMPTS - 1)
            self.part(note for note in self.notes if note.attempts == attempts).update(
                claimed_by="",
                claimed_at=None,
                attempts=tried,
                problem=problem[:PROBLEM_LENGTH],
                next_try_at=timezone.now() + delay(tried),
            )

    def set_aside(self, problem: str) -> None:
        """Give up on the notes until a person or a new change asks for them again."""
        self.update(
            claimed_by="",
            claimed_at=None,
            attempts=MOST_ATTEMPTS,
            problem=problem[:PROBLEM_LENGTH],
        )

    def renew(self) -> None:
        """Hold the notes for another lease."""
        self._held().update(claimed_at=timezone.now())

    def renew_in_time(self) -> None:
        """Renew the claim if a quarter of its lease has gone by; for one that is worked on in
        steps."""
        if shares_work() and time.monotonic() - self._renewed > LEASE.total_seconds() / 4:
            self.renew()
            self._renewed = time.monotonic()

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Inside, the claim is renewed however long the work takes."""
        if not shares_work():
            yield  # the lock of the data folder keeps others away
            return
        done = threading.Event()
        heartbeat = threading.Thread(target=self._beat, args=(done,), daemon=True)
        heartbeat.start()
        try:
            yield
        finally:
            done.set()

    def _beat(self, done: threading.Event) -> None:
        while not done.wait(LEASE.total_seconds() / 4):
            try:
                self.renew()
            except DatabaseError:
                log.warning("A claim was not renewed; it is tried again.", exc_info=True)
            finally:
                close_old_connections()

    @property
    def _pks(self) -> list[int]:
        return [note.pk for note in self.notes]

    def _held(self) -> models.QuerySet[Any]:
        model = type(self.notes[0])
        return model._default_manager.filter(pk__in=self._pks, claimed_by=self.worker)

    def update(self, **values: object) -> int:
        """Set columns of the notes that are still held; how many are."""
        return self._held().update(**values) if self.notes else 0


def delay(attempts: int) -> timedelta:
    """How long to wait after so many failures: 1 s, 2 s, 4 s … 64 s."""
    return FIRST_DELAY * 2 ** (attempts - 1)


def claim(model: type[_Note], worker: str, limit: int) -> Claim[_Note]:
    """Claim up to ``limit`` notes that are due, oldest first; no other worker gets them.

    Of articles those that people changed come first, and every other note of the same
    articles is claimed along, also one that was set aside.
    """
    with transaction.atomic():
        due = _free(model._default_manager.due(), worker)  # type: ignore[attr-defined]
        order = ("bulk", "pk") if issubclass(model, PendingArticle) else ("pk",)
        notes = list(due.order_by(*order).select_for_update(skip_locked=True)[:limit])
        if notes and issubclass(model, PendingArticle):
            notes += _of_same_articles(notes, worker)
        pks = [note.pk for note in notes]
        model._default_manager.filter(pk__in=pks).update(
            claimed_by=worker, claimed_at=timezone.now()
        )
    return Claim(worker, notes)


def _of_same_articles(notes: Sequence[Any], worker: str) -> list[Any]:
    others = _free(PendingArticle.objects.all(), worker).filter(
        article_id__in={note.article_id for note in notes}
    )
    others = others.exclude(pk__in=[note.pk for note in notes])
    return list(others.select_for_update(skip_locked=True))


def _free(notes: Any, worker: str) -> Any:
    """Those that no living worker holds."""
    return notes.unclaimed() if shares_work() else notes.exclude(claimed_by=worker)
