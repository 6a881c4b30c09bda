"""What curators decide first: suggested names with their evidence, and likely namesakes."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Count, QuerySet
from django.db.models.functions import Length

from articles.models import DISPLACED, Alias, Entity, Mention, Suggestion
from articles.persian.characters import squash

_BATCH = 500  # spellings of one statement
_COUNTED = ("text", "mentions", "articles", "decided", "weight")
_LATIN_IN_BRACKETS = re.compile(
    r"\s{0,2}[(（]\s{0,2}([A-Za-z\u00c0-\u024f][A-Za-z\u00c0-\u024f .'’-]{1,60}?)\s{0,2}[)）]"
)
_VOWELS = re.compile("[اویه]")
SHORTEST_VARIANT = 4
"""Letters; among shorter names one letter more or less makes another name."""


def waiting() -> QuerySet[Mention]:
    """Suggested mentions that stand in their article."""
    return Mention.objects.suggested().filter(start__lt=DISPLACED)


def mentions_of(suggestion: Suggestion) -> QuerySet[Mention]:
    """The mentions that this line of the queue sums up, as they are now."""
    return waiting().filter(key=suggestion.key, kind=suggestion.kind, entity=suggestion.entity_id)


def recount(keys: Iterable[str]) -> None:
    """Bring the queue up to date for these squashed spellings.

    Called in the transaction that changed their mentions. A line's weight is its mentions
    times the uncertainty, 1 when nothing is known and less the more curators have decided
    about the same spelling and kind already.
    """
    wanted = sorted({key for key in keys if key})
    for first in range(0, len(wanted), _BATCH):
        _recount(wanted[first : first + _BATCH])


def rebuild() -> None:
    """Count the whole queue anew."""
    with transaction.atomic():
        keys = set(waiting().order_by().values_list("key", flat=True).distinct())
        keys.update(Suggestion.objects.values_list("key", flat=True))
        recount(keys)


_Place = tuple[str, str, int | None]
"""Squashed text, kind and proposed name."""


def _recount(keys: Sequence[str]) -> None:
    counted = _counted(keys)
    new, changed, gone = [], [], []
    for line in Suggestion.objects.filter(key__in=keys):
        values = counted.pop((line.key, line.kind, line.entity_id), None)
        if values is None:
            gone.append(line.pk)
        elif any(getattr(line, name) != values[name] for name in _COUNTED):
            for name in _COUNTED:
                setattr(line, name, values[name])
            changed.append(line)
    for (key, kind, entity_id), values in counted.items():
        new.append(Suggestion(key=key, kind=kind, entity_id=entity_id, **values))
    Suggestion.objects.filter(pk__in=gone).delete()
    Suggestion.objects.bulk_update(changed, _COUNTED, batch_size=_BATCH)
    Suggestion.objects.bulk_create(new, batch_size=_BATCH)


def _counted(keys: Sequence[str]) -> dict[_Place, dict[str, Any]]:
    rows = waiting().filter(key__in=keys).order_by()
    decisions = _decisions(keys)
    forms: dict[_Place, Counter[str]] = defaultdict(Counter)
    for *place, text, number in rows.values_list("key", "kind", "entity", "text").annotate(
        number=Count("pk")
    ):
        forms[tuple(place)][text] = number
    articles = rows.values_list("key", "kind", "entity").annotate(
        number=Count("article", distinct=True)
    )
    return {
        (key, kind, entity): _line(forms[key, kind, entity], number, decisions[key, kind])
        for key, kind, entity, number in articles
    }


def _line(forms: Counter[str], articles: int, decided: int) -> dict[str, Any]:
    return {
        "text": min(forms, key=lambda form: (-forms[form], form)),
        "mentions": forms.total(),
        "articles": articles,
        "decided": decided,
        "weight": forms.total() / (1 + decided),
    }


def _decisions(keys: Sequence[str]) -> Counter[tuple[str, str]]:
    """How many mentions of each spelling and kind curators decided, either way."""
    rows = Mention.objects.filter(key__in=keys, origin=Mention.Origin.CURATOR).order_by()
    counted = rows.values_list("key", "kind").annotate(number=Count("pk"))
    return Counter({(key, kind): number for key, kind, number in counted})


def known_names(key: str, limit: int) -> list[Entity]:
    """Curated names that a spelling may mean: the same, a longer one, or spelt nearly so."""
    exact = Alias.objects.filter(key=key)
    found = dict.fromkeys(exact.values_list("entity", flat=True)[:limit])
    if len(key) >= SHORTEST_VARIANT:
        near = _keys_alike(key).values_list("key", "entity")
        alike = [pk for other, pk in near.iterator() if _is_variant(key, other)]
        longer = Alias.objects.filter(key__endswith=key).values_list("entity", flat=True)[:limit]
        found.update(dict.fromkeys([*alike, *longer]))
    chosen = list(found)[:limit]
    entities = Entity.objects.in_bulk(chosen)
    return [entities[pk] for pk in chosen if pk in entities]


def _keys_alike(key: str) -> QuerySet[Alias]:
    """The few aliases that begin and end as ``key`` does, as long give or take a letter."""
    ends = Alias.objects.filter(key__startswith=key[0], key__endswith=key[-1])
    return ends.annotate(size=Length("key")).filter(size__range=(len(key) - 1, len(key) + 1))


def latin_after(mention: Mention, text: str) -> str:
    """The Latin spelling that ``text`` gives in brackets behind the mention, or ''."""
    match = _LATIN_IN_BRACKETS.match(text, mention.end)
    return match[1] if match else ""


# --- linking ----------------------------------------------------------------------------------


def variants(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Pairs of ``names`` that may be one foreign name, transliterated twice.

    They differ in one long vowel that Persian may leave unwritten or write otherwise
    («بلینکن» and «بلینکین», «رائو» and «راو»); consonants and initials are the same.
    """
    by_skeleton: dict[str, list[str]] = defaultdict(list)
    for name in sorted(set(names)):
        key = squash(name)
        if len(key) >= SHORTEST_VARIANT:
            by_skeleton[key[0] + _VOWELS.sub("", key[1:])].append(name)
    for alike in by_skeleton.values():
        for index, one in enumerate(alike):
            for other in alike[index + 1 :]:
                if _one_vowel_apart(squash(one), squash(other)):
                    yield one, other


def _is_variant(one: str, other: str) -> bool:
    return _VOWELS.sub("", one[1:]) == _VOWELS.sub("", other[1:]) and _one_vowel_apart(one, other)


def _one_vowel_apart(one: str, other: str) -> bool:
    """Whether a vowel added or replaced makes the one of the other; the last letter stays.

    A vowel at the end is grammar more often than spelling: «اصفهان» and «اصفهانی».
    """
    if one == other or one[-1] != other[-1] or abs(len(one) - len(other)) > 1:
        return False
    if len(one) == len(other):
        return sum(a != b for a, b in zip(one, other, strict=True)) == 1
    short, long = sorted((one, other), key=len)
    return any(long[:i] + long[i + 1 :] == short for i in range(1, len(long)))
