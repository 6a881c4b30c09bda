"""What search engines are told of."""

from __future__ import annotations

from datetime import datetime

from django.contrib.sitemaps import Sitemap
from django.db.models import Max, QuerySet
from django.urls import reverse

from articles.models import Article, Category, Entity, Source


class DatedSitemap(Sitemap):
    """Many rows that know when they last changed."""

    limit = 2000

    def lastmod(self, item: Article | Entity) -> datetime:
        return item.updated_at

    def get_latest_lastmod(self) -> datetime | None:
        # Django would load every row to find the newest.
        return self.items().aggregate(Max("updated_at"))["updated_at__max"]


class ArticleSitemap(DatedSitemap):
    def items(self) -> QuerySet[Article]:
        return Article.objects.published().order_by("-pk")


class EntitySitemap(DatedSitemap):
    def items(self) -> QuerySet[Entity]:
        return Entity.objects.order_by("pk")


class SourceSitemap(Sitemap):
    def items(self) -> QuerySet[Source]:
        return Source.objects.order_by("pk")


class CategorySitemap(Sitemap):
    def items(self) -> QuerySet[Category]:
        return Category.objects.order_by("pk")


class PageSitemap(Sitemap):
    def items(self) -> list[str]:
        return ["home", "articles", "names", "about", "contact"]

    def location(self, item: str) -> str:
        return reverse(item)


SITEMAPS = {
    "articles": ArticleSitemap,
    "names": EntitySitemap,
    "sources": SourceSitemap,
    "categories": CategorySitemap,
    "pages": PageSitemap,
}
