"""The one loop that works the queue off: in a request, in a thread, or in its own process."""

from __future__ import annotations

import logging
import os
import secrets
import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TypeVar

from django.conf import settings
from django.db import DatabaseError, InterfaceError, OperationalError, close_old_connections
from django.db.models import Max
from django.utils import timezone

from articles.errors import ArchiveError
from articles.models import PendingArticle, PendingName, PendingWord
from articles.models.queue import MOST_ATTEMPTS, Note
from articles.pipeline.claims import Claim, claim
from articles.pipeline.deferring import deferred
from articles.pipeline.lock import only_one, work_lock
from articles.pipeline.names import follow_names
from articles.pipeline.parallel import Parallel, is_worthwhile
from articles.pipeline.reading import articles_of, begin_index, follow_articles
from articles.pipeline.words import follow_words
from articles.recognition import recogniser
from articles.search import indexing

log = logging.getLogger(__name__)

Report = Callable[[int, int], None]

BATCH = 500  # notes of one claim
# More than this is left to the background, so that nobody waits for a page.
AT_ONCE = 50
POLL = 0.5  # seconds between two looks at an empty queue
BREATH = 0.02  # seconds between two batches, in which others can write

# The surroundings fail, not the note: it is tried again by itself.
SURROUNDINGS = (ArchiveError, OperationalError, InterfaceError, OSError, MemoryError)
NOTES: tuple[type[Note], ...] = (PendingName, PendingWord, PendingArticle)

_N = TypeVar("_N", bound=Note)
_Follow = Callable[[Claim[_N]], Sequence[_N]]
"""Does what claimed notes ask for, and deletes them; returns those that are done."""


def waiting() -> int:
    """How many notes are in the queue."""
    return sum(model._default_manager.count() for model in NOTES)


def retry() -> None:
    """Let every note that failed, also those set aside, be tried again at once."""
    for model in NOTES:
        model._default_manager.retry()  # type: ignore[attr-defined]


def set_aside() -> list[Note]:
    """The notes that failed by themselves and are not tried again without being asked."""
    return [note for model in NOTES for note in model._default_manager.set_aside()]  # type: ignore[attr-defined]


def catch_up(report: Report | None = None) -> int:
    """Work the whole queue off now; how many articles were recognised and indexed.

    ``report(done, total)`` is called after each batch with numbers of notes. Where another
    process works, this waits for it. Raises EngineError when the index cannot be written:
    the notes then stay, say why, and are tried again by the worker.
    """
    retry()
    worker = Worker()
    while True:
        with work_lock(wait=POLL) as ours:
            if ours:
                worker.drain(report)
        if _seconds_to_next() is None:
            return worker.articles
        if report is not None and not ours:
            report(worker.notes, worker.notes + waiting())
        time.sleep(BREATH)


class Worker:
    """Works the queue off, batch after batch.

    ``name`` is written on its claims. ``stop`` ends it between
    two batches.
    """

    def __init__(self, stop: threading.Event | None = None) -> None:
        self.name = worker_name()
        self.stop = stop or threading.Event()
        self.articles = 0  # recognised and indexed so far
        self.notes = 0  # finished so far
        self.failure: Exception | None = None  # the last one of the surroundings
        self._parallel: Parallel | None = None

    # --- how long -----------------------------------------------------------------------------

    def run(self) -> None:
        """Work until told to stop; look for new work every POLL seconds."""
        while not self.stop.is_set():
            self._work_while_any()
            self.stop.wait(POLL)

    def run_until_empty(self) -> None:
        """Work until nothing waits, not even for its next try."""
        while not self.stop.is_set():
            self._work_while_any()
            pause = _seconds_to_next()
            if pause is None:
                return
            self.stop.wait(min(max(pause, POLL / 2), POLL))

    def wait(self, report: Report) -> None:
        """Wait until another thread has followed, with this worker, all articles noted so far.

        What others note meanwhile is not waited for. Raises the first failure of the
        surroundings.
        """
        newest = PendingArticle.objects.aggregate(newest=Max("pk"))["newest"] or 0
        left = PendingArticle.objects.filter(pk__lte=newest, attempts__lt=MOST_ATTEMPTS)
        while left.exists():
            if self.failure is not None:
                raise self.failure
            report(self.notes, self.notes + waiting())
            time.sleep(POLL)
        report(self.notes, self.notes + waiting())

    def drain(self, report: Report | None = None) -> None:
        """Work off every note that is due; raises the first failure of the surroundings."""
        try:
            while not self.stop.is_set() and self.batch():
                if self.failure is not None:
                    raise self.failure
                if report is not None:
                    report(self.notes, self.notes + waiting())
                time.sleep(BREATH)
        finally:
            self.close()

    def _work_while_any(self) -> None:
        """Work off what is due, if the work lock is free."""
        try:
            with work_lock() as ours:
                while ours and not self.stop.is_set() and self.batch():
                    time.sleep(BREATH)
                self.close()
        except DatabaseError:
            log.exception("The database did not answer; the worker looks again.")
            with suppress(DatabaseError):
                self.close()
        finally:
            close_old_connections()

    def close(self) -> None:
        """End the processes that follow many articles, if any were started."""
        parallel, self._parallel = self._parallel, None
        if parallel is not None:
            parallel.close()

    # --- one batch ----------------------------------------------------------------------------

    def batch(self) -> bool:
        """Claim and follow notes of the first kind that has any due; whether there were any."""
        with deferred():
            return (
                self._begin_index()
                or self._follow(PendingName, follow_names)
                or self._follow(PendingWord, follow_words)
                or self._follow_many()
                or self._follow(PendingArticle, follow_articles)
            )

    def _begin_index(self) -> bool:
        """Start a missing index; whether it was missing."""
        if indexing.exists():
            return False
        with only_one("begin-index") as ours:
            if ours and not indexing.exists():
                begin_index()
        return True

    def _follow(self, model: type[_N], follow: _Follow[_N]) -> bool:
        claimed = claim(model, self.name, BATCH)
        if claimed:
            with claimed.kept():
                self._try(claimed, follow)
        return bool(claimed)

    def _follow_many(self) -> bool:
        """One step of following many articles with several processes; False when few wait."""
        if self._parallel is None:
            if not is_worthwhile():
                return False
            self._parallel = Parallel(
                self.name,
                follow=lambda claimed: self._try(claimed, follow_articles),
                done=self._tally,
            )
        if self._parallel.step():
            return True
        self.close()
        return False

    def _try(self, claimed: Claim[_N], follow: _Follow[_N]) -> None:
        """Follow the notes; where one fails by itself, each alone, and that one is set aside."""
        try:
            self._tally(follow(claimed))
        except SURROUNDINGS as error:
            log.warning("Not followed yet, tried again by itself: %s", error, exc_info=True)
            claimed.postpone(str(error) or type(error).__name__)
            self.failure = error
        except Exception as error:
            parts = _alone(claimed)
            if len(parts) > 1:
                for part in parts:
                    self._try(part, follow)
            else:
                log.exception("Set aside: %s %s", claimed.notes[0]._meta.label, claimed.notes[0])
                claimed.set_aside(f"{type(error).__name__}: {error}")

    def _tally(self, done: Sequence[Note]) -> None:
        """Count these notes as finished."""
        self.notes += len(done)
        self.articles += len(articles_of(n for n in done if isinstance(n, PendingArticle)))


