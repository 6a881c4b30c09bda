"""What readers ask for, counted without keeping who asked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from django.db import models, transaction
from django.db.models import F, Sum

SEVERAL = 3  # different visitors, before other readers see what was asked
SLOTS = 60  # for visitors; a bit of a signed 64-bit number each
HALF_LIFE = 14  # days after which an asking counts half
EPOCH = date(2026, 1, 1)
FORGOTTEN = 0.1  # of an asking: what has decayed to less is dropped
MOST_KEPT = 20_000  # queries
HEAD = 2  # letters of a key by which those that begin alike are found


class Asked(NamedTuple):
    """One visitor's query: its key, as it was typed, and the visitor's slot (see `slot`)."""

    key: str
    text: str
    slot: int


def decayed_unit(day: date) -> float:
    """What one asking of ``day`` weighs in weights that never need to be written anew.

    Forward decay (Cormode and others, ICDE 2009): instead of halving old counts, new ones
    weigh more, so that a sum of any days is in the right proportion on every later day.
    """
    return float(2 ** ((day - EPOCH).days / HALF_LIFE))


class AskedQuerySet(models.QuerySet["AskedQuery"]):
    def add(self, asked: Mapping[Asked, int], day: date) -> None:
        """Count each of ``asked`` once, however often its visitor repeated it.

        Several processes may add at the same time.
        """
        by_key: dict[str, list[Asked]] = defaultdict(list)
        for one in asked:
            by_key[one.key].append(one)
        with transaction.atomic():
            for key, ones in sorted(by_key.items()):
                self._add_query(key, ones, decayed_unit(day))

    def _add_query(self, key: str, ones: Iterable[Asked], unit: float) -> None:
        query, _ = self.get_or_create(key=key, defaults={"head": key[:HEAD]})
        slots = 0
        for one in ones:
            slots |= 1 << one.slot
            spelling, _ = AskedSpelling.objects.get_or_create(query=query, text=one.text)
            AskedSpelling.objects.filter(pk=spelling.pk).update(weight=F("weight") + unit)
        self.filter(pk=query.pk).update(slots=F("slots").bitor(slots))
        query.refresh_from_db(fields=["slots"])
        best = query.spellings.order_by("-weight", "text").values_list("text", flat=True)[0]
        weight = query.spellings.aggregate(weight=Sum("weight"))["weight"]
        self.filter(pk=query.pk).update(text=best, weight=weight, visitors=query.slots.bit_count())

    def prune(self, day: date) -> None:
        """Drop what nobody has asked for a long time, and the least of what is too much.
        What a curator has hidden stays, so that it stays hidden."""
        open_ones = self.filter(hidden=False)
        open_ones.filter(weight__lt=FORGOTTEN * decayed_unit(day)).delete()
        kept = open_ones.order_by("-weight").values_list("weight", flat=True)
        for least in kept[MOST_KEPT : MOST_KEPT + 1]:
            open_ones.filter(weight__lte=least).delete()

    def beginning_with(self, key: str) -> models.QuerySet[AskedQuery]:
        """What several visitors asked for that begins with ``key``, the most asked first.

        ``key`` has at least HEAD letters: no database is asked to compare all beginnings.
        """
        alike = self.filter(head=key[:HEAD], key__startswith=key)
        return alike.filter(hidden=False, visitors__gte=SEVERAL).order_by("-weight", "key")


class AskedQuery(models.Model):
    """A query in all its written forms that found something, and how often it was asked.

    Who asked is not kept: a visitor only sets one of 60 marks, which many visitors share.
    So ``visitors``, the number of marks, is at least that many different visitors, and no
    repetition by one of them raises it.
    """

    key = models.CharField(max_length=80, unique=True, editable=False)
    head = models.CharField(max_length=HEAD, editable=False)
    text = models.CharField("عبارت جست‌وجو", max_length=80, editable=False)
    weight = models.FloatField(default=0, editable=False)
    slots = models.BigIntegerField(default=0, editable=False)
    visitors = models.PositiveSmallIntegerField(
        "تعداد جست‌وجوکنندگان", default=0, editable=False, help_text="دست‌کم این تعداد خوانندهٔ متفاوت"
    )
    hidden = models.BooleanField(
        "پنهان", default=False, help_text="عبارت پنهان به خوانندگان پیشنهاد نمی‌شود."
    )

    objects = AskedQuerySet.as_manager()

    class Meta:
        verbose_name = "جست‌وجوی پرتکرار"
        verbose_name_plural = "جست‌وجوهای پرتکرار"
        ordering = ("-weight",)
        indexes = [
            models.Index(fields=["-weight"], name="asked_weight"),
            models.Index(fields=["head", "-weight"], name="asked_head"),
        ]

    def __str__(self) -> str:
        return self.text


class AskedSpelling(models.Model):
    """One written form of a query; the heaviest is the one that is shown."""

    query = models.ForeignKey(AskedQuery, models.CASCADE, related_name="spellings")
    text = models.CharField(max_length=80)
    weight = models.FloatField(default=0)

    class Meta:
        verbose_name = "شکل عبارت پرتکرار"
        verbose_name_plural = "شکل‌های عبارت پرتکرار"
        constraints = [
            models.UniqueConstraint(fields=["query", "text"], name="asked_spelling_once")
        ]

    def __str__(self) -> str:
        return self.text
