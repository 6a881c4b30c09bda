"""What curators have decided, with what it takes to undo it."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Decision(models.Model):
    """One decision of a curator, with what it takes to undo it.

    ``mentions`` and ``quotations`` count what it decided, of which it is one or the other.
    ``changes`` is a list of `curation.changes.Change` as JSON. ``articles`` counts those
    whose names and index entry follow; the notes of those that do not yet bear the
    decision's key.
    """

    class Action(models.TextChoices):
        CONFIRM = "confirm", "تأیید"
        REJECT = "reject", "رد"
        LINK = "link", "پیوند"
        MAKE = "make", "نام جدید"
        MERGE = "merge", "ادغام"
        SPLIT = "split", "جداسازی"
        DELETE = "delete", "حذف"
        ALIAS = "alias", "شکل جدید"
        REFUSE = "refuse", "رد پیشنهاد"

    action = models.CharField("اقدام", max_length=10, choices=Action.choices)
    summary = models.CharField("توضیح", max_length=300)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="decisions",
        verbose_name="کاربر",
    )
    made_at = models.DateTimeField("زمان", auto_now_add=True)
    mentions = models.PositiveIntegerField("اشاره", default=0)
    quotations = models.PositiveIntegerField("نقل‌قول", default=0)
    articles = models.PositiveIntegerField("خبر", default=0)
    changes = models.JSONField(default=list, editable=False)
    undone_at = models.DateTimeField("زمان واگرد", null=True, editable=False)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="undone_decisions",
        verbose_name="کاربر واگرد",
    )

    class Meta:
        verbose_name = "تصمیم"
        verbose_name_plural = "تصمیم‌ها"
        ordering = ("-pk",)
        indexes = [models.Index(fields=["made_at"], name="decision_made")]

    def __str__(self) -> str:
        return self.summary
