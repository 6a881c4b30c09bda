"""The articles around one: before and after it, the same story elsewhere, related ones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import QuerySet

from articles.models import Article, Source
from articles.persian.characters import fold
from articles.search import archive

CANDIDATES = 15
RELATED = 5
MOST_ELSEWHERE = 5
SAME_DAYS = timedelta(days=3)
# Share of the words of two headlines that both have, from which they tell the same story.
SAME_WORDS = 0.5


@dataclass(frozen=True, slots=True)
class Neighbours:
    """What stands around an article; ``earlier`` and ``later`` are None at the ends."""

    earlier: Article | None
    later: Article | None
    elsewhere: list[Article]
    related: list[Article]


def neighbours(article: Article) -> Neighbours:
    """Four queries and one question to the search engine."""
    candidates = archive.related(article, limit=CANDIDATES)
    elsewhere = _elsewhere(article, candidates)
    return Neighbours(
        earlier=_earlier(article),
        later=_later(article),
        elsewhere=elsewhere,
        related=[one for one in candidates if one not in elsewhere][:RELATED],
    )


# Both ask for a range of the index of dates and take its first row; a condition with «or»
# would make the database walk there from the newest article.


def _earlier(article: Article) -> Article | None:
    if article.published_at is None:
        return None
    until = _others(article).filter(published_at__lte=article.published_at)
    same_moment_after = {"published_at": article.published_at, "pk__gt": article.pk}
    return until.exclude(**same_moment_after).order_by("-published_at", "-pk").first()


def _later(article: Article) -> Article | None:
    if article.published_at is None:
        return None
    since = _others(article).filter(published_at__gte=article.published_at)
    same_moment_before = {"published_at": article.published_at, "pk__lt": article.pk}
    return since.exclude(**same_moment_before).order_by("published_at", "pk").first()


def _others(article: Article) -> QuerySet[Article]:
    return Article.objects.published().exclude(pk=article.pk)


def _elsewhere(article: Article, candidates: list[Article]) -> list[Article]:
    """The same text or nearly the same headline at the same time, from other sources."""
    found = _same_text(article) + [one for one in candidates if _tells_the_same(article, one)]
    return list(dict.fromkeys(found))[:MOST_ELSEWHERE]


def _same_text(article: Article) -> list[Article]:
    if not article.content_key:
        return []
    # The index of texts begins with the source.
    others = Source.objects.exclude(pk=article.source_id)
    same = Article.objects.published().filter(
        source__in=others.values("pk"), content_key=article.content_key
    )
    return list(same.for_lists()[:MOST_ELSEWHERE])


def _tells_the_same(article: Article, other: Article) -> bool:
    if other.source_id == article.source_id or not (article.published_at and other.published_at):
        return False
    if abs(other.published_at - article.published_at) > SAME_DAYS:
        return False
    ours, theirs = (set(fold(one.headline).split()) for one in (article, other))
    return len(ours & theirs) >= SAME_WORDS * len(ours | theirs)
