"""Counting readers without a write for each of them.

What is counted is kept in memory and written together, FLUSH_SECONDS after the first of it
whether or not anybody asks for a page by then, and when the process ends in good order. A
process that is killed loses what it counted in that time; several processes add up in the
database.
"""

from __future__ import annotations

import atexit
import logging
from abc import ABC, abstractmethod
from collections import Counter
from datetime import date, timedelta
from threading import Lock, Timer
from typing import Generic, TypeVar

from django.db import DatabaseError, connections
from django.utils import timezone

from articles.models import AskedQuery, DailyViews
from articles.models.asking import Asked

FLUSH_SECONDS = 30
DAYS_KEPT = 32  # one more than the longest period of the most viewed
MOST_WAITING = 10_000  # different ones; a flood of others is not counted

log = logging.getLogger(__name__)

Counted = TypeVar("Counted")


class Buffer(ABC, Generic[Counted]):
    """How often what was counted and is not written yet. Safe among threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._counts: Counter[Counted] = Counter()
        self._timer: Timer | None = None
        self._pruned_on: date | None = None

    @abstractmethod
    def write(self, counts: Counter[Counted]) -> None:
        """Add ``counts`` to what the database has."""

    @abstractmethod
    def prune(self, today: date) -> None:
        """Drop what nobody asks for any more; once a day and process."""

    def count(self, one: Counted) -> None:
        with self._lock:
            if one in self._counts or len(self._counts) < MOST_WAITING:
                self._counts[one] += 1
            self._wake_later()

    def flush(self) -> None:
        """Write what was counted. What cannot be written now is kept for the next time."""
        with self._lock:
            counts, self._counts = self._counts, Counter()
            if self._timer is not None:
                self._timer.cancel()
                self._timer = None
        if not counts:
            return
        try:
            self.write(counts)
            self._prune_daily()
        except DatabaseError:
            log.warning("%d counts of readers wait: the database is busy.", len(counts))
            with self._lock:
                self._counts.update(counts)
                self._wake_later()

    def _wake_later(self) -> None:
        """See that a thread writes in a while; the lock is held."""
        if self._timer is None:
            self._timer = Timer(FLUSH_SECONDS, self._flush_in_thread)
            self._timer.daemon = True
            self._timer.start()

    def _flush_in_thread(self) -> None:
        try:
            self.flush()
        finally:
            connections.close_all()

    def _prune_daily(self) -> None:
        today = timezone.localdate()
        if self._pruned_on != today:
            self.prune(today)
            self._pruned_on = today


class ViewBuffer(Buffer[tuple[int, date]]):
    """(article id, day in Tehran) -> views."""

    def add(self, article_id: int) -> None:
        self.count((article_id, timezone.localdate()))

    def write(self, counts: Counter[tuple[int, date]]) -> None:
        DailyViews.objects.add(counts)

    def prune(self, today: date) -> None:
        DailyViews.objects.filter(day__lt=today - timedelta(days=DAYS_KEPT)).delete()


class AskedBuffer(Buffer[Asked]):
    """Queries that found something, once for each visitor."""

    def write(self, counts: Counter[Asked]) -> None:
        AskedQuery.objects.add(counts, timezone.localdate())

    def prune(self, today: date) -> None:
        AskedQuery.objects.prune(today)


views = ViewBuffer()
asked = AskedBuffer()
atexit.register(views.flush)
atexit.register(asked.flush)
