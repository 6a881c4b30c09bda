"""A place in an article's text of which a row says something."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from articles.models.article import Article

# Added to the offsets of a decision whose text is no longer in the article: it marks
# nothing, is kept, and comes back with its text.
DISPLACED = 1_000_000_000


class TextPlace(models.Model):
    """Base of rows about ``field[start:end]`` of their ``article``, and about no other such row.

    The offsets count characters of the raw text; ``text`` is that slice, kept so that a
    curator's decision survives an edit of the article.
    """

    field = models.CharField("بخش", max_length=10)
    start = models.PositiveIntegerField("شروع")
    end = models.PositiveIntegerField("پایان")

    class Meta:
        abstract = True
        ordering = ("article", "field", "start")
        constraints = [
            models.UniqueConstraint(
                fields=["article", "field", "start", "end"], name="%(class)s_once_per_span"
            ),
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="%(class)s_not_empty"),
            models.CheckConstraint(
                condition=Q(field__in=Article.TEXT_FIELDS), name="%(class)s_field_known"
            ),
        ]
