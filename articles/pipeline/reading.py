"""Claimed articles: recognise their names, bring their index entries up to date."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from articles.models import Article, PendingArticle
from articles.pipeline.claims import Claim
from articles.recognition import recogniser, storing
from articles.recognition.reading import ArticleReading, read
from articles.recognition.recogniser import Recogniser
from articles.search import indexing

RANGE = 5000  # articles that are noted in one transaction
STORED_AT_ONCE = 50  # articles; others wait for such a transaction


def follow_articles(claim: Claim[PendingArticle]) -> list[PendingArticle]:
    """Read and index the claimed articles as they are now; the notes that are done.

    Raises EngineError when the index cannot be written; the claim is then still held.
    """
    names = recogniser.current()
    outdated = store(read(to_read(claim), names), names)
    indexing.update(articles_of(claim.notes))
    return finish(claim, outdated)


def to_read(claim: Claim[PendingArticle]) -> list[Article]:
    """The articles whose names may have changed, with their texts; without deleted ones."""
    ids = {note.article_id for note in claim.notes if note.recognise}
    rows = Article.objects.filter(pk__in=ids).only("pk", *Article.TEXT_FIELDS)
    return list(rows) if ids else []


def articles_of(notes: Iterable[PendingArticle]) -> set[int]:
    """Ids of the articles that these notes are about."""
    return {note.article_id for note in notes}


def store(readings: Sequence[ArticleReading], names: Recogniser) -> set[int]:
    """Store what was read with ``names``, some articles at a time; ids of outdated readings."""
    outdated: set[int] = set()
    for first in range(0, len(readings), STORED_AT_ONCE):
        outdated.update(storing.store(readings[first : first + STORED_AT_ONCE], names).outdated)
    return outdated


def finish(claim: Claim[PendingArticle], outdated: set[int]) -> list[PendingArticle]:
    """Delete the notes that are done, and return them; give back those of ``outdated`` articles.

    Call it after the commit of the index: a look-up of a spelling finds an article there, or
    its note.
    """
    done: list[PendingArticle] = []
    again: list[PendingArticle] = []
    for note in claim.notes:
        (again if note.article_id in outdated else done).append(note)
    claim.part(done).finish()
    claim.part(again).release()
    return done


def begin_index() -> None:
    """Start an empty index and note every published article for it.

    They are noted first: a crash in between loses nothing.
    """
    note_every_article()
    indexing.backend().clear()


def note_every_article() -> None:
    """Note all published articles for the index, a range at a time."""
    first = 0
    while ids := _published_from(first):
        _note_for_index(ids)
        first = ids[-1] + 1


def _published_from(first: int) -> list[int]:
    rows = Article.objects.published().filter(pk__gte=first).order_by("pk")
    return list(rows.values_list("pk", flat=True)[:RANGE])


def _note_for_index(ids: Iterable[int]) -> None:
    wanted = set(ids)
    already = PendingArticle.objects.filter(article_id__in=wanted)
    wanted.difference_update(already.values_list("article_id", flat=True))
    PendingArticle.objects.add(sorted(wanted), recognise=False, bulk=True)
