"""What curators decide first: suggested names with their evidence, and likely namesakes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Count, QuerySet

from articles.models import DISPLACED, Alias, Entity, Mention, Suggestion
from articles.recognition.linking import SHORTEST_VARIANT, variants

_BATCH = 500  # spellings of one statement
_COUNTED = ("text", "mentions", "articles", "decided", "weight")


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
        near = Alias.objects.filter(key__in=list(variants(key)))
        longer = Alias.objects.filter(key__endswith=key)
        for alike in (near, longer):
            found.update(dict.fromkeys(alike.values_list("entity", flat=True)[:limit]))
    chosen = list(found)[:limit]
    entities = Entity.objects.in_bulk(chosen)
    return [entities[pk] for pk in chosen if pk in entities]
