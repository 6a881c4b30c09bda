"""Pairs of curated names that may be one, for curators to say."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from itertools import chain

from django.db.models import Count, Q, QuerySet

from articles.models import Entity, Mention, Proposal
from articles.recognition import proposal_rows
from articles.recognition.linking import variants
from articles.recognition.proposal_rows import WAITING, ProposalRow
from articles.recognition.recogniser import Recogniser
from articles.recognition.synchronising import Changes, diff

Pair = dict[int, str]
"""Two names, each with the spelling that is so alike."""


def pairs(names: Recogniser, ids: Collection[int] | None = None) -> list[Pair]:
    """Pairs of names of one kind that may be one, see `linking.variants`; with ``ids`` only
    those of these names. Pure."""
    found: dict[tuple[int, int], tuple[str, str]] = {}
    for alias in names.aliases:
        if ids is not None and alias.entity_id not in ids:
            continue
        same = {bearer.entity_id for bearer in names.listed(alias.key)}
        for other in chain.from_iterable(map(names.listed, variants(alias.key))):
            if other.kind != alias.kind or other.entity_id in same:
                continue
            low, high = sorted((row.entity_id, row.text) for row in (alias, other))
            place, texts = (low[0], high[0]), (low[1], high[1])
            found[place] = min(texts, found.get(place, texts))
    return [dict(zip(pair, texts, strict=True)) for pair, texts in sorted(found.items())]


def find(alike: Iterable[Pair], names: Mapping[int, Entity]) -> list[ProposalRow]:
    """The lines of those pairs of which both ``names`` exist, their mentions counted anew."""
    living = [pair for pair in alike if names.keys() >= pair.keys()]
    often = _confirmed({pk for pair in living for pk in pair})
    return [proposal_rows.of_doubles(pair, often) for pair in living]


def of(ids: Iterable[int]) -> QuerySet[Proposal]:
    """The stored pairs in which these names are."""
    wanted = list(ids)
    concerned = Q(entity__in=wanted) | Q(other__in=wanted)
    return Proposal.objects.filter(concerned, other__isnull=False)


def by_difference(often: Mapping[int, int], gazetteer: Recogniser) -> Changes[ProposalRow]:
    """What leads from the stored pairs to pairs with so many more (or fewer) mentions."""
    changes: Changes[ProposalRow] = Changes()
    for row in proposal_rows.locked(of(often)):
        counted = _counts(row, often)
        after = row._replace(
            mentions=sum(counted.values()),
            other_mentions=counted.get(row.other_id or 0, 0),
            weight=sum(counted.values()),
        )
        if row.status == WAITING:
            after = _the_rarer_second(after, counted, gazetteer)
        changes.add(diff([row], [after], proposal_rows.identity))
    return changes


def _counts(row: ProposalRow, often: Mapping[int, int]) -> dict[int, int]:
    """How often each of the two names is mentioned now."""
    before = {row.entity_id: row.mentions - row.other_mentions}
    if row.other_id is not None:
        before[row.other_id] = row.other_mentions
    return {pk: max(0, number + often.get(pk, 0)) for pk, number in before.items()}


def _the_rarer_second(
    row: ProposalRow, counted: Mapping[int, int], gazetteer: Recogniser
) -> ProposalRow:
    """The pair, the other way round where the other name is now the more frequent one."""
    if min(counted, key=lambda pk: (-counted[pk], pk)) == row.entity_id:
        return row
    alike = next((pair for pair in pairs(gazetteer, [row.entity_id]) if row.other_id in pair), None)
    return proposal_rows.of_doubles(alike, counted) if alike is not None else row


def _confirmed(ids: Collection[int]) -> dict[int, int]:
    """How often each of these names is mentioned."""
    rows = Mention.objects.confirmed().filter(entity__in=ids).order_by()
    counted = rows.values_list("entity").annotate(number=Count("pk"))
    return dict.fromkeys(ids, 0) | dict(counted)
