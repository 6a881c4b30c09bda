"""Articles and the bytes they came from."""

from __future__ import annotations

import hashlib
import zlib
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Count, F, Q
from django.utils import timezone
from simple_history.models import HistoricalRecords
from simple_history.utils import get_history_manager_for_model

from articles.models import baseline
from articles.models.addresses import address
from articles.models.queue import PendingArticle
from articles.models.slugs import persian_slug
from articles.models.source import Category, Source

HEADLINE_LENGTH = 90
LONGEST_ADDRESS = 2000  # bytes: PostgreSQL indexes no value of more than 2,700
BATCH = 200  # rows written at once when many change; each history row holds the whole text


def validate_address_size(url: str) -> None:
    """At most LONGEST_ADDRESS bytes, of which a Persian letter takes two."""
    if len(url.encode()) > LONGEST_ADDRESS:
        raise ValidationError("این نشانی بیش از حد طولانی است؛ نشانی کوتاه‌تر خبر را بنویسید.")


class Original(models.Model):
    """The bytes an article was read from, kept as they came.

    ``data`` is zlib-compressed; ``content`` gives the bytes back. The key is the
    SHA-256 of the uncompressed bytes, in hexadecimal.
    """

    sha256 = models.CharField("SHA-256", max_length=64, primary_key=True)
    media_type = models.CharField("نوع", max_length=100)
    data = models.BinaryField()

    class Meta:
        verbose_name = "فایل اصلی"
        verbose_name_plural = "فایل‌های اصلی"

    def __str__(self) -> str:
        return self.sha256

    @classmethod
    def of(cls, content: bytes, media_type: str) -> Original:
        """An unsaved row that holds ``content``."""
        digest = hashlib.sha256(content).hexdigest()
        return cls(sha256=digest, media_type=media_type, data=zlib.compress(content))

    @property
    def content(self) -> bytes:
        return zlib.decompress(bytes(self.data))


class ArticleQuerySet(models.QuerySet["Article"]):
    def published(self) -> ArticleQuerySet:
        return self.filter(status=Article.Status.PUBLISHED)

    def latest_first(self) -> ArticleQuerySet:
        """Newest first; articles without a date come last."""
        return self.order_by(F("published_at").desc(nulls_last=True), "-pk")

    def since(self, moment: datetime) -> ArticleQuerySet:
        return self.filter(published_at__gte=moment)

    def most_viewed(self) -> ArticleQuerySet:
        return self.filter(view_count__gt=0).order_by("-view_count", "-pk")

    def authors(self) -> list[str]:
        """Every author's name, in no particular order; read from their index alone."""
        names = self.exclude(author="").order_by().values_list("author", flat=True)
        return list(names.distinct())

    def by_author(self) -> list[tuple[str, int]]:
        """Every author's name with the number of articles, in no particular order."""
        named = self.exclude(author="").order_by().values("author")
        return list(named.annotate(articles=Count("pk")).values_list("author", "articles"))

    def for_lists(self) -> ArticleQuerySet:
        """With what a list shows. The body too: it heads and excerpts texts without a title."""
        return self.select_related("source", "category")

    def set_status(self, status: str, user: Any = None) -> int:
        """Publish or withdraw all of these; returns how many changed.

        History and the notes for the index are written in the same transaction, which
        ``update()`` would leave out.
        """
        with transaction.atomic():
            changing = list(self.exclude(status=status).values_list("pk", flat=True))
            for first in range(0, len(changing), BATCH):
                self._set_status_of(changing[first : first + BATCH], status, user)
            PendingArticle.objects.add(changing, recognise=True)
        return len(changing)

    def _set_status_of(self, pks: list[int], status: str, user: Any) -> None:
        now = timezone.now()
        baseline.record_baselines(Article, pks)
        articles = Article.objects.filter(pk__in=pks)
        articles.update(status=status, updated_at=now)
        if status == Article.Status.PUBLISHED:
            articles.filter(published_at=None).update(published_at=now)
        history = get_history_manager_for_model(Article)
        history.bulk_history_create(list(articles), update=True, default_user=user)


