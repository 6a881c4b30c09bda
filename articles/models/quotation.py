"""Who said what: quotations and reported speech in articles, each with its speaker."""

from __future__ import annotations

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from articles.models.article import Article
from articles.models.entity import Entity
from articles.models.place import DISPLACED, TextPlace

RUNNING_TEXT = ("lead", "body")
_PREPOSITIONS = ("به", "طبق", "بنا", "بنابر")
"""The fields that are an article's text, not its headings."""


class QuotationQuerySet(models.QuerySet["Quotation"]):
    def confirmed(self) -> QuotationQuerySet:
        """Quotations that stand in their article."""
        return self.filter(status=Quotation.Status.CONFIRMED, start__lt=DISPLACED)

    def published(self) -> QuotationQuerySet:
        """Those of published articles."""
        return self.filter(article__status=Article.Status.PUBLISHED)

    def once(self) -> QuotationQuerySet:
        """Not of a title whose article quotes the same speaker in its text: a headline sums up
        what follows, that of a short post repeats it."""
        in_text = Quotation.objects.confirmed().filter(
            speaker=OuterRef("speaker"), article=OuterRef("article"), field__in=RUNNING_TEXT
        )
        return self.filter(Q(field__in=RUNNING_TEXT) | ~Exists(in_text))

    def newest_first(self) -> QuotationQuerySet:
        """By the date of the article, undated ones last; of one article in order of place."""
        dated = F("article__published_at").desc(nulls_last=True)
        return self.order_by(dated, "-article_id", "field", "start")


class SaidBy:
    """What a name says in published articles, newest first; a slice is read when asked for.

    The keys are sorted first and the rows read then: a sort would carry whole articles along.
    """

    def __init__(self, speaker: Entity) -> None:
        self.speaker = speaker

    def __getitem__(self, part: slice) -> list[Quotation]:
        said = Quotation.objects.confirmed().published().once().filter(speaker=self.speaker)
        pks = list(said.newest_first().values_list("pk", flat=True)[part])
        rows = Quotation.objects.select_related("article__source", "article__category").in_bulk(pks)
        return [rows[pk] for pk in pks if pk in rows]


class Quotation(TextPlace):
    """What a name says at a place of an article's text.

    ``cue`` is the slice of the same text from ``cue_start`` on. ``speaker_start`` and
    ``speaker_end`` enclose the words that mean the speaker there; they are equal when there
    are none, or when a curator named the speaker. A row with origin CURATOR is a person's
    decision: no machine changes it. A rejected one outlives its ``speaker``.
    """

    class Form(models.TextChoices):
        DIRECT = "direct", "نقل‌قول مستقیم"
        INDIRECT = "indirect", "نقل‌قول غیرمستقیم"

    class Origin(models.TextChoices):
        RULE = "rule", "قاعده"
        CURATOR = "curator", "دبیر نام‌ها"

    class Status(models.TextChoices):
        CONFIRMED = "confirmed", "تأییدشده"
        REJECTED = "rejected", "ردشده"

    article = models.ForeignKey(
        Article, models.CASCADE, related_name="quotations", verbose_name="خبر"
    )
    text = models.TextField("متن نقل‌قول")
    cue = models.CharField("فعل", max_length=200)
    cue_start = models.PositiveIntegerField()
    speaker = models.ForeignKey(
        Entity, models.CASCADE, null=True, related_name="quotations", verbose_name="گوینده"
    )
    speaker_start = models.PositiveIntegerField()
    speaker_end = models.PositiveIntegerField()
    form = models.CharField("نوع نقل‌قول", max_length=8, choices=Form.choices)
    origin = models.CharField("منشأ", max_length=10, choices=Origin.choices)
    status = models.CharField("وضعیت", max_length=10, choices=Status.choices)

    objects = QuotationQuerySet.as_manager()

    class Meta(TextPlace.Meta):
        verbose_name = "نقل‌قول"
        verbose_name_plural = "نقل‌قول‌ها"
        constraints = [
            *TextPlace.Meta.constraints,
            models.CheckConstraint(
                condition=Q(speaker_end__gte=F("speaker_start")), name="quotation_speaker_in_order"
            ),
            models.CheckConstraint(
                condition=Q(form__in=["direct", "indirect"]), name="quotation_form_known"
            ),
            models.CheckConstraint(
                condition=Q(origin__in=["rule", "curator"]), name="quotation_origin_known"
            ),
            models.CheckConstraint(
                condition=Q(status__in=["confirmed", "rejected"]),
                name="quotation_status_known",
            ),
            models.CheckConstraint(
                condition=Q(speaker__isnull=False) | Q(status="rejected"),
                name="quotation_has_speaker",
            ),
        ]
        indexes = [
            models.Index(fields=["speaker", "status", "article"], name="quotation_of_speaker"),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def is_before_verb(self) -> bool:
        """«… را خطرناک» before «خواند»: the verb completes what was said."""
        return self.cue_start >= self.end

    @property
    def takes_speaker(self) -> bool:
        """«به گفتهٔ», «بنا به اظهار»: the cue is read together with the name behind it."""
        return self.cue.partition(" ")[0] in _PREPOSITIONS

    @property
    def verb(self) -> str:
        """The cue where it is a word: a headline may put a colon for it."""
        return self.cue if any(map(str.isalpha, self.cue)) else ""
