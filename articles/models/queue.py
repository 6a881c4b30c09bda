"""What does not yet follow the database: names, and articles with their names and index entry."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from django.db import models
from django.dispatch import Signal

# Sent after rows were noted, inside the transaction that notes them. The pipeline listens.
noted = Signal()


PROBLEM_LENGTH = 500

_Note = TypeVar("_Note", bound=models.Model)


def _note(notes: models.QuerySet[_Note], rows: list[_Note]) -> None:
    if rows:
        notes.bulk_create(rows, batch_size=1000)
        noted.send(notes.model)


class PendingQuerySet(models.QuerySet["PendingArticle"]):
    def add(
        self, article_ids: Iterable[int], *, recognise: bool, decision_id: int | None = None
    ) -> None:
        """Note that these articles changed; ``recognise`` when their names may have too.

        ``decision_id`` is the curator's decision from which this follows, if any.

        Call it in the transaction of the change itself: a crash before the index was
        written then leaves the note behind, and nothing is lost.
        """
        rows = [
            PendingArticle(article_id=pk, recognise=recognise, decision_id=decision_id)
            for pk in article_ids
        ]
        _note(self, rows)

    def stuck(self) -> PendingQuerySet:
        """Those that the last attempt left behind, with what stood in the way."""
        return self.exclude(problem="")

    def note_problem(self, problem: str) -> None:
        """Say of everything that waits why it does; '' once it is tried again."""
        self.exclude(problem=problem).update(problem=problem[:PROBLEM_LENGTH])


class PendingArticle(models.Model):
    """One noted change. Several may wait for the same article; it may be deleted by now.

    ``problem`` is why the last attempt to work it off failed, in words with a remedy.
    """

    article_id = models.BigIntegerField()
    recognise = models.BooleanField()
    decision = models.ForeignKey(
        "articles.Decision", models.SET_NULL, null=True, related_name="notes", verbose_name="تصمیم"
    )
    problem = models.CharField("مشکل", max_length=PROBLEM_LENGTH, blank=True, default="")

    objects = PendingQuerySet.as_manager()

    class Meta:
        verbose_name = "خبر در صف به‌روزرسانی"
        verbose_name_plural = "صف به‌روزرسانی خبرها"

    def __str__(self) -> str:
        return str(self.article_id)


class PendingNameQuerySet(models.QuerySet["PendingName"]):
    def add(
        self, entity_ids: Iterable[int], spelling: str = "", decision_id: int | None = None
    ) -> None:
        """Note that these names changed, or what they have.

        ``spelling`` is one that came or went, to be looked for in the archive; without one
        only what is proposed for the names follows. As with articles, call it in the
        transaction of the change itself.
        """
        rows = [
            PendingName(entity_id=pk, spelling=spelling, decision_id=decision_id)
            for pk in entity_ids
        ]
        _note(self, rows)


class PendingName(models.Model):
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
