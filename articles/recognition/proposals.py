"""What curators may teach the archive about its names: further spellings, and likely doubles.

`Proposal` rows follow from the names and from what their confirmed mentions show, and from
nothing else. Who stores mentions tells `count` what they were and what they are now, in the
same transaction, so that its work does not grow with the archive. Who changes names, or
decides about what they have, notes them as `PendingName`; `follow` takes up the notes and
counts these names anew. Nobody has to read a text again for them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from django.db import transaction
from django.db.models import QuerySet

from articles.models import DISPLACED, Alias, Entity, Mention, Proposal, Suggestion
from articles.persian.characters import squash
from articles.recognition import (
    doubles,
    further_spellings,
    proposal_rows,
    recogniser,
    suggestions,
)
from articles.recognition.further_spellings import Shown
from articles.recognition.linking import surname_key
from articles.recognition.mention_rows import BeforeAndAfter, MentionRow
from articles.recognition.proposal_rows import ProposalRow, Reason, not_refused
from articles.recognition.recogniser import Recogniser
from articles.recognition.synchronising import Difference, settle

Report = Callable[[int, int], None]

_BATCH = 100  # names that are counted, and locked, at once


def count(articles: Iterable[BeforeAndAfter], names: Recogniser) -> None:
    """Bring the proposals from what the mentions of these articles were to what they are.

    Call it last in the transaction that changes them, for rows that others count as well.
    ``names`` may be a moment old: what changed since is noted, and `follow` comes to it.
    """
    shown: Counter[Shown] = Counter()
    for before, after in articles:
        shown.update(_shown(after))
        shown.subtract(_shown(before))
    changed = {what: number for what, number in shown.items() if number}
    often: Counter[int] = Counter()
    for what, number in changed.items():
        often[what.entity_id] += number
    if changed:
        settle(Proposal, lambda: further_spellings.by_difference(changed, names))
    if any(often.values()):
        settle(Proposal, lambda: doubles.by_difference(often, names))


def follow(entity_ids: Iterable[int], texts: Iterable[str] = ()) -> None:
    """Bring up to date what may be proposed after these names changed.

    ``texts`` are further spellings that came or went. What a name was ever called counts, too:
    another that shared its surname may have it alone now. Where a name's kind changed, its
    suggestions have other decisions beside them.
    """
    ids = set(entity_ids)
    names = recogniser.current()
    called = {*texts, *_ever_called(ids)}
    keys = {key for text in called for key in (squash(text), surname_key(text))}
    sharing = {bearer.entity_id for key in keys for bearer in names.bearers(key)}
    for batch in _batches(ids | sharing):
        _recount_spellings(batch, names)
    _recount_doubles(doubles.pairs(names, ids), doubles.of(ids))
    lines = Suggestion.objects.filter(entity__in=ids).values_list("key", flat=True)
    suggestions.recount(set(lines))


def refresh(report: Report | None = None) -> int:
    """Count the proposals for every name anew; how many wait now.

    ``report(done, total)`` counts names.
    """
    names = recogniser.current()
    every = _every_name()
    done = 0
    for ids in _batches(every):
        _recount_spellings(ids, names)
        done += len(ids)
        if report is not None:
            report(done, len(every))
    _recount_doubles(doubles.pairs(names), Proposal.objects.filter(other__isnull=False))
    return Proposal.objects.waiting().count()


def audit() -> list[Difference[ProposalRow]]:
    """Each waiting row that is not what the mentions show: as stored, and as it should be.

    None stands for a row that is missing, or that should be. What others store meanwhile
    may be told as well.
    """
    names = recogniser.current()
    found: list[Difference[ProposalRow]] = []
    for ids in _batches(_every_name()):
        spelt = further_spellings.find(Entity.objects.in_bulk(ids), names)
        present = proposal_rows.stored(_spellings_of(ids))
        found += proposal_rows.differences(present, not_refused(spelt)).pairs()
    alike = doubles.pairs(names)
    living = Entity.objects.in_bulk({pk for pair in alike for pk in pair})
    present = proposal_rows.stored(Proposal.objects.filter(other__isnull=False))
    right = not_refused(doubles.find(alike, living))
    return found + proposal_rows.differences(present, right).pairs()


def mentions_of(proposal: Proposal) -> QuerySet[Mention]:
    """The mentions that show this spelling, as they are now."""
    rows = Mention.objects.confirmed().filter(entity=proposal.entity_id)
    if proposal.reason == Reason.SURNAME:
        return rows.filter(key=proposal.key, also_called="")
    return rows.filter(also_called__in=list(proposal.forms))


def _shown(rows: Iterable[MentionRow]) -> Iterator[Shown]:
    for row in rows:
        confirmed = row.status == Mention.Status.CONFIRMED and row.start < DISPLACED
        if confirmed and row.entity_id is not None:
            yield Shown(row.entity_id, row.key, row.text, row.also_called)


def _recount_spellings(ids: Sequence[int], names: Recogniser) -> None:
    with transaction.atomic():
        living = proposal_rows.locked_names(ids)
        _keep(further_spellings.find(living, names), _spellings_of(ids))


def _recount_doubles(alike: Sequence[doubles.Pair], stored: QuerySet[Proposal]) -> None:
    with transaction.atomic():
        living = proposal_rows.locked_names({pk for pair in alike for pk in pair})
        _keep(doubles.find(alike, living), stored)


def _keep(found: Sequence[ProposalRow], stored: QuerySet[Proposal]) -> None:
    """Make the waiting ones of ``stored`` what was ``found`` about the same names."""
    allowed = not_refused(found)
    settle(Proposal, lambda: proposal_rows.differences(proposal_rows.locked(stored.all()), allowed))


def _spellings_of(ids: Sequence[int]) -> QuerySet[Proposal]:
    return Proposal.objects.filter(entity__in=ids, other__isnull=True)


def _ever_called(ids: Iterable[int]) -> Iterator[str]:
    """Every name and spelling that these names have or had."""
    yield from Entity.history.filter(id__in=ids).values_list("name", flat=True)
    yield from Alias.history.filter(entity_id__in=ids).values_list("text", flat=True)


def _every_name() -> list[int]:
    return list(Entity.objects.order_by("pk").values_list("pk", flat=True))


def _batches(entity_ids: Iterable[int]) -> Iterator[list[int]]:
    """So few that nobody waits long while they are counted."""
    ids = sorted(entity_ids)
    return (ids[first : first + _BATCH] for first in range(0, len(ids), _BATCH))
