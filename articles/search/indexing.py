"""The index follows the database."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet
from haystack import connections
from haystack.constants import DEFAULT_ALIAS

from articles.models import Article
from articles.search.engines.haystack import ArchiveBackend


def backend() -> ArchiveBackend:
    """The backend of the one engine that the settings name."""
    return connections[DEFAULT_ALIAS].get_backend()


def exists() -> bool:
    """Whether there is an index to search at all."""
    return backend().engine.exists()


def ensure() -> None:
    """Make an empty index where there is none yet."""
    if not exists():
        backend().clear()


def update(article_ids: Iterable[int]) -> None:
    """Index these articles as they are now; those not published or gone are taken out.

    An archive without an index gets one.
    """
    ensure()
    ids = set(article_ids)
    index = connections[DEFAULT_ALIAS].get_unified_index().get_index(Article)
    articles: QuerySet[Article] = index.index_queryset().filter(pk__in=ids)
    found = list(articles)
    backend().update(index, found, removed=ids - {article.pk for article in found})
