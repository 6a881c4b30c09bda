"""Counting readers without a write for each of them.

Views are kept in memory and written together, at most every FLUSH_SECONDS, after the answer
to whatever request comes next, and when the process ends in good order. A process that is
killed loses what it counted since then; several processes add up in the database.
"""

from __future__ import annotations

import atexit
import logging
import time
from collections import Counter
from datetime import date, timedelta
from threading import Lock

from django.core.signals import request_finished
from django.db import DatabaseError
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
        self._flushed_at = time.monotonic()
        self._pruned_on: date | None = None

    def add(self, article_id: int) -> None:
        with self._lock:
            self._counts[article_id, timezone.localdate()] += 1

    def flush_when_due(self, **_: object) -> None:
        """Write what was counted, if there is something and the time has come."""
        if self._counts and time.monotonic() - self._flushed_at >= FLUSH_SECONDS:
            self.flush()

    def flush(self) -> None:
        """Write what was counted. What cannot be written now is kept for the next time."""
        with self._lock:
            counts, self._counts = self._counts, Counter()
            self._flushed_at = time.monotonic()
        if not counts:
            return
        try:
            DailyViews.objects.add(counts)
            self._prune()
        except DatabaseError:
            log.warning("The views of %d articles wait: the database is busy.", len(counts))
            with self._lock:
                self._counts.update(counts)

    def _prune(self) -> None:
        """Drop days that no list asks for any more; once a day and process."""
        today = timezone.localdate()
        if self._pruned_on != today:
            DailyViews.objects.filter(day__lt=today - timedelta(days=DAYS_KEPT)).delete()
            self._pruned_on = today


views = ViewBuffer()
request_finished.connect(views.flush_when_due, dispatch_uid="articles.views.counting")
atexit.register(views.flush)
