"""What search engines are told of."""

from __future__ import annotations

from datetime import datetime, timedelta
from math import ceil

from django.contrib.sitemaps import Sitemap
from django.core.paginator import Page, Paginator
from django.db.models import Max, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from articles.models import Article, Category, Entity, Source

NEWS_AGE = timedelta(days=2)


class KeyRangePaginator(Paginator):
    """Pages of the rows whose keys lie in one range of ``per_page`` keys.

    No page counts or skips the rows of the others, and a new row changes the last page alone.
    A page holds fewer rows where some were deleted.
    """

    object_list: QuerySet

    @cached_property
    def num_pages(self) -> int:
        newest = self.object_list.order_by("-pk").values_list("pk", flat=True).first()
        return max(1, ceil((newest or 0) / self.per_page))

    def page(self, number: int | str) -> Page:
        number = self.validate_number(number)
        last = number * self.per_page
        rows = self.object_list.filter(pk__gt=last - self.per_page, pk__lte=last)
        return self._get_page(rows, number, self)


class DatedSitemap(Sitemap):
    """Many rows that know when they last changed."""

    limit = 2000

    @property
    def paginator(self) -> KeyRangePaginator:
        return KeyRangePaginator(self.items(), self.limit)

    def lastmod(self, item: Article | Entity) -> datetime:
        return item.updated_at

    def get_latest_lastmod(self) -> datetime | None:
        # Django would load every row to find the newest.
        return self.items().aggregate(Max("updated_at"))["updated_at__max"]


class ArticleSitemap(DatedSitemap):
    def items(self) -> QuerySet[Article]:
        return Article.objects.published().order_by("-pk")


class NewsSitemap(Sitemap):
    """The articles of the last two days, which is how far search engines read news back.

    See https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap
    """

    limit = 1000

    def items(self) -> QuerySet[Article]:
        now = timezone.now()
        recent = Article.objects.published().since(now - NEWS_AGE)
        return recent.filter(published_at__lte=now).latest_first()[: self.limit]


class EntitySitemap(DatedSitemap):
    def items(self) -> QuerySet[Entity]:
        return Entity.objects.order_by("pk")


class SourceSitemap(Sitemap):
    def items(self) -> QuerySet[Source]:
        return Source.objects.order_by("pk")


class CategorySitemap(Sitemap):
    def items(self) -> QuerySet[Category]:
        return Category.objects.order_by("pk")


class AuthorSitemap(Sitemap):
    limit = 2000

    def items(self) -> list[str]:
        return sorted(Article.objects.published().authors())

    def location(self, item: str) -> str:
        return reverse("author", args=[item])


class PageSitemap(Sitemap):
    def items(self) -> list[str]:
        return [
            *("home", "search", "articles", "archive", "names"),
            *("sources", "categories", "authors", "about", "contact"),
        ]

    def location(self, item: str) -> str:
        return reverse(item)


SITEMAPS = {
    "news": NewsSitemap,
    "articles": ArticleSitemap,
    "names": EntitySitemap,
    "sources": SourceSitemap,
    "categories": CategorySitemap,
    "authors": AuthorSitemap,
    "pages": PageSitemap,
}
