"""What readers send: comments on articles and messages to the staff."""

from __future__ import annotations

from datetime import timedelta
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from articles.models.article import Article


class PostQuerySet(models.QuerySet):
    def recent_from(self, client: str) -> Self:
        """What this client sent in the last hour."""
        hour_ago = timezone.now() - timedelta(hours=1)
        return self.filter(client=client, created_at__gte=hour_ago)


class CommentQuerySet(PostQuerySet):
    def approved(self) -> Self:
        return self.filter(status=Comment.Status.APPROVED)

    def pending(self) -> Self:
        return self.filter(status=Comment.Status.PENDING)


class Comment(models.Model):
    """A reader's comment, shown after a moderator approved it.

    ``client`` is a keyed hash of the sender's address, for rate limits only.
    """

    class Status(models.TextChoices):
        PENDING = "pending", "در انتظار بررسی"
        APPROVED = "approved", "تأییدشده"
        REJECTED = "rejected", "ردشده"

    article = models.ForeignKey(
        Article, models.CASCADE, related_name="comments", verbose_name="خبر"
    )
    parent = models.ForeignKey(
        "self",
        models.CASCADE,
        related_name="replies",
        verbose_name="پاسخ به",
        null=True,
        blank=True,
    )
    name = models.CharField("نام", max_length=80)
    email = models.EmailField("ایمیل", blank=True)
    body = models.TextField("نظر", max_length=3000)
    status = models.CharField(
        "وضعیت", max_length=10, choices=Status.choices, default=Status.PENDING
    )
    client = models.CharField(max_length=64, editable=False, blank=True)
    created_at = models.DateTimeField("زمان", auto_now_add=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = "نظر"
        verbose_name_plural = "نظرها"
        ordering = ("created_at",)
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["pending", "approved", "rejected"]),
                name="comment_status_known",
            ),
            models.CheckConstraint(condition=~Q(body=""), name="comment_has_text"),
        ]
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="comment_newest"),
            models.Index(fields=["article", "status", "created_at"], name="comment_of_article"),
            models.Index(fields=["client", "created_at"], name="comment_of_client"),
            models.Index(fields=["status", "created_at"], name="comment_queue"),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.body[:60]}"


class ContactMessage(models.Model):
    """A message to the archive's staff."""

    name = models.CharField("نام", max_length=80)
    email = models.EmailField("ایمیل", blank=True)
    subject = models.CharField("موضوع", max_length=200, blank=True)
    body = models.TextField("پیام", max_length=5000)
    handled = models.BooleanField("رسیدگی‌شده", default=False)
    client = models.CharField(max_length=64, editable=False, blank=True)
    created_at = models.DateTimeField("زمان", auto_now_add=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = "پیام"
        verbose_name_plural = "پیام‌ها"
        ordering = ("-created_at",)
        constraints = [
            models.CheckConstraint(condition=~Q(body=""), name="message_has_text"),
        ]
        indexes = [
            models.Index(fields=["client", "created_at"], name="message_of_client"),
        ]

    def __str__(self) -> str:
        return self.subject or self.body[:60]
