"""How many articles came in, day by day: a chart for the desk and the table behind it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.cache import cache
from django.utils import timezone

from articles.admin.fields import jalali_text
from articles.models import Article
from articles.persian.calendar import TEHRAN

DAYS = 30
SLOT = 12  # units of the chart a day
BAR = 9
HEIGHT = 80
LOWEST_BAR = 3
KEPT_SECONDS = 300  # a day's count is no news that somebody waits for
CACHE_KEY = "intake-by-day"


@dataclass(frozen=True, slots=True)
class Day:
    """One bar: its label («۱۴۰۲/۰۷/۱۵»), its count, its place in the chart."""

    label: str
    count: int
    x: int
    y: int
    height: int


def intake() -> list[Day]:
    """The last DAYS days in Tehran, oldest first and at the right; [] when nothing came in."""
    today = timezone.now().astimezone(TEHRAN).date()
    key = f"{CACHE_KEY}-{today}"
    days: list[Day] | None = cache.get(key)
    if days is None:
        days = _count()
        cache.set(key, days, KEPT_SECONDS)
    return days


def width() -> int:
    return DAYS * SLOT


def _count() -> list[Day]:
    midnight = timezone.now().astimezone(TEHRAN).replace(hour=0, minute=0, second=0, microsecond=0)
    starts = [midnight - timedelta(days=ago) for ago in range(DAYS - 1, -1, -1)]
    counts = [_between(start, start + timedelta(days=1)) for start in starts]
    highest = max(counts)
    if not highest:
        return []
    days = []
    for place, (start, count) in enumerate(zip(starts, counts, strict=True)):
        height = max(LOWEST_BAR, round(HEIGHT * count / highest)) if count else 0
        x = (DAYS - 1 - place) * SLOT + (SLOT - BAR) // 2
        days.append(Day(jalali_text(start).split()[0], count, x, HEIGHT - height, height))
    return days


def _between(first: datetime, after: datetime) -> int:
    """From the index on `created_at` alone."""
    return Article.objects.filter(created_at__gte=first, created_at__lt=after).order_by().count()
