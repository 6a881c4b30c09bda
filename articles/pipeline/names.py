"""Claimed names: what is proposed for them, and which articles are to be read again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from django.db import transaction
from django.db.models import F

from articles.models import Article, Decision, Mention, PendingArticle, PendingName
from articles.persian.characters import squash
from articles.pipeline.claims import Claim
from articles.recognition import proposals
from articles.search import archive


def follow_names(claim: Claim[PendingName]) -> list[PendingName]:
    """Propose what follows from the claimed names, and note the articles that they concern.

    All in one pass, for which the gazetteer is built once, outside the transaction. To do it
    again, after a crash in between, changes nothing. Raises EngineError where the index
    cannot say which articles hold a spelling.
    """
    on_their_way = _on_their_way()
    proposals.follow({note.entity_id for note in claim.notes}, _spellings(claim.notes))
    by_decision: dict[int | None, list[PendingName]] = defaultdict(list)
    for note in claim.notes:
        by_decision[note.decision_id].append(note)
    concerned = {pk: _articles_of(some, on_their_way) for pk, some in by_decision.items()}
    with transaction.atomic():
        left = _left(claim)
        for decision_id, some in by_decision.items():
            if not left.isdisjoint(note.pk for note in some):
                read_again(concerned[decision_id], decision_id)
        if _spellings(claim.notes):
            _read_what_is_not_indexed()
        claim.finish()
    return claim.notes


def _read_what_is_not_indexed() -> None:
    """Recognise articles, too, that wait for the index alone: no look-up could find them."""
    PendingArticle.objects.filter(recognise=False, claimed_by="").update(recognise=True)


def _on_their_way() -> dict[int, str]:
    """The squashed texts of the articles that workers are reading, perhaps with older names.

    Ask for them before the index is asked for a spelling: an article that is not among them
    is in the index already, or will be read with today's names.
    """
    ids = PendingArticle.objects.exclude(claimed_by="").values("article_id")
    texts = Article.objects.filter(pk__in=ids).only("pk", *Article.TEXT_FIELDS)
    return {article.pk: squash(" ".join(article.texts().values())) for article in texts}


def _left(claim: Claim[PendingName]) -> set[int]:
    """The notes that no other worker has finished since, whose lease on them had expired."""
    rows = PendingName.objects.filter(pk__in=[note.pk for note in claim.notes])
    return set(rows.select_for_update().values_list("pk", flat=True))


def _spellings(notes: Iterable[PendingName]) -> set[str]:
    return {note.spelling for note in notes if note.spelling}


def _articles_of(notes: Sequence[PendingName], on_their_way: Mapping[int, str]) -> set[int]:
    """Where the names stand whose spellings changed, and where these spellings occur."""
    names = {note.entity_id for note in notes if note.spelling}
    ids = set(Mention.objects.filter(entity_id__in=names).values_list("article_id", flat=True))
    for spelling in _spellings(notes):
        ids.update(archive.articles_with(spelling))
        ids.update(pk for pk, text in on_their_way.items() if squash(spelling) in text)
    return ids


def read_again(ids: set[int], decision_id: int | None) -> None:
    """Note these articles; ``decision_id`` is the curator's decision from which it follows."""
    if decision_id is not None:
        already = PendingArticle.objects.filter(decision=decision_id, recognise=True)
        ids = ids.difference(already.values_list("article_id", flat=True))
        Decision.objects.filter(pk=decision_id).update(articles=F("articles") + len(ids))
    PendingArticle.objects.add(sorted(ids), recognise=True, decision_id=decision_id)
