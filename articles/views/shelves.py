"""The short lists that stand on several pages."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from django.core.cache import cache
from django.db.models import Count, Max, Min
from django.utils import timezone

from articles.models import Article, Category, DailyViews, Entity, Source
from articles.persian.calendar import to_jalali
from articles.views.paging import alphabetical

SHORT = 7
LOOKED_THROUGH = 300  # newest articles, to find what is new in which category
MOST_CATEGORIES = 6
OF_A_CATEGORY = 4
FULLEST = 24
COUNTS_KEPT = 600  # seconds; nobody minds that the archive grew since

# What readers may ask for with ?viewed=, its label and its days; 0 stands for all time.
PERIODS = {
    "day": ("امروز", 1),
    "week": ("۷ روز گذشته", 7),
    "month": ("۳۰ روز گذشته", 30),
    "all": ("همهٔ زمان‌ها", 0),
}


@dataclass(frozen=True, slots=True)
class MostViewed:
    """What was read most in ``period``, one of PERIODS."""

    period: str
    articles: list[Article]

    @property
    def choices(self) -> list[tuple[str, str]]:
        """The periods with their labels."""
        return [(period, label) for period, (label, _) in PERIODS.items()]


@dataclass(frozen=True, slots=True)
class CategoryShelf:
    """A category with its newest articles."""

    category: Category
    articles: list[Article]


@dataclass(frozen=True, slots=True)
class Holdings:
    """How much the archive holds. Years are Jalali, None while nothing has a date."""

    articles: int
    names: int
    sources: int
    first_year: int | None
    last_year: int | None


def latest(limit: int = SHORT) -> list[Article]:
    return list(Article.objects.published().latest_first().for_lists()[:limit])


def by_category(without: Collection[int]) -> list[CategoryShelf]:
    """The categories that the newest articles are in, liveliest first, with the newest of each.

    Two queries, however many categories there are; ``without`` are ids that the page shows
    already.
    """
    newest = Article.objects.published().exclude(category=None).latest_first()
    of_category: dict[int, list[int]] = {}
    for pk, category in newest.values_list("pk", "category")[:LOOKED_THROUGH]:
        if pk not in without:
            of_category.setdefault(category, []).append(pk)
    liveliest = sorted(of_category.values(), key=len, reverse=True)[:MOST_CATEGORIES]
    shown = [pks[:OF_A_CATEGORY] for pks in liveliest]
    articles = Article.objects.for_lists().in_bulk([pk for pks in shown for pk in pks])
    return [CategoryShelf(articles[pks[0]].category, [articles[pk] for pk in pks]) for pks in shown]


def fullest_categories() -> list[Category]:
    """Those with most articles, where there are many, in alphabetical order.

    Counted anew every COUNTS_KEPT seconds.
    """
    found = list(Category.objects.order_by()[: FULLEST + 1])
    if len(found) > FULLEST:
        ids = cache.get_or_set("shelves.fullest_categories", _fullest_categories, COUNTS_KEPT)
        found = list(Category.objects.in_bulk(ids).values())
    return alphabetical(found)


def _fullest_categories() -> list[int]:
    filed = Article.objects.exclude(category=None).order_by().values_list("category")
    fullest = filed.annotate(articles=Count("pk")).order_by("-articles", "category")
    return [category for category, _ in fullest[:FULLEST]]


def most_viewed(period: str = "", limit: int = SHORT) -> MostViewed:
    """The most viewed of ``period``; of the week, else of all time, where none is asked for."""
    if period in PERIODS:
        return MostViewed(period, _most_viewed(period, limit))
    of_week = _most_viewed("week", limit)
    return MostViewed("week", of_week) if of_week else MostViewed("all", _most_viewed("all", limit))


def _most_viewed(period: str, limit: int) -> list[Article]:
    days = PERIODS[period][1]
    if not days:
        return list(Article.objects.published().most_viewed().for_lists()[:limit])
    since = timezone.localdate() - timedelta(days=days - 1)
    ids = DailyViews.objects.most_viewed(since, limit)
    found = Article.objects.for_lists().in_bulk(ids)
    return [found[pk] for pk in ids if pk in found]


def holdings() -> Holdings:
    """Counted anew every COUNTS_KEPT seconds."""
    return cache.get_or_set("shelves.holdings", _count, COUNTS_KEPT)


def _count() -> Holdings:
    articles = Article.objects.published()
    span = articles.aggregate(first=Min("published_at"), last=Max("published_at"))
    first, last = (to_jalali(span[end]).year if span[end] else None for end in ("first", "last"))
    hidden = Article.objects.exclude(status=Article.Status.PUBLISHED).count()
    return Holdings(
        # Only the few unpublished ones have an index of their own.
        articles=Article.objects.count() - hidden,
        names=Entity.objects.count(),
        sources=Source.objects.count(),
        first_year=first,
        last_year=last,
    )
