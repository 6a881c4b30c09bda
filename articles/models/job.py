"""Long work that a person or the clock asks for, with its progress."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from articles.models.queue import Note, NoteQuerySet


class JobQuerySet(NoteQuerySet["Job"]):
    def due(self) -> Self:
        """Jobs to run now."""
        return super().due().filter(finished_at=None)

    def open(self) -> Self:
        """Jobs that are to be run or are running."""
        return self.filter(finished_at=None)


class Job(Note):
    """One piece of long work, run by the worker.

    ``kind`` names a function registered with `articles.pipeline.jobs`, which gets the
    ``parameters``. ``done`` of ``total`` units are finished (0 of 0: not known yet). A job
    with ``every`` is due again that long after it began; the next run is a row of its own.
    A job whose process was killed is taken over when its lease has expired and run again,
    so its function must go on, or begin again, without harm.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "در صف"
        RUNNING = "running", "در حال انجام"
        RETRYING = "retrying", "در انتظار تلاش دوباره"
        DONE = "done", "انجام‌شده"
        FAILED = "failed", "ناموفق"
        CANCELLED = "cancelled", "لغوشده"

    kind = models.CharField("نوع", max_length=40)
    parameters = models.JSONField("تنظیمات", default=dict)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="jobs",
        verbose_name="کاربر",
    )
    created_at = models.DateTimeField("زمان درخواست", auto_now_add=True)
    started_at = models.DateTimeField("زمان شروع", null=True)
    finished_at = models.DateTimeField("زمان پایان", null=True)
    cancelled = models.BooleanField("لغو", default=False)
    every = models.DurationField("دورهٔ تکرار", null=True)
    done = models.PositiveBigIntegerField("انجام‌شده", default=0)
    total = models.PositiveBigIntegerField("کل", default=0)
    result = models.CharField("نتیجه", max_length=500, blank=True, default="")

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = "کار"
        verbose_name_plural = "کارها"
        ordering = ("-pk",)
        indexes = [
            models.Index(
                fields=["next_try_at", "id"],
                name="job_next",
                condition=models.Q(finished_at=None),
            )
        ]

    def __str__(self) -> str:
        return self.kind

    @property
    def state(self) -> Job.State:
        if self.finished_at is not None:
            if self.cancelled:
                return self.State.CANCELLED
            return self.State.FAILED if self.problem else self.State.DONE
        if self.claimed_by:
            return self.State.RUNNING
        return self.State.RETRYING if self.problem else self.State.WAITING

    def next_run(self) -> Job | None:
        """The unsaved job that repeats this one; None if it does not repeat."""
        if self.every is None or self.cancelled:
            return None
        due = max((self.started_at or timezone.now()) + self.every, timezone.now())
        return Job(
            kind=self.kind,
            parameters=self.parameters,
            owner=self.owner,
            every=self.every,
            next_try_at=due,
        )
