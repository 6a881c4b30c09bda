"""Names that the news speak of more than before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.core.cache import cache
from django.db.models import Count, Q
from django.utils import timezone

from articles.models import Article, Entity, Mention

RECENT = timedelta(days=7)
BEFORE = timedelta(days=28)
FEWEST = 3  # articles; fewer are chance
MOST = 10
KEPT = 900  # seconds


@dataclass(frozen=True, slots=True)
class Trend:
    """A name with the number of recent articles that mention it."""

    entity: Entity
    articles: int


def trending() -> list[Trend]:
    """The names whose articles rose most in the last week of the archive, at most MOST.

    The week ends with the newest article, so that an archive that stands still has trends
    too. Counted anew every KEPT seconds.
    """
    return cache.get_or_set("trends.trending", _trending, KEPT)


def _trending() -> list[Trend]:
    dated = Article.objects.published().filter(published_at__lte=timezone.now())
    newest = dated.order_by("-published_at").values_list("published_at", flat=True).first()
    if newest is None:
        return []
    start = newest - RECENT
    rows = (
        Mention.objects.confirmed()
        .filter(article__in=dated.since(start - BEFORE))
        .values("entity")
        .annotate(
            recent=Count("article", filter=Q(article__published_at__gte=start), distinct=True),
            all=Count("article", distinct=True),
        )
        .filter(recent__gte=FEWEST)
        .values_list("entity", "recent", "all")
    )
    risen = sorted(((_rise(recent, total - recent), recent, pk) for pk, recent, total in rows))
    best = [(pk, recent) for rise, recent, pk in reversed(risen) if rise > 0][:MOST]
    entities = Entity.objects.in_bulk([pk for pk, _ in best])
    return [Trend(entities[pk], recent) for pk, recent in best if pk in entities]


def _rise(recent: int, before: int) -> float:
    """By how many standard deviations of a Poisson count ``recent`` exceeds what was usual.

    The one added to the variance keeps a name that is quite new from rising without end.
    """
    usual = before * (RECENT / BEFORE)
    return (recent - usual) / (usual + 1) ** 0.5