def worker_name() -> str:
    """Machine and process, and a mark that no other worker has: what a claim bears."""
    return f"{socket.gethostname()[:60]}:{os.getpid()}:{secrets.token_hex(4)}"


def _alone(claimed: Claim[_N]) -> list[Claim[_N]]:
    """The claim in parts that fail or succeed by themselves: one an article, name or word."""
    parts: dict[int, list[_N]] = {}
    for note in claimed.notes:
        parts.setdefault(getattr(note, "article_id", note.pk), []).append(note)
    return [claimed.part(notes) for notes in parts.values()]


def _anything_due() -> bool:
    return any(model._default_manager.due().exists() for model in NOTES)  # type: ignore[attr-defined]


def _seconds_to_next() -> float | None:
    """Until the next note is due, 0 if one is; None when none will be by itself."""
    left = [model._default_manager.filter(attempts__lt=MOST_ATTEMPTS) for model in NOTES]
    if any(notes.filter(next_try_at=None).exists() for notes in left):
        return 0.0
    firsts = [notes.order_by("next_try_at").first() for notes in left]
    moments = [note.next_try_at for note in firsts if note is not None and note.next_try_at]
    return max((min(moments) - timezone.now()).total_seconds(), 0.0) if moments else None


@contextmanager
def following() -> Iterator[Worker]:
    """Inside, a thread of this process works the queue off, beside what the caller does."""
    worker = Worker()
    thread = threading.Thread(target=worker.run, name="following")
    thread.start()
    try:
        yield worker
    finally:
        worker.stop.set()
        thread.join()


# --- in a request, and in a thread --------------------------------------------------------------

_at_work = threading.Lock()  # held by the one thread of this process that works


def work_soon() -> None:
    """Work the queue off in this request if it is short, else leave it to the background.

    A busy or failing surrounding is left to the background, too.
    """
    if not _anything_due():
        return
    with work_lock() as ours:
        worker = Worker()
        while ours and worker.failure is None and _is_short() and recogniser.at_hand():
            if not worker.batch():
                break
    if _seconds_to_next() is not None:
        resume()


def _is_short() -> bool:
    return all(model._default_manager.all()[: AT_ONCE + 1].count() <= AT_ONCE for model in NOTES)


def resume() -> None:
    """Work off what waits in a thread of this process, unless a process of its own does it."""
    if settings.WORKER_IN_WEB:
        threading.Thread(target=_in_background, name="worker", daemon=True).start()


def _in_background() -> None:
    """One thread at a time. What is noted just while it ends, it sees before it leaves."""
    try:
        while _seconds_to_next() is not None and _at_work.acquire(blocking=False):
            try:
                Worker().run_until_empty()
            finally:
                _at_work.release()
    except DatabaseError:
        log.exception("The database did not answer; run `manage.py catch_up`.")
    finally:
        close_old_connections()
