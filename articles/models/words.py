"""What curators teach the search about single words."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from articles.persian.characters import squash


class WordRule(models.Model):
    """One word that the search treats as a curator says.

    A protected word is never taken apart; a stop word need not occur; synonyms find each
    other. ``key`` and ``other_key`` are the squashed forms, equal for all spellings.
    """

    class Kind(models.TextChoices):
        PROTECTED = "protected", "واژهٔ ثابت"
        SYNONYM = "synonym", "هم‌معنا"
        STOP = "stop", "واژهٔ اختیاری"

    kind = models.CharField("نوع", max_length=10, choices=Kind.choices)
    word = models.CharField("واژه", max_length=100)
    other = models.CharField(
        "هم‌معنای آن", max_length=100, blank=True, help_text="فقط برای نوع «هم‌معنا»"
    )
    key = models.CharField(max_length=100, editable=False)
    other_key = models.CharField(max_length=100, editable=False, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "قاعدهٔ جست‌وجو"
        verbose_name_plural = "قاعده‌های جست‌وجو"
        ordering = ("kind", "word")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "key", "other_key"],
                name="word_rule_once",
                violation_error_message="این قاعده قبلاً ثبت شده است.",
            ),
            models.CheckConstraint(condition=~Q(key=""), name="word_rule_has_letters"),
            models.CheckConstraint(
                condition=Q(kind="synonym", other_key__gt="")
                | ~Q(kind="synonym") & Q(other_key=""),
                name="word_rule_synonym_has_other",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.word} = {self.other}" if self.other else self.word

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.fill_keys()
        super().save(*args, **kwargs)

    def clean(self) -> None:
        self.fill_keys()
        if not self.key:
            raise ValidationError({"word": "واژه باید دست‌کم یک حرف داشته باشد."})
        if self.kind == self.Kind.SYNONYM and not self.other_key:
            raise ValidationError({"other": "هم‌معنای واژه را هم بنویسید."})
        if self.kind != self.Kind.SYNONYM and self.other:
            raise ValidationError({"other": "این فیلد فقط برای نوع «هم‌معنا» است."})
        if self.kind == self.Kind.PROTECTED and len(self.word.split()) > 1:
            raise ValidationError({"word": "«واژهٔ ثابت» باید یک واژه باشد، نه عبارت."})

    def fill_keys(self) -> None:
        self.key, self.other_key = squash(self.word), squash(self.other)
