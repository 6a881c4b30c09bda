"""What search engines are told of."""

from __future__ import annotations

from datetime import datetime

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.urls import reverse

from articles.models import Article, Category, Entity, Source


class ArticleSitemap(Sitemap):
    limit = 5000

    def items(self) -> QuerySet[Article]:
        return Article.objects.published().order_by("-pk")

    def lastmod(self, item: Article) -> datetime:
        return item.updated_at


class EntitySitemap(Sitemap):
    limit = 5000

    def items(self) -> QuerySet[Entity]:
        return Entity.objects.order_by("pk")

    def lastmod(self, item: Entity) -> datetime:
        return item.updated_at


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
