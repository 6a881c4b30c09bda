"""How often articles were read, day by day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import models, transaction
from django.db.models import F, Sum

from articles.models.article import Article


class DailyViewsQuerySet(models.QuerySet["DailyViews"]):
    def add(self, counts: Mapping[tuple[int, date], int]) -> None:
        """Add ``counts``, (article id, day) -> views, to the days and the articles' totals.

        Several processes may add at the same time. Articles that are gone are passed over;
        ``updated_at`` and the history of the others stay as they are, for being read is no
        edit.
        """
        with transaction.atomic():
            there = Article.objects.filter(pk__in={pk for pk, _ in counts})
            known = set(there.values_list("pk", flat=True))
            rows = [DailyViews(article_id=pk, day=day) for pk, day in counts if pk in known]
            DailyViews.objects.bulk_create(rows, ignore_conflicts=True)
            for row in rows:
                views = counts[row.article_id, row.day]
                self.filter(article=row.article_id, day=row.day).update(count=F("count") + views)
                Article.objects.filter(pk=row.article_id).update(view_count=F("view_count") + views)

    def most_viewed(self, since: date, limit: int) -> list[int]:
        """Ids of the published articles that were read most since that day, most first."""
        counted = self.filter(day__gte=since, article__status=Article.Status.PUBLISHED)
        ranked = counted.values("article").annotate(views=Sum("count"))
        return [row["article"] for row in ranked.order_by("-views", "-article")[:limit]]


class DailyViews(models.Model):
    """How often an article was read on one day of Tehran. Older than a month they are dropped."""

    article = models.ForeignKey(
        Article, models.CASCADE, related_name="daily_views", verbose_name="خبر"
    )
    day = models.DateField("روز")
    count = models.PositiveIntegerField("بازدید", default=0)

    objects = DailyViewsQuerySet.as_manager()

    class Meta:
        verbose_name = "بازدید روزانه"
        verbose_name_plural = "بازدیدهای روزانه"
        constraints = [
            models.UniqueConstraint(fields=["day", "article"], name="views_once_per_day"),
        ]

    def __str__(self) -> str:
        return f"{self.article_id}، {self.day}: {self.count}"
