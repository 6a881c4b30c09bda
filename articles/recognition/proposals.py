"""Keeping what `linking` finds as rows, so that curators' pages read and compute nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict

from django.db import transaction
from django.db.models import Count

from articles.models import Mention, Proposal
from articles.persian.characters import squash
from articles.recognition.linking import Report, alias_suggestions, likely_doubles
from articles.recognition.refusals import Claim, refused, spellings

_BATCH = 500  # rows of one statement
_COUNTED = ("text", "reason", "mentions", "examples", "weight")
# A bare surname is often, but not always, the same person.
_SURENESS = {Proposal.Reason.INITIALS: 0.5, Proposal.Reason.SURNAME: 0.1}

_Key = tuple[int, str] | frozenset[int]
"""Name and squashed spelling; of doubles the two names, in whichever order."""


def refresh(report: Report | None = None) -> int:
    """Look for proposals in the whole archive; how many wait now.

    What a curator decided stays and is not proposed again. Reads every article: for a command,
    not for a request. ``report(done, total)`` counts articles.
    """
    found = {_key(row): row for row in _not_refused([*_of_doubles(), *_of_aliases(report)])}
    with transaction.atomic():
        stored = {_key(row): row for row in Proposal.objects.all()}
        waiting = {key: row for key, row in stored.items() if row.status == Proposal.Status.WAITING}
        stale = [row.pk for key, row in waiting.items() if key not in found]
        for first in range(0, len(stale), _BATCH):
            Proposal.objects.filter(pk__in=stale[first : first + _BATCH]).delete()
        changed = [row for key, row in waiting.items() if key in found and _follow(row, found[key])]
        Proposal.objects.bulk_update(changed, _COUNTED, batch_size=_BATCH)
        new = [row for key, row in found.items() if key not in stored]
        Proposal.objects.bulk_create(new, batch_size=_BATCH, ignore_conflicts=True)
    return Proposal.objects.waiting().count()


def _key(row: Proposal) -> _Key:
    if row.other_id is None:
        return row.entity_id, row.key
    return frozenset((row.entity_id, row.other_id))


def _not_refused(rows: Sequence[Proposal]) -> list[Proposal]:
    """Without what curators said no to, be it for a deleted name that was so called."""
    sides = {pk for row in rows if row.other_id for pk in (row.entity_id, row.other_id)}
    called = spellings(sides)
    claims = {id(row): set(_claims(row, called)) for row in rows}
    no = refused(claim for of_row in claims.values() for claim in of_row)
    return [row for row in rows if no.isdisjoint(claims[id(row)])]


def _claims(row: Proposal, called: Mapping[int, set[tuple[str, str]]]) -> Iterator[Claim]:
    """What the row says of which name; of doubles that each bears the other's spellings."""
    yield row.key, row.entity_id
    if row.other_id is not None:
        for one, other in ((row.entity_id, row.other_id), (row.other_id, row.entity_id)):
            yield from ((key, one) for _, key in called.get(other, ()))


def _follow(row: Proposal, found: Proposal) -> bool:
    """Bring a waiting row up to what was found; whether that changed it."""
    changed = [name for name in _COUNTED if getattr(row, name) != getattr(found, name)]
    for name in changed:
        setattr(row, name, getattr(found, name))
    return bool(changed)


def _of_aliases(report: Report | None) -> Iterator[Proposal]:
    for one in alias_suggestions(report):
        yield Proposal(
            entity_id=one.entity_id,
            text=one.text,
            key=squash(one.text),
            reason=one.reason,
            mentions=one.count,
            examples=[asdict(place) for place in one.examples],
            weight=one.count * _SURENESS.get(one.reason, 1),
        )


def _of_doubles() -> Iterator[Proposal]:
    """The name that occurs more often is the one of which the other's spelling may be."""
    confirmed = Mention.objects.confirmed().order_by().values_list("entity")
    often = dict(confirmed.annotate(number=Count("pk")))
    for pair in likely_doubles():
        sides = sorted(
            zip(pair.entity_ids, pair.spellings, strict=True),
            key=lambda side: -often.get(side[0], 0),
        )
        (entity, _), (other, text) = sides
        both = often.get(entity, 0) + often.get(other, 0)
        yield Proposal(
            entity_id=entity,
            other_id=other,
            text=text,
            key=squash(text),
            reason=Proposal.Reason.DOUBLE,
            mentions=both,
            weight=both,
        )
