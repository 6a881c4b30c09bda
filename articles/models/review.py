"""What waits for curators, spelling by spelling, and what they rejected for good."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from articles.models.entity import Entity, Kind


class Suggestion(models.Model):
    """The suggested mentions of one spelling as one line of the review queue.

    A summary of `Mention` rows that changes with them (`recognition.suggestions`), so that
    the queue opens without counting. ``forms`` says how often each written form stands;
    ``text`` is the most frequent one.
    ``entity`` is the name that is proposed, if any.
    """

    key = models.CharField(max_length=300)
    kind = models.CharField("نوع", max_length=12, choices=Kind.choices)
    entity = models.ForeignKey(
        Entity,
        models.CASCADE,
        # A line is counted from mentions of the name, which may be deleted meanwhile.
        db_constraint=False,
        null=True,
        related_name="suggestions",
        verbose_name="نام",
    )
    text = models.CharField("شکل", max_length=300)
    forms = models.JSONField(default=dict, editable=False)
    mentions = models.PositiveIntegerField("اشاره")
    articles = models.PositiveIntegerField("خبر")
    decided = models.PositiveIntegerField("تصمیم‌های قبلی", default=0)
    weight = models.FloatField("وزن")

    class Meta:
        verbose_name = "نام در انتظار تأیید"
        verbose_name_plural = "صف بازبینی نام‌ها"
        ordering = ("-weight", "pk")
        indexes = [
            models.Index(fields=["-weight", "id"], name="suggestion_first"),
            models.Index(fields=["kind", "-weight", "id"], name="suggestion_first_of_kind"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["key", "kind", "entity"],
                name="suggestion_once",
                condition=Q(entity__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["key", "kind"],
                name="suggestion_of_no_name_once",
                condition=Q(entity__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.text


class RejectedSpelling(models.Model):
    """A spelling of which a curator said that it is no such name: it is not suggested again.

    With ``entity``: it is not this name. With ``name``, the squashed form of a deleted one: it
    is no name of this ``kind`` that is so called, however often it is made anew. With neither:
    it is no name at all.
    """

    key = models.CharField(max_length=300)
    kind = models.CharField(max_length=12, choices=Kind.choices, blank=True, default="")
    name = models.CharField(max_length=200, blank=True, default="")
    entity = models.ForeignKey(
        Entity,
        models.CASCADE,
        null=True,
        related_name="rejected_spellings",
        verbose_name="نام",
    )

    class Meta:
        verbose_name = "شکل ردشده"
        verbose_name_plural = "شکل‌های ردشده"
        constraints = [
            models.UniqueConstraint(fields=["entity", "key"], name="spelling_rejected_once"),
            # Where there is no name, which for databases is unequal to no name.
            models.UniqueConstraint(
                fields=["key", "kind", "name"],
                name="spelling_of_no_name_rejected_once",
                condition=Q(entity__isnull=True),
            ),
        ]
        indexes = [models.Index(fields=["key"], name="rejected_spelling")]

    def __str__(self) -> str:
        return self.key
