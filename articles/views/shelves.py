"""The short lists that stand on several pages."""

from __future__ import annotations

from articles.models import Article

SHORT = 7


def latest(limit: int = SHORT) -> list[Article]:
    return list(Article.objects.published().latest_first().for_lists()[:limit])


def most_viewed(limit: int = SHORT) -> list[Article]:
    return list(Article.objects.published().most_viewed().for_lists()[:limit])
