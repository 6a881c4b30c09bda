"""Claimed words: whether analysis keeps them whole, and which articles that concerns."""

from __future__ import annotations

from django.db import transaction

from articles.models import PendingArticle, PendingWord
from articles.pipeline.claims import Claim
from articles.pipeline.reading import note_every_article
from articles.search import archive, indexing
from articles.search.engines.haystack import protected_words

MANY = 200
"""Changed words; of more it is quicker to index every article than to look for each word."""


def follow_words(claim: Claim[PendingWord]) -> list[PendingWord]:
    """Tell the index which of the claimed words are protected now, and note their articles.

    The articles are noted before the index is told, so that a crash in between loses none;
    this worker holds their notes until then, so that none is indexed too early.
    """
    words = {note.word for note in claim.notes}
    protected = words & protected_words()
    changed = indexing.changed_protection(protected, words - protected)
    if len(changed) > MANY:
        indexing.protect(protected, words - protected)
        note_every_article()
    elif changed:
        held = _note_and_hold(archive.articles_holding(changed), claim.worker)
        indexing.protect(protected, words - protected)
        held.release()
    claim.finish()
    return claim.notes


def _note_and_hold(ids: set[int], worker: str) -> Claim[PendingArticle]:
    with transaction.atomic():
        notes = PendingArticle.objects.add(
            sorted(ids), recognise=False, bulk=True, claimed_by=worker
        )
    return Claim(worker, notes)
