"""What curators said that a spelling is not, which no machine says again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from articles.models import Alias, Entity, RejectedSpelling
from articles.persian.characters import squash

_BATCH = 1000  # keys of one statement

Claim = tuple[str, int | None]
"""A squashed spelling and the name that it is to mean; None: some name."""


def refused(claims: Iterable[Claim]) -> set[Claim]:
    """Those claims that a curator rejected, of a name or of one deleted that was so called."""
    claims = set(claims)
    said: set[Claim] = set()
    of_deleted: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for key, entity_id, kind, name in _rejected({key for key, _ in claims}):
        if name:
            of_deleted[key].add((kind, name))
        else:
            said.add((key, entity_id))
    in_doubt = [(key, pk) for key, pk in claims if pk is not None and key in of_deleted]
    called = spellings({pk for _, pk in in_doubt})
    again = {(key, pk) for key, pk in in_doubt if called.get(pk, set()) & of_deleted[key]}
    return claims & said | again


def _rejected(keys: Iterable[str]) -> Iterable[tuple[str, int | None, str, str]]:
    wanted = sorted(keys)
    for first in range(0, len(wanted), _BATCH):
        rows = RejectedSpelling.objects.filter(key__in=wanted[first : first + _BATCH])
        yield from rows.values_list("key", "entity", "kind", "name")


def spellings(entity_ids: Iterable[int]) -> dict[int, set[tuple[str, str]]]:
    """Kind and squashed form of everything that each of these names is called."""
    wanted = sorted(entity_ids)
    called: dict[int, set[tuple[str, str]]] = defaultdict(set)
    for first in range(0, len(wanted), _BATCH):
        batch = wanted[first : first + _BATCH]
        for pk, kind, *names in Entity.objects.filter(pk__in=batch).values_list(
            "pk", "kind", "name", "latin_name"
        ):
            called[pk].update((kind, key) for key in map(squash, names) if key)
        aliases = Alias.objects.filter(entity__in=batch)
        for pk, kind, key in aliases.values_list("entity", "entity__kind", "key"):
            called[pk].add((kind, key))
    return called
