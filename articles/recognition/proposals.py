"""What curators may teach the archive about its names: further spellings, and likely doubles.

`Proposal` rows follow from the names and from what their confirmed mentions show, and from
nothing else. Who finds mentions calls `recount` in the same transaction; who changes names,
or decides about what they have, notes them as `PendingName`, and `follow` takes up the notes.
Nobody has to read a text again for them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from django.db import transaction
from django.db.models import Count, Q, QuerySet

from articles.models import Entity, Kind, Mention, Proposal
from articles.persian.characters import squash
from articles.recognition import recogniser
from articles.recognition.linking import initials_fit, is_latin, surname_key, variants
from articles.recognition.recogniser import Recogniser
from articles.recognition.refusals import Claim, refused, spellings

Reason = Proposal.Reason
Report = Callable[[int, int], None]

_BATCH = 500  # names of one statement
_COUNTED = ("entity_id", "other_id", "text", "key", "reason", "mentions", "weight")
# A bare surname is often, but not always, the same person.
_SURENESS = {Reason.INITIALS: 0.5, Reason.SURNAME: 0.1}

_Key = tuple[int, str] | frozenset[int]
"""Name and squashed spelling; of doubles the two names, in whichever order."""


def refresh(report: Report | None = None) -> int:
    """Bring the proposals for every name up to date; how many wait now.

    ``report(done, total)`` counts names.
    """
    names = recogniser.current()
    every = list(Entity.objects.values_list("pk", flat=True))
    done = 0
    for ids in _batches(every):
        _recount_spellings(ids, names)
        done += len(ids)
        if report is not None:
            report(done, len(every))
    with transaction.atomic():
        _keep(_of_doubles(_doubles(names)), Proposal.objects.filter(other__isnull=False))
    return Proposal.objects.waiting().count()


def follow(entity_ids: Iterable[int], texts: Iterable[str] = ()) -> None:
    """Bring up to date what may be proposed after these names changed.

    ``texts`` are spellings that came or went. What a name was called before counts, too:
    another that shared its surname may have it alone now.
    """
    ids = set(entity_ids)
    names = recogniser.current()
    called = {*texts, *Entity.history.filter(id__in=ids).values_list("name", flat=True)}
    keys = {key for text in called for key in (squash(text), surname_key(text))}
    sharing = {bearer.entity_id for key in keys for bearer in names.bearers(key)}
    with transaction.atomic():
        for batch in _batches(ids | sharing):
            _recount_spellings(batch, names)
        _keep(_of_doubles(_doubles(names, ids)), _stored_doubles(ids))


def recount(entity_ids: Iterable[int], names: Recogniser) -> None:
    """Bring the proposals for these names up to date with their mentions.

    ``names`` may be a moment old: what changed since is noted, and `follow` comes to it.
    Waiting rows come, change and go; what a curator decided stays and is not proposed
    again. The number of statements does not grow with the names, apart from the size limit
    of one statement, and no article is read.
    """
    for ids in _batches(entity_ids):
        with transaction.atomic(savepoint=False):
            _recount_spellings(ids, names)
            _recount_doubles(ids, names)


def mentions_of(proposal: Proposal) -> QuerySet[Mention]:
    """The mentions that show this spelling, as they are now."""
    rows = Mention.objects.confirmed().filter(entity=proposal.entity_id)
    if proposal.reason == Reason.SURNAME:
        return rows.filter(key=proposal.key, also_called="")
    given = rows.filter(also_called__gt="").order_by().values_list("also_called", flat=True)
    forms = [text for text in given.distinct() if squash(text) == proposal.key]
    return rows.filter(also_called__in=forms)


def _batches(entity_ids: Iterable[int]) -> Iterator[list[int]]:
    """As many as one statement takes."""
    ids = sorted(entity_ids)
    return (ids[first : first + _BATCH] for first in range(0, len(ids), _BATCH))


# --- rows -------------------------------------------------------------------------------------


def _keep(found: Iterable[Proposal], stored: QuerySet[Proposal]) -> None:
    """Make the waiting ones of ``stored`` what was ``found`` about the same names."""
    proposed = {_key(row): row for row in _not_refused(list(found))}
    present = {_key(row): row for row in stored}
    waiting = {key: row for key, row in present.items() if row.status == Proposal.Status.WAITING}
    stale = [row.pk for key, row in waiting.items() if key not in proposed]
    for first in range(0, len(stale), _BATCH):
        Proposal.objects.filter(pk__in=stale[first : first + _BATCH]).delete()
    changed = [row for key, row in waiting.items() if key in proposed and _took(row, proposed[key])]
    fields = [name.removesuffix("_id") for name in _COUNTED]
    Proposal.objects.bulk_update(changed, fields, batch_size=_BATCH)
    new = [row for key, row in proposed.items() if key not in present]
    Proposal.objects.bulk_create(new, batch_size=_BATCH, ignore_conflicts=True)


def _key(row: Proposal) -> _Key:
    if row.other_id is None:
        return row.entity_id, row.key
    return frozenset((row.entity_id, row.other_id))


def _took(row: Proposal, found: Proposal) -> bool:
    """Bring a waiting row up to what was found; whether that changed it."""
    changed = [name for name in _COUNTED if getattr(row, name) != getattr(found, name)]
    for name in changed:
        setattr(row, name, getattr(found, name))
    return bool(changed)


def _not_refused(rows: Sequence[Proposal]) -> list[Proposal]:
    """Without what curators said no to, be it for a deleted name that was so called."""
    if not rows:
        return []
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


# --- further spellings ------------------------------------------------------------------------


class _Name(NamedTuple):
    kind: str
    name: str


def _recount_spellings(ids: Sequence[int], gazetteer: Recogniser) -> None:
    stored = Proposal.objects.filter(entity__in=ids, other__isnull=True)
    with transaction.atomic(savepoint=False):
        _keep(_of_spellings(ids, gazetteer), stored)


def _of_spellings(ids: Sequence[int], gazetteer: Recogniser) -> Iterator[Proposal]:
    """Spellings that articles use for these names and that are none of theirs yet.

    See `linking.also_called`; and the bare surname, which the archive counts only beside the
    full name until it is an alias, where no other person bears it.
    """
    rows = Entity.objects.filter(pk__in=ids).values_list("pk", "kind", "name")
    names = {pk: _Name(kind, name) for pk, kind, name in rows}
    beside = list(_written_beside(names))
    asked = {pk for pk, entity in names.items() if _surname(entity)} | {pk for pk, *_ in beside}
    known = {pk: {key for _, key in called} for pk, called in spellings(asked).items()}
    forms: dict[tuple[int, str, Reason], Counter[str]] = defaultdict(Counter)
    for pk, reason, text, number in (*beside, *_bare_surnames(names, known, gazetteer)):
        key = squash(text)
        if key and key not in known[pk]:
            forms[pk, key, reason][text] += number
    for (pk, key, reason), counted in forms.items():
        yield Proposal(
            entity_id=pk,
            text=min(counted, key=lambda text: (-counted[text], text)),
            key=key,
            reason=reason,
            mentions=counted.total(),
            weight=counted.total() * _SURENESS.get(reason, 1),
        )


_Found = Iterator[tuple[int, Reason, str, int]]
"""Name, reason, raw spelling, how often."""


def _written_beside(names: Mapping[int, _Name]) -> _Found:
    rows = Mention.objects.confirmed().filter(entity__in=names, also_called__gt="").order_by()
    counted = rows.values_list("entity", "also_called").annotate(number=Count("pk"))
    for pk, text, number in counted:
        if reason := _reason(text, names[pk]):
            yield pk, reason, text, number


def _reason(text: str, entity: _Name) -> Reason | None:
    if is_latin(text):
        return Reason.LATIN
    if entity.kind == Kind.PERSON:
        return Reason.INITIALS if initials_fit(text, entity.name) else None
    return Reason.SHORT_FORM if entity.kind == Kind.ORGANISATION and "." not in text else None


def _bare_surnames(
    names: Mapping[int, _Name], known: Mapping[int, set[str]], gazetteer: Recogniser
) -> _Found:
    surnames = {
        pk: key
        for pk, entity in names.items()
        if (key := _surname(entity)) and key not in known[pk]
    }
    if not surnames:
        return
    rows = Mention.objects.confirmed().filter(
        entity__in=surnames, key__in=set(surnames.values()), also_called=""
    )
    counted = rows.order_by().values_list("entity", "key", "text").annotate(number=Count("pk"))
    for pk, key, text, number in counted:
        if surnames[pk] == key and not _is_shared(key, pk, gazetteer):
            yield pk, Reason.SURNAME, text, number


def _surname(entity: _Name) -> str:
    return surname_key(entity.name) if entity.kind == Kind.PERSON else ""


def _is_shared(key: str, entity_id: int, names: Recogniser) -> bool:
    """Whether another person bears this surname: alone it is no spelling of either."""
    return any(
        bearer.entity_id != entity_id and bearer.kind == Kind.PERSON
        for bearer in names.bearers(key)
    )


# --- likely doubles ---------------------------------------------------------------------------

_Pair = dict[int, str]
"""Two names, each with the spelling that is so alike."""


def _doubles(names: Recogniser, ids: set[int] | None = None) -> list[_Pair]:
    """Pairs of curated names of one kind that may be one, see `linking.variants`; with
    ``ids`` only those of these names."""
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


def _of_doubles(pairs: Sequence[_Pair]) -> Iterator[Proposal]:
    """The name that occurs more often is the one of which the other's spelling may be.

    Without names that were deleted since the pairs were found.
    """
    sides = {pk for pair in pairs for pk in pair}
    often = _confirmed(sides)
    for pair in pairs:
        if not often.keys() >= pair.keys():
            continue
        entity, other = sorted(pair, key=lambda pk: (-often[pk], pk))
        both = often[entity] + often[other]
        yield Proposal(
            entity_id=entity,
            other_id=other,
            text=pair[other],
            key=squash(pair[other]),
            reason=Reason.DOUBLE,
            mentions=both,
            weight=both,
        )


def _confirmed(entity_ids: Iterable[int]) -> dict[int, int]:
    """How often each of these names occurs, of those that there are."""
    counts: dict[int, int] = {}
    for ids in _batches(entity_ids):
        present = Entity.objects.filter(pk__in=ids).values_list("pk", flat=True)
        counts.update(dict.fromkeys(present, 0))
        rows = Mention.objects.confirmed().filter(entity__in=ids)
        counts.update(rows.order_by().values_list("entity").annotate(number=Count("pk")))
    return counts


def _recount_doubles(ids: Sequence[int], names: Recogniser) -> None:
    """The doubles of these names stay; how often they occur may have changed."""
    waiting = _stored_doubles(ids).filter(status=Proposal.Status.WAITING)
    sides = set(ids).intersection(pk for row in waiting for pk in (row.entity_id, row.other_id))
    if sides:
        _keep(_of_doubles(_doubles(names, sides)), _stored_doubles(sides))


def _stored_doubles(ids: Iterable[int]) -> QuerySet[Proposal]:
    concerned = Q(entity__in=ids) | Q(other__in=ids)
    return Proposal.objects.filter(concerned, other__isnull=False)
