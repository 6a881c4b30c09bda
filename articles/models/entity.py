"""Curated names: people, places, organisations, events, and where they are mentioned."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from articles.models.addresses import address
from articles.models.article import Article
from articles.models.place import DISPLACED, TextPlace
from articles.models.slugs import persian_slug
from articles.models.sorting import SortKeyField
from articles.models.squashed import SquashedField
from articles.persian.characters import squash
from articles.persian.collation import initial_range


class Kind(models.TextChoices):
    PERSON = "person", "شخص"
    PLACE = "place", "مکان"
    ORGANISATION = "organisation", "سازمان"
    EVENT = "event", "رویداد"


def validate_links(text: str) -> None:
    """One http(s) address a line."""
    check = URLValidator(
        schemes=["http", "https"],
        message="این نشانی درست نیست؛ هر نشانی را کامل (با https://) و در یک سطر بنویسید.",
    )
    for line in text.split():
        check(line)


class EntityQuerySet(models.QuerySet["Entity"]):
    def alphabetical(self) -> EntityQuerySet:
        """In Persian alphabetical order."""
        return self.order_by("sort_key", "pk")

    def beginning_with(self, letter: str) -> EntityQuerySet:
        """Names whose first letter is ``letter``, one of `ALPHABET`."""
        first, after = initial_range(letter)
        return self.filter(sort_key__gte=first, sort_key__lt=after)

    def spelt_like(self, text: str) -> EntityQuerySet:
        """Names with a spelling, Persian or Latin, that contains ``text``."""
        if not text:
            return self.none()
        # Not one condition after the other: the index by name, in order, then answers what is
        # left, and no database reads every whole row for its Latin name.
        others = Entity.objects.order_by().filter(latin_name__icontains=text).values("pk")
        if key := squash(text):
            aliases = Alias.objects.order_by().filter(key__contains=key)
            others = others.union(aliases.values("entity"))
        return self.filter(Q(name__icontains=text) | Q(pk__in=others))


class Entity(models.Model):
    """A name that readers can follow."""

    kind = models.CharField("نوع", max_length=12, choices=Kind.choices)
    name = models.CharField("نام", max_length=200)
    latin_name = models.CharField("نام لاتین", max_length=200, blank=True)
    sort_key = SortKeyField(editable=False)
    slug = models.SlugField("نشانی صفحه", max_length=200, allow_unicode=True, blank=True)
    description = models.TextField("توضیح", blank=True)
    links = models.TextField(
        "پیوندها", blank=True, validators=[validate_links], help_text="هر نشانی در یک سطر"
    )
    created_at = models.DateTimeField("زمان ساخت", auto_now_add=True)
    updated_at = models.DateTimeField("آخرین ویرایش", auto_now=True)

    history = HistoricalRecords(excluded_fields=["sort_key"])
    objects = EntityQuerySet.as_manager()

    class Meta:
        verbose_name = "نام"
        verbose_name_plural = "نام‌ها"
        ordering = ("name",)
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["person", "place", "organisation", "event"]),
                name="entity_kind_known",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="entity_has_name"),
        ]
        indexes = [
            models.Index(fields=["kind", "name"], name="entity_kind_name"),
            models.Index(fields=["name", "id"], name="entity_name"),
            models.Index(fields=["latin_name", "id"], name="entity_latin_name"),
            models.Index(fields=["sort_key"], name="entity_alphabetical"),
            models.Index(fields=["kind", "sort_key"], name="entity_kind_alphabetical"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.slug:
            self.slug = persian_slug(self.name)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return address("name", self.pk, self.slug)

    def link_list(self) -> list[str]:
        return self.links.split()


def whole_words(spelling: str, kind: str) -> list[str]:
    """The words of a name's spelling that analysis must not take apart.

    Every word of a person's name; of other names only those that are a single word,
    because «سازمان» and «امور» are ordinary words inside longer names.
    """
    words = spelling.split()
    return words if kind == Kind.PERSON or len(words) == 1 else []


class Alias(models.Model):
    """One written form of a name. ``key`` is its squashed form, equal for all spellings."""

    entity = models.ForeignKey(Entity, models.CASCADE, related_name="aliases", verbose_name="نام")
    text = models.CharField("شکل", max_length=200)
    key = models.CharField(max_length=200, editable=False, db_index=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "شکل دیگر"
        verbose_name_plural = "شکل‌های دیگر"
        ordering = ("text",)
        constraints = [
            models.UniqueConstraint(
                fields=["entity", "key"],
                name="alias_once_per_entity",
                violation_error_message="این شکل قبلاً برای همین نام ثبت شده است.",
            ),
            models.CheckConstraint(condition=~Q(key=""), name="alias_has_letters"),
        ]

    def __str__(self) -> str:
        return self.text

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.key = squash(self.text)
        super().save(*args, **kwargs)

    def clean(self) -> None:
        self.key = squash(self.text)
        if not self.key:
            raise ValidationError({"text": "شکل نام باید دست‌کم یک حرف داشته باشد."})


class MentionQuerySet(models.QuerySet["Mention"]):
    def confirmed(self) -> MentionQuerySet:
        """Mentions that stand in their article and whose name is settled."""
        return self.filter(
            status=Mention.Status.CONFIRMED, entity__isnull=False, start__lt=DISPLACED
        )

    def suggested(self) -> MentionQuerySet:
        return self.filter(status=Mention.Status.SUGGESTED)


class Mention(TextPlace):
    """A name at a place of an article's text; ``key`` is the squashed form of ``text``.

    A row with origin CURATOR is a person's decision: no machine changes it. ``also_called``
    is another spelling of the name that the text gives there, see `recognition.linking`.
    """

    class Origin(models.TextChoices):
        GAZETTEER = "gazetteer", "فهرست نام‌ها"
        RULE = "rule", "قاعده"
        MODEL = "model", "مدل"
        CURATOR = "curator", "دبیر نام‌ها"

    class Status(models.TextChoices):
        SUGGESTED = "suggested", "در انتظار تأیید"
        CONFIRMED = "confirmed", "تأییدشده"
        REJECTED = "rejected", "ردشده"

    article = models.ForeignKey(
        Article, models.CASCADE, related_name="mentions", verbose_name="خبر"
    )
    text = models.CharField("شکل", max_length=300)
    key = SquashedField(max_length=300, editable=False)
    also_called = models.CharField(max_length=100, blank=True, default="", editable=False)
    kind = models.CharField("نوع", max_length=12, choices=Kind.choices)
    entity = models.ForeignKey(
        Entity,
        models.CASCADE,
        related_name="mentions",
        verbose_name="نام",
        null=True,
        blank=True,
    )
    origin = models.CharField("منشأ", max_length=10, choices=Origin.choices)
    status = models.CharField("وضعیت", max_length=10, choices=Status.choices)

    objects = MentionQuerySet.as_manager()

    class Meta(TextPlace.Meta):
        verbose_name = "اشاره"
        verbose_name_plural = "اشاره‌ها"
        constraints = [
            *TextPlace.Meta.constraints,
            models.CheckConstraint(
                condition=Q(origin__in=["gazetteer", "rule", "model", "curator"]),
                name="mention_origin_known",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["suggested", "confirmed", "rejected"]),
                name="mention_status_known",
            ),
        ]
        indexes = [
            models.Index(fields=["entity", "status", "article"], name="mention_of_entity"),
            models.Index(fields=["id"], name="mention_waiting", condition=Q(status="suggested")),
            models.Index(fields=["key", "kind", "status"], name="mention_spelling"),
            models.Index(
                fields=["key", "kind"], name="mention_decided", condition=Q(origin="curator")
            ),
            models.Index(
                fields=["entity", "also_called"],
                name="mention_also_called",
                condition=Q(also_called__gt=""),
            ),
        ]

    def __str__(self) -> str:
        return self.text
