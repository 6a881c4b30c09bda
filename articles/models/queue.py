"""The queue of the worker: what changed and is still to be followed, and revisions.

Whoever changes an article, a name or a protected word adds a note in the same transaction;
`articles.pipeline` claims the notes and brings mentions and index up to date.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Self, TypeVar

from django.core.management.color import no_style
from django.db import connection, models
from django.dispatch import Signal
from django.utils import timezone

# Sent after notes were added, inside the transaction that adds them. The pipeline listens.
noted = Signal()

PROBLEM_LENGTH = 500
LEASE = timedelta(seconds=60)
"""How long a claim holds that is not renewed; then another worker may take the note over."""
MOST_ATTEMPTS = 8
"""A note that failed so often is set aside until a person or a new change asks for it."""

_KEPT_REVISIONS = 1000

_Note = TypeVar("_Note", bound="Note")


# --- revisions ----------------------------------------------------------------------------------


class Revision(models.Model):
    """Numbers the readings of the database: what was read later has the higher number.

    Take one with `next_revision` after claiming work and before reading for it. An index
    entry made from a reading with a higher number is then at least as new as any with a
    lower one, whichever process made it and whatever its clock says.
    """

    class Meta:
        verbose_name = "شمارهٔ خواندن"
        verbose_name_plural = "شماره‌های خواندن"

    def __str__(self) -> str:
        return str(self.pk)


def next_revision() -> int:
    """A number above every one given before, in any process."""
    number: int = Revision.objects.create().pk
    if number % _KEPT_REVISIONS == 0:
        Revision.objects.filter(pk__lt=number).delete()
    return number


def newest_revision() -> int:
    """The highest number given so far; 0 before the first."""
    return Revision.objects.aggregate(newest=models.Max("pk"))["newest"] or 0


def advance_revision(beyond: int) -> None:
    """Let every later number be above ``beyond``; for a database older than its index."""
    if newest_revision() >= beyond:
        return
    Revision.objects.create(pk=beyond)
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [Revision]):
            cursor.execute(statement)


# --- notes --------------------------------------------------------------------------------------


class NoteQuerySet(models.QuerySet[_Note]):
    def due(self) -> Self:
        """Notes to work on now: not set aside, and not waiting for their next try."""
        return self.filter(
            models.Q(next_try_at=None) | models.Q(next_try_at__lte=timezone.now()),
            attempts__lt=MOST_ATTEMPTS,
        )

    def unclaimed(self) -> Self:
        """Notes that no worker holds: never claimed, or the lease of the claim has expired."""
        return self.filter(
            models.Q(claimed_by="") | models.Q(claimed_at__lt=timezone.now() - LEASE)
        )

    def stuck(self) -> Self:
        """Notes whose last attempt failed; ``problem`` says why."""
        return self.exclude(problem="")

    def set_aside(self) -> Self:
        """Notes that failed too often to be tried again without being asked."""
        return self.filter(attempts__gte=MOST_ATTEMPTS)

    def retry(self) -> int:
        """Let every note be tried again at once, also those set aside; how many waited."""
        return self.filter(attempts__gt=0).update(attempts=0, next_try_at=None)

    def _note(self, rows: list[_Note]) -> list[_Note]:
        if rows:
            self.bulk_create(rows, batch_size=1000)
            noted.send(self.model)
        return rows


class Note(models.Model):
    """Base of what waits for the worker.

    ``claimed_by`` names the worker that holds the note since ``claimed_at``, '' if none does.
    ``attempts`` counts failures; ``problem`` is the reason of the last one, with its remedy,
    and ``next_try_at`` the moment of the next attempt, None for at once.
    """

    claimed_by = models.CharField(max_length=100, blank=True, default="")
    claimed_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField("تلاش‌ها", default=0)
    next_try_at = models.DateTimeField("تلاش بعدی", null=True)
    problem = models.CharField("مشکل", max_length=PROBLEM_LENGTH, blank=True, default="")

    class Meta:
        abstract = True


class PendingArticleQuerySet(NoteQuerySet["PendingArticle"]):
    def add(
        self,
        article_ids: Iterable[int],
        *,
        recognise: bool,
        decision_id: int | None = None,
        bulk: bool = False,
        claimed_by: str = "",
    ) -> list[PendingArticle]:
        """Note that these articles changed; ``recognise`` when their names may have too.

        ``decision_id`` is the curator's decision from which this follows, if any; ``bulk``
        lets what people change be followed first; ``claimed_by`` is the worker that holds
        the notes from the beginning. Call it in the transaction of the change itself: a crash
        before the index was written then leaves the notes behind.
        """
        claimed_at = timezone.now() if claimed_by else None
        return self._note(
            [
                PendingArticle(
                    article_id=pk,
                    recognise=recognise,
                    decision_id=decision_id,
                    bulk=bulk,
                    claimed_by=claimed_by,
                    claimed_at=claimed_at,
                )
                for pk in article_ids
            ]
        )


class PendingArticle(Note):
    """One noted change of an article, which may be deleted by now.

    Several notes may wait for the same article.
    """

    article_id = models.BigIntegerField(db_index=True)
    recognise = models.BooleanField()
    bulk = models.BooleanField(default=False)
    decision = models.ForeignKey(
        "articles.Decision", models.SET_NULL, null=True, related_name="notes", verbose_name="تصمیم"
    )

    objects = PendingArticleQuerySet.as_manager()

    class Meta:
        verbose_name = "خبر در صف به‌روزرسانی"
        verbose_name_plural = "صف به‌روزرسانی خبرها"
        indexes = [models.Index(fields=["bulk", "id"], name="pending_article_next")]

    def __str__(self) -> str:
        return str(self.article_id)


class PendingNameQuerySet(NoteQuerySet["PendingName"]):
    def add(
        self, entity_ids: Iterable[int], spelling: str = "", decision_id: int | None = None
    ) -> None:
        """Note that these names changed, or what they have.

        ``spelling`` is one that came or went, to be looked for in the archive; without one
        only what is proposed for the names follows. As with articles, call it in the
        transaction of the change itself.
        """
        self._note(
            [
                PendingName(entity_id=pk, spelling=spelling, decision_id=decision_id)
                for pk in entity_ids
            ]
        )


class PendingName(Note):
    """One noted change of a name, which may be deleted by now.

    Which articles it concerns is not known yet: working it off notes them.
    """

    entity_id = models.BigIntegerField()
    spelling = models.CharField(max_length=200, blank=True, default="")
    decision = models.ForeignKey(
        "articles.Decision", models.SET_NULL, null=True, related_name="named", verbose_name="تصمیم"
    )

    objects = PendingNameQuerySet.as_manager()

    class Meta:
        verbose_name = "نام در صف به‌روزرسانی"
        verbose_name_plural = "صف به‌روزرسانی نام‌ها"

    def __str__(self) -> str:
        return self.spelling or str(self.entity_id)


class PendingWordQuerySet(NoteQuerySet["PendingWord"]):
    def add(self, words: Iterable[str]) -> None:
        """Note that these words may be protected from now on, or no longer."""
        self._note([PendingWord(word=word) for word in sorted(set(words)) if word])


class PendingWord(Note):
    """One word whose protection may have changed: by a word rule, or by a name that has it.

    Working it off tells the index and notes the articles that hold the word.
    """

    word = models.CharField(max_length=200)

    objects = PendingWordQuerySet.as_manager()

    class Meta:
        verbose_name = "واژه در صف به‌روزرسانی"
        verbose_name_plural = "صف به‌روزرسانی واژه‌ها"

    def __str__(self) -> str:
        return self.word
