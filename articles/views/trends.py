"""Names that the news speak of more than before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.core.cache import cache
from django.db.models import Count, Q
from django.utils import timezone

from articles.models import Article, Entity, Mention

SHORTEST = timedelta(days=7)
RECENT_ARTICLES = 100
BEFORE = 4  # times the recent time, to compare it with
FEWEST = 3  # articles; fewer are chance
MOST = 10
KEPT = 900  # seconds


@dataclass(frozen=True, slots=True)
class Trend:
    """A name with the number of recent articles that mention it."""

    entity: Entity
    articles: int


def trending() -> list[Trend]:
    """The names whose articles rose most in the recent time of the archive, at most MOST.

    It ends with the newest article, so that an archive that stands still has trends too, and
    is a week long, or longer where the newest RECENT_ARTICLES took longer to come. Counted
    anew every KEPT seconds.
    """
    return cache.get_or_set("trends.trending", _trending, KEPT)


def _trending() -> list[Trend]:
    dated = Article.objects.published().filter(published_at__lte=timezone.now())
    moments = dated.order_by("-published_at").values_list("published_at", flat=True)
    newest = list(moments[:RECENT_ARTICLES])
    if not newest:
        return []
    start = newest[0] - SHORTEST
    if len(newest) == RECENT_ARTICLES:
        start = min(start, newest[-1])
    before = start - BEFORE * (newest[0] - start)
    rows = (
        Mention.objects.confirmed()
        .filter(article__in=dated.since(before))
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
    usual = before / BEFORE
    return (recent - usual) / (usual + 1) ** 0.5
