"""Rows of proposals as values, and which of them curators have refused already."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from django.db.models import QuerySet

from articles.models import Entity, Proposal
from articles.persian.characters import squash
from articles.recognition.refusals import Claim, refused, spellings
from articles.recognition.synchronising import Changes, diff

Reason = Proposal.Reason
WAITING = Proposal.Status.WAITING

# A bare surname is often, but not always, the same person.
_SURENESS = {Reason.INITIALS: 0.5, Reason.SURNAME: 0.1}


class ProposalRow(NamedTuple):
    """The columns of a `Proposal`; ``pk`` is None until the row is stored."""

    pk: int | None
    entity_id: int
    other_id: int | None
    text: str
    key: str
    reason: str
    forms: dict[str, int]
    mentions: int
    other_mentions: int
    weight: float
    status: str


def of_spelling(entity_id: int, key: str, reason: str, forms: Counter[str]) -> ProposalRow:
    """The line of a spelling of which each form stands so often."""
    return ProposalRow(
        pk=None,
        entity_id=entity_id,
        other_id=None,
        text=min(forms, key=lambda text: (-forms[text], text), default=""),
        key=key,
        reason=reason,
        forms=dict(sorted(forms.items())),
        mentions=forms.total(),
        other_mentions=0,
        weight=forms.total() * _SURENESS.get(Reason(reason), 1),
        status=WAITING.value,
    )


def of_doubles(spelt: Mapping[int, str], often: Mapping[int, int]) -> ProposalRow:
    """The line of two names, each ``spelt`` so and mentioned so ``often``.

    The name that occurs more often is the one of which the other's spelling may be.
    """
    entity, other = sorted(spelt, key=lambda pk: (-often[pk], pk))
    both = often[entity] + often[other]
    return ProposalRow(
        pk=None,
        entity_id=entity,
        other_id=other,
        text=spelt[other],
        key=squash(spelt[other]),
        reason=Reason.DOUBLE.value,
        forms={},
        mentions=both,
        other_mentions=often[other],
        weight=both,
        status=WAITING.value,
    )


def identity(row: ProposalRow) -> object:
    """Name and squashed spelling; of doubles the two names, in whichever order."""
    if row.other_id is None:
        return row.entity_id, row.key
    return frozenset((row.entity_id, row.other_id))


def stored(rows: QuerySet[Proposal]) -> list[ProposalRow]:
    """These rows as values."""
    return [ProposalRow(*values) for values in rows.values_list(*ProposalRow._fields)]


def locked(rows: QuerySet[Proposal]) -> list[ProposalRow]:
    """These rows as values, locked in the order of their keys."""
    return stored(rows.order_by("pk").select_for_update())


def locked_names(ids: Iterable[int]) -> dict[int, Entity]:
    """Those of these names that exist, by key, locked until the transaction ends.

    Who stores mentions of them, and counts by difference, does so before or after.
    """
    wanted = Entity.objects.filter(pk__in=list(ids)).order_by("pk")
    return {entity.pk: entity for entity in wanted.only("kind", "name").select_for_update()}


def differences(
    present: Sequence[ProposalRow], found: Sequence[ProposalRow]
) -> Changes[ProposalRow]:
    """What makes the waiting ones of ``present`` what was ``found`` about the same names.

    What was decided stays, and is not proposed again.
    """
    waiting = [row for row in present if row.status == WAITING]
    decided = {identity(row) for row in present if row.status != WAITING}
    return diff(waiting, [row for row in found if identity(row) not in decided], identity)


def not_refused(rows: Sequence[ProposalRow]) -> list[ProposalRow]:
    """Without what curators said no to, be it for a deleted name that was so called."""
    if not rows:
        return []
    sides = {pk for row in rows if row.other_id for pk in (row.entity_id, row.other_id)}
    called = spellings(sides)
    claims = [set(_claims(row, called)) for row in rows]
    no = refused(claim for of_row in claims for claim in of_row)
    return [row for row, said in zip(rows, claims, strict=True) if no.isdisjoint(said)]


def _claims(row: ProposalRow, called: Mapping[int, set[tuple[str, str]]]) -> Iterator[Claim]:
    """What the row says of which name; of doubles that each bears the other's spellings."""
    yield row.key, row.entity_id
    if row.other_id is not None:
        for one, other in ((row.entity_id, row.other_id), (row.other_id, row.entity_id)):
            yield from ((key, one) for _, key in called.get(other, ()))
