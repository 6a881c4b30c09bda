"""Spellings that articles use for a name and that are none of its own yet.

What the text puts beside the name (see `linking.also_called`); and the bare surname, which
the archive counts only beside the full name until it is an alias, where no other person
bears it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import NamedTuple, Protocol

from django.db.models import Count

from articles.models import Entity, Kind, Mention, Proposal
from articles.persian.characters import squash
from articles.recognition import proposal_rows
from articles.recognition.linking import initials_fit, is_latin, surname_key
from articles.recognition.proposal_rows import WAITING, ProposalRow, Reason
from articles.recognition.recogniser import Recogniser
from articles.recognition.refusals import spellings
from articles.recognition.synchronising import Changes, diff


class Shown(NamedTuple):
    """What a confirmed mention shows of its name."""

    entity_id: int
    key: str
    text: str
    also_called: str


class Called(Protocol):
    """A name, of whatever class."""

    kind: str
    name: str


Spelling = tuple[int, str, str]
"""Name, squashed spelling and `Reason`."""


def find(names: Mapping[int, Called], gazetteer: Recogniser) -> list[ProposalRow]:
    """What may be proposed for ``names``, by key, counted from all of their mentions."""
    counted = _counted(names)
    found = _spellings(counted, names)
    known = spellings({pk for pk, *_ in found})
    own = {pk: {key for _, key in called} for pk, called in known.items()}
    return [
        proposal_rows.of_spelling(*spelling, forms)
        for spelling, forms in found.items()
        if spelling[1] not in own[spelling[0]] and not _is_shared(spelling, gazetteer)
    ]


def by_difference(shown: Mapping[Shown, int], gazetteer: Recogniser) -> Changes[ProposalRow]:
    """What leads from the stored lines to lines with so many more (or fewer) mentions.

    A line that is not there had no mentions, or is none of those that may be proposed.
    """
    names = Entity.objects.only("kind", "name").in_bulk({one.entity_id for one in shown})
    spelt = _spellings(shown, names)
    found = {spelling: forms for spelling, forms in spelt.items() if any(forms.values())}
    if not found:
        return Changes()
    rows = Proposal.objects.filter(
        other__isnull=True,
        entity__in={pk for pk, *_ in found},
        key__in={key for _, key, _ in found},
    )
    present = {(row.entity_id, row.key, row.reason): row for row in proposal_rows.locked(rows)}
    changes: Changes[ProposalRow] = Changes()
    for spelling in found.keys() & present.keys():
        row = present[spelling]
        forms = Counter(row.forms)
        forms.update(found[spelling])
        after = proposal_rows.of_spelling(*spelling, +forms)._replace(status=row.status)
        kept = [after] if after.mentions or row.status != WAITING else []
        changes.add(diff([row], kept, proposal_rows.identity))
    absent = {spelling: +found[spelling] for spelling in found.keys() - present.keys()}
    changes.new += _new(absent, gazetteer)
    return changes


def _new(absent: Mapping[Spelling, Counter[str]], gazetteer: Recogniser) -> list[ProposalRow]:
    """Lines of those spellings that may be proposed."""
    shown = {
        spelling: forms
        for spelling, forms in absent.items()
        if forms and not _is_listed(spelling, gazetteer) and not _is_shared(spelling, gazetteer)
    }
    known = spellings({pk for pk, *_ in shown}) if shown else {}
    return proposal_rows.not_refused(
        [
            proposal_rows.of_spelling(*spelling, forms)
            for spelling, forms in shown.items()
            if spelling[1] not in {key for _, key in known[spelling[0]]}
        ]
    )


def _counted(names: Mapping[int, Called]) -> Counter[Shown]:
    """What all confirmed mentions of these names show, where that may be a spelling."""
    rows = Mention.objects.confirmed().filter(entity__in=names).order_by()
    beside = rows.filter(also_called__gt="")
    surnames = {key for called in names.values() if (key := _surname(called))}
    bare = rows.filter(also_called="", key__in=surnames)
    counted: Counter[Shown] = Counter()
    for some in (beside, bare):
        for *shown, number in some.values_list(*Shown._fields).annotate(number=Count("pk")):
            counted[Shown(*shown)] += number
    return counted


def _spellings(
    shown: Mapping[Shown, int], names: Mapping[int, Called]
) -> dict[Spelling, Counter[str]]:
    """How often each form of each spelling that is worth a proposal is shown."""
    found: defaultdict[Spelling, Counter[str]] = defaultdict(Counter)
    for one, number in shown.items():
        called = names.get(one.entity_id)
        text = one.also_called or one.text
        reason = _reason(one, called) if called is not None else None
        if reason is not None and (key := squash(text)):
            found[one.entity_id, key, reason.value][text] += number
    return found


def _reason(shown: Shown, called: Called) -> Reason | None:
    beside = shown.also_called
    if not beside:
        return Reason.SURNAME if shown.key == _surname(called) != "" else None
    if is_latin(beside):
        return Reason.LATIN
    if called.kind == Kind.PERSON:
        return Reason.INITIALS if initials_fit(beside, called.name) else None
    is_body = called.kind == Kind.ORGANISATION
    return Reason.SHORT_FORM if is_body and "." not in beside else None


def _surname(called: Called) -> str:
    return surname_key(called.name) if called.kind == Kind.PERSON else ""


def _is_listed(spelling: Spelling, gazetteer: Recogniser) -> bool:
    """Whether it is one of the name's own spellings, as far as ``gazetteer`` knows."""
    entity_id, key, _ = spelling
    return any(bearer.entity_id == entity_id for bearer in gazetteer.listed(key))


def _is_shared(spelling: Spelling, gazetteer: Recogniser) -> bool:
    """Whether another person bears this surname: alone it is no spelling of either."""
    entity_id, key, reason = spelling
    return reason == Reason.SURNAME and any(
        bearer.entity_id != entity_id and bearer.kind == Kind.PERSON
        for bearer in gazetteer.bearers(key)
    )
