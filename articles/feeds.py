"""RSS and Atom: the latest of the archive, of a source, a category, a name, a search."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from django.contrib.syndication.views import Feed
from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, SyndicationFeed

from articles.errors import EngineError
from articles.models import Article, Category, Entity, Mention, Source
from articles.search import archive
from articles.search.portrait import ArticlesOf
from articles.search.request import DEFAULT_PAGE_SIZE, SearchRequest, Sort

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

    def items(self, obj: object) -> Sequence[Article] | QuerySet[Article]:
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
        return "بایگانی خبر: آخرین خبرها"

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

    def items(self, obj: Entity) -> Sequence[Article]:
        """As the index has them; without one the database sorts all articles of the name."""
        try:
            return ArticlesOf(obj.pk)[0:ITEMS]
        except EngineError:
            return super().items(obj)


class OfSearch(ArticleFeed):
    """What a search finds, the newest first; it takes the search page's parameters.

    Only what the query itself finds: what a reader would be offered in its place (a better
    spelling, the newest titles if the index is unavailable) would stay in a feed reader for ever.
    """

    def get_object(self, request: HttpRequest) -> SearchRequest:
        asked, _ = SearchRequest.from_params(request.GET)
        return asked.with_(sort=Sort.NEWEST, page_size=ITEMS)

    def title(self, obj: SearchRequest) -> str:
        return f"بایگانی خبر: {_UNWRITABLE.sub('', obj.q) or 'جست‌وجو'}"

    description = title

    def link(self, obj: SearchRequest) -> str:
        return f"{reverse('search')}?{obj.with_(page_size=DEFAULT_PAGE_SIZE).query_string()}"

    def feed_url(self, obj: SearchRequest) -> str:
        """With the query: by this address feed readers keep the feed."""
        name = "feed-search-atom" if issubclass(self.feed_type, Atom1Feed) else "feed-search"
        asked = obj.with_(sort=None, page_size=DEFAULT_PAGE_SIZE)
        return f"{reverse(name)}?{asked.query_string()}"

    def items(self, obj: SearchRequest) -> list[Article]:
        """Raises EngineError if the index is unavailable."""
        results = archive.search(obj, substitute=False)
        if results.limited:
            raise EngineError("\n".join(results.notes))
        return [hit.article for hit in results.hits]