class Article(models.Model):
    """One published text. ``title``, ``lead`` and ``body`` are as the publisher wrote them."""

    class Status(models.TextChoices):
        DRAFT = "draft", "پیش‌نویس"
        PUBLISHED = "published", "منتشرشده"
        WITHDRAWN = "withdrawn", "لغو انتشار"

    # The fields that readers search and in which names are marked, in reading order.
    TEXT_FIELDS = ("kicker", "title", "lead", "body")

    source = models.ForeignKey(Source, models.PROTECT, related_name="articles", verbose_name="منبع")
    category = models.ForeignKey(
        Category,
        models.PROTECT,
        related_name="articles",
        verbose_name="دسته",
        null=True,
        blank=True,
    )
    kicker = models.CharField("روتیتر", max_length=500, blank=True)
    title = models.CharField("تیتر", max_length=1000, blank=True)
    lead = models.TextField("لید", blank=True)
    body = models.TextField("متن", blank=True, help_text="هر بند در یک سطر")
    author = models.CharField("نویسنده", max_length=200, blank=True)
    agency = models.CharField(
        "خبرگزاری", max_length=200, blank=True, help_text="خبرگزاری‌ای که خبر از آن نقل شده است"
    )
    published_at = models.DateTimeField("زمان انتشار", null=True, blank=True)
    url = models.URLField(
        "نشانی خبر در سایت منبع",
        max_length=LONGEST_ADDRESS,
        blank=True,
        validators=[validate_address_size],
    )
    code = models.CharField("کد خبر", max_length=100, blank=True)
    external_id = models.CharField("شناسهٔ خبر در منبع", max_length=200, blank=True)
    status = models.CharField(
        "وضعیت", max_length=10, choices=Status.choices, default=Status.PUBLISHED
    )
    view_count = models.PositiveIntegerField("بازدید", default=0, editable=False)
    content_key = models.CharField(max_length=64, editable=False, blank=True)
    original = models.ForeignKey(
        Original,
        models.PROTECT,
        related_name="articles",
        verbose_name="فایل اصلی",
        null=True,
        blank=True,
        editable=False,
    )
    created_at = models.DateTimeField("زمان ورود به بایگانی", auto_now_add=True)
    updated_at = models.DateTimeField("آخرین ویرایش", auto_now=True)

    history = HistoricalRecords(excluded_fields=["view_count"])
    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = "خبر"
        verbose_name_plural = "خبرها"
        constraints = [
            models.UniqueConstraint(
                fields=["source", "external_id"],
                condition=~Q(external_id=""),
                name="article_external_id_once_per_source",
            ),
            models.CheckConstraint(
                condition=~Q(title="", body=""),
                name="article_has_text",
                violation_error_message="خبر باید تیتر یا متن داشته باشد.",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "published", "withdrawn"]),
                name="article_status_known",
            ),
        ]
        indexes = [
            # With the status, so that the few drafts are found without reading a row.
            models.Index(fields=["-published_at", "-id", "status"], name="article_newest"),
            models.Index(fields=["source", "content_key"], name="article_content"),
            # By this an import finds what it has stored: `ingest.store.Known`.
            models.Index(fields=["source", "url"], name="article_address", condition=~Q(url="")),
            # What is filed somewhere, newest first, without sorting all of it.
            models.Index(fields=["source", "-published_at", "-id"], name="article_of_source"),
            models.Index(fields=["category", "-published_at", "-id"], name="article_of_category"),
            models.Index(fields=["author", "-published_at"], name="article_author"),
            models.Index(
                fields=["-view_count", "-id"],
                name="article_most_viewed",
                condition=Q(view_count__gt=0),
            ),
            models.Index(fields=["-created_at"], name="article_intake"),
            # Counting over published articles only has to know which few are not.
            models.Index(
                fields=["id"], name="article_unpublished", condition=~Q(status="published")
            ),
            models.Index(fields=["code"], name="article_code", condition=~Q(code="")),
            models.Index(
                fields=["external_id"], name="article_external_id", condition=~Q(external_id="")
            ),
        ]

    def __str__(self) -> str:
        return self.headline

    def get_absolute_url(self) -> str:
        return address("article", self.pk, self.slug)

    @property
    def headline(self) -> str:
        """The title, or the beginning of the first line of a text that has none."""
        if self.title:
            return self.title
        return _shortened(self.body.strip().partition("\n")[0])

    @property
    def short_headline(self) -> str:
        """The headline, cut at a word where it is longer than a line of a list."""
        return _shortened(self.headline)

    @property
    def slug(self) -> str:
        return persian_slug(self.headline)

    @property
    def is_published(self) -> bool:
        return self.status == self.Status.PUBLISHED

    def texts(self) -> dict[str, str]:
        """Field name -> text, in reading order, empty fields left out."""
        return {name: text for name in self.TEXT_FIELDS if (text := getattr(self, name))}

    def publish(self) -> None:
        """Unsaved; an article without a date gets this moment."""
        self.status = self.Status.PUBLISHED
        if self.published_at is None:
            self.published_at = timezone.now()

    def withdraw(self) -> None:
        self.status = self.Status.WITHDRAWN


baseline.connect(Article)


def _shortened(line: str) -> str:
    if len(line) <= HEADLINE_LENGTH:
        return line
    return (line[:HEADLINE_LENGTH].rpartition(" ")[0] or line[:HEADLINE_LENGTH]) + "…"
