"""Jobs: long work that a person or the clock asks for, run beside the queue.

A kind of job is a function registered with ``kind``. It gets a `Running` job, tells its
progress, and is ended by an exception of ``report`` when the job is cancelled or the worker
stops. A job whose process was killed is run again from its beginning, so a function keeps
what it has done in the database and goes on from there.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db import DatabaseError, close_old_connections, transaction
from django.utils import timezone

from articles.errors import ArchiveError
from articles.models import Job
from articles.models.queue import PROBLEM_LENGTH
from articles.pipeline.claims import Claim, claim
from articles.pipeline.lock import file_lock

log = logging.getLogger(__name__)

LOCK = "jobs"
POLL = 1.0  # seconds between two looks for a job
REPORT_EVERY = 0.5  # seconds between two writes of a job's progress
FAILURES = 5  # of the surroundings, after which a job has failed

Function = Callable[["Running"], str]
"""Does a job; returns its result in a few Persian words, or ''."""


class CancelledError(Exception):
    """A person cancelled the job."""


class StoppedError(Exception):
    """The worker is told to stop; the job goes on with the next one."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of job: its Persian label and its function."""

    label: str
    run: Function


_kinds: dict[str, Kind] = {}


def kind(name: str, label: str) -> Callable[[Function], Function]:
    """Register the decorated function as the kind of job called ``name``."""

    def register(function: Function) -> Function:
        _kinds[name] = Kind(label, function)
        return function

    return register


def label_of(name: str) -> str:
    """The Persian label of a kind; its name where no code of it is left."""
    return _kinds[name].label if name in _kinds else name


class Running:
    """A job at work."""

    def __init__(self, job: Job, stop: threading.Event) -> None:
        self.job = job
        self.parameters: Mapping[str, Any] = job.parameters
        self._stop = stop
        self._next_report = 0.0

    def report(self, done: int, total: int) -> None:
        """Store the progress, now and then; raises CancelledError or StoppedError."""
        if self._stop.is_set():
            raise StoppedError
        now = time.monotonic()
        if now < self._next_report and done < total:
            return
        self._next_report = now + REPORT_EVERY
        row = Job.objects.filter(pk=self.job.pk)
        row.update(done=done, total=total)
        if row.filter(cancelled=True).exists():
            raise CancelledError


# --- what people and the clock ask for ----------------------------------------------------------


def ask(
    name: str,
    *,
    owner: User | None = None,
    parameters: Mapping[str, Any] | None = None,
    every: timedelta | None = None,
) -> Job:
    """Put a job into the queue. Raises KeyError for a kind that is not registered."""
    if name not in _kinds:
        raise KeyError(f"no kind of job is called {name!r}: {sorted(_kinds)}")
    return Job.objects.create(
        kind=name, owner=owner, parameters=dict(parameters or {}), every=every
    )


def cancel(job: Job) -> None:
    """End the job: at its next report where it runs, at once where it waits."""
    with transaction.atomic():
        rows = Job.objects.open().filter(pk=job.pk)
        rows.update(cancelled=True)
        rows.filter(claimed_by="").update(finished_at=timezone.now())


def again(job: Job) -> None:
    """Run a failed or cancelled job once more."""
    Job.objects.filter(pk=job.pk).exclude(finished_at=None).update(
        finished_at=None, cancelled=False, problem="", attempts=0, next_try_at=None, done=0, total=0
    )


# --- running them -------------------------------------------------------------------------------


def run(worker: str, stop: threading.Event) -> None:
    """Run jobs until told to stop."""
    while not stop.is_set():
        try:
            found = run_next(worker, stop)
        except DatabaseError:
            log.exception("The database did not answer; the worker looks again for jobs.")
            found = False
        finally:
            close_old_connections()
        if not found:
            stop.wait(POLL)


def run_next(worker: str, stop: threading.Event) -> bool:
    """Run the next job that is due, if any; one at a time on SQLite."""
    with file_lock(LOCK) as ours:
        if not ours:
            return False
        claimed = claim(Job, worker, 1)
        if claimed:
            with claimed.kept():
                _run(claimed, stop)
        return bool(claimed)


def _run(claimed: Claim[Job], stop: threading.Event) -> None:
    (job,) = claimed.notes
    job.started_at = timezone.now()
    job.save(update_fields=["started_at"])
    try:
        result = _kinds[job.kind].run(Running(job, stop))
    except StoppedError:
        claimed.release()
    except CancelledError:
        _finish(claimed, cancelled=True)
    except (ArchiveError, DatabaseError, OSError, MemoryError) as error:
        log.warning("Job %s %s: %s", job.pk, job.kind, error, exc_info=True)
        if job.attempts + 1 < FAILURES:
            claimed.postpone(str(error))
        else:
            _finish(claimed, problem=str(error))
    except Exception as error:
        log.exception("Job %s %s failed.", job.pk, job.kind)
        _finish(claimed, problem=f"{type(error).__name__}: {error}")
    else:
        _finish(claimed, result=result)


def _finish(
    claimed: Claim[Job], *, result: str = "", problem: str = "", cancelled: bool = False
) -> None:
    """Write how the job ended, and its next run, in one transaction."""
    (job,) = claimed.notes
    with transaction.atomic():
        ended = claimed.update(
            claimed_by="",
            claimed_at=None,
            finished_at=timezone.now(),
            result=result[:PROBLEM_LENGTH],
            problem=problem[:PROBLEM_LENGTH],
            **({"cancelled": True} if cancelled else {}),
        )
        next_run = job.next_run()
        if ended and next_run is not None and not cancelled:
            next_run.save()
