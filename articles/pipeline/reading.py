"""Claimed articles: recognise their names, bring their index entries up to date."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import transaction

from articles.models import Article, PendingArticle
from articles.pipeline.claims import Claim
from articles.recognition import mentions, quotation_rows, recogniser
from articles.search import indexing

RANGE = 5000  # articles that are noted in one transaction


def follow_articles(claim: Claim[PendingArticle]) -> int:
    """Read and index the claimed articles as they are now; how many there were.

    Raises EngineError when the index cannot be written; the claim is then still held.
    """
    renamed = {note.article_id for note in claim.notes if note.recognise}
    if renamed:
        recognise(list(Article.objects.filter(pk__in=renamed)), recogniser.current())
    ids = {note.article_id for note in claim.notes}
    indexing.update(ids)
    claim.finish()
    return len(ids)


def recognise(articles: Sequence[Article], reader: mentions.Reader) -> list[int]:
    """Store the names of ``articles`` and what these say; ids of those with other names."""
    with transaction.atomic():
        changed = mentions.store(articles, reader)
        quotation_rows.store(articles)
    return changed


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
