"""Counting readers without a write for each of them.

Views are kept in memory and written together, FLUSH_SECONDS after the first of them whether
or not anybody asks for a page by then, and when the process ends in good order. A process
that is killed loses what it counted in that time; several processes add up in the database.
"""

from __future__ import annotations

import atexit
import logging
from collections import Counter
from datetime import date, timedelta
from threading import Lock, Timer

from django.db import DatabaseError, connections
from django.utils import timezone

from articles.models import DailyViews

FLUSH_SECONDS = 30
DAYS_KEPT = 32  # one more than the longest period of the most viewed

log = logging.getLogger(__name__)


class ViewBuffer:
    """(article id, day in Tehran) -> views that are not written yet. Safe among threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._counts: Counter[tuple[int, date]] = Counter()
        self._timer: Timer | None = None
        self._pruned_on: date | None = None

    def add(self, article_id: int) -> None:
        with self._lock:
            self._counts[article_id, timezone.localdate()] += 1
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
            DailyViews.objects.add(counts)
            self._prune()
        except DatabaseError:
            log.warning("The views of %d articles wait: the database is busy.", len(counts))
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

    def _prune(self) -> None:
        """Drop days that no list asks for any more; once a day and process."""
        today = timezone.localdate()
        if self._pruned_on != today:
            DailyViews.objects.filter(day__lt=today - timedelta(days=DAYS_KEPT)).delete()
            self._pruned_on = today


views = ViewBuffer()
atexit.register(views.flush)
