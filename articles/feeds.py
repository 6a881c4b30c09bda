"""RSS and Atom: the latest articles of the archive, a source, a category, a name."""

from __future__ import annotations

import re
from datetime import datetime

from django.contrib.syndication.views import Feed
from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed

from articles.models import Article, Category, Entity, Mention, Source

ITEMS = 30

# XML has no way to write these, and published texts contain them.
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class ArticleFeed(Feed):
    """The newest articles of ``articles(obj)``; ``feed_type`` is RSS or Atom."""

    language = "fa"

    def __init__(self, feed_type: type[SyndicationFeed]) -> None:
        self.feed_type = feed_type

    def articles(self, obj: object) -> QuerySet[Article]:
        raise NotImplementedError

    def title(self, obj: object) -> str:
        return f"بایگانی خبر: {obj}"

    description = title

    def link(self, obj: Source | Category | Entity) -> str:
        return obj.get_absolute_url()

    def items(self, obj: object) -> QuerySet[Article]:
        return self.articles(obj).published().latest_first().for_lists()[:ITEMS]

    def item_title(self, item: Article) -> str:
        return _UNWRITABLE.sub("", item.headline)

    def item_description(self, item: Article) -> str:
        return _UNWRITABLE.sub("", item.lead)

    def item_pubdate(self, item: Article) -> datetime | None:
        return item.published_at

    def item_updateddate(self, item: Article) -> datetime:
        return item.updated_at

    def item_author_name(self, item: Article) -> str:
        return item.source.name

    def item_categories(self, item: Article) -> list[str]:
        return [item.category.name] if item.category else []


class Latest(ArticleFeed):
    def articles(self, obj: None) -> QuerySet[Article]:
        return Article.objects.all()

    def title(self, obj: None) -> str:
        return "بایگانی خبر: آخرین اخبار"

    description = title

    def link(self, obj: None) -> str:
        return reverse("articles")


class OfSource(ArticleFeed):
    def get_object(self, request: HttpRequest, slug: str) -> Source:
        return get_object_or_404(Source, slug=slug)

    def articles(self, obj: Source) -> QuerySet[Article]:
        return obj.articles.all()


class OfCategory(ArticleFeed):
    def get_object(self, request: HttpRequest, slug: str) -> Category:
        return get_object_or_404(Category, slug=slug)

    def articles(self, obj: Category) -> QuerySet[Article]:
        return obj.articles.all()


class OfName(ArticleFeed):
    def get_object(self, request: HttpRequest, pk: int) -> Entity:
        return get_object_or_404(Entity, pk=pk)

    def articles(self, obj: Entity) -> QuerySet[Article]:
        mentioned = Mention.objects.confirmed().filter(entity=obj).values("article")
        return Article.objects.filter(pk__in=mentioned)


def paths(address: str, feed: type[ArticleFeed], name: str) -> list[URLPattern]:
    """``feeds/<address>.rss`` under ``name`` and ``feeds/<address>.atom`` under ``name-atom``."""
    return [
        path(f"feeds/{address}.rss", feed(Rss201rev2Feed), name=name),
        path(f"feeds/{address}.atom", feed(Atom1Feed), name=f"{name}-atom"),
    ]
