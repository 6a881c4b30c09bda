"""Counts by source, category, name and month, made into links that narrow the search."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

from django.db.models import Q, Value

from articles.models import Category, Entity, Source
from articles.persian.calendar import month_label
from articles.search.directory import Row
from articles.search.engines.base import EngineAnswer
from articles.search.request import SearchRequest
from articles.search.results import Facet, FacetValue, Month

Key = TypeVar("Key")

MOST_VALUES = 12
MODELS = {"source": Source, "category": Category, "name": Entity}
LABELS = {"source": "منبع", "category": "دسته", "name": "نام"}
PARAMETERS = {"source": "sources", "category": "categories", "name": "names"}
# By what a request chooses their rows.
KEYS = {"source": "slug", "category": "slug", "name": "pk"}


def make_facets(request: SearchRequest, answer: EngineAnswer) -> list[Facet]:
    """The facets of an answer, commonest values first, chosen ones always among them."""
    shown = _rows(request, answer)
    return [
        Facet(name, label, _values(name, shown[name], request, answer.facets[name]))
        for name, label in LABELS.items()
    ]


def make_months(request: SearchRequest, answer: EngineAnswer) -> list[Month]:
    """Jalali months in order, each with the request that narrows to it."""
    return [
        Month(key, month_label(key), count, request) for key, count in sorted(answer.months.items())
    ]


def _rows(request: SearchRequest, answer: EngineAnswer) -> dict[str, list[Row]]:
    """The rows to be shown in each facet; one query."""
    found: dict[str, list[Row]] = {name: [] for name in LABELS}
    first, *others = [
        model._default_manager.filter(
            Q(pk__in=_commonest(answer.facets[name]))
            | Q(**{f"{KEYS[name]}__in": _chosen(name, request)})
        )
        .order_by()
        .annotate(of=Value(name))
        .values_list("of", *Row._fields)
        for name, model in MODELS.items()
    ]
    for name, *row in first.union(*others, all=True):
        found[name].append(Row(*row))
    return found


def _values(
    name: str, rows: Iterable[Row], request: SearchRequest, counts: Mapping[int, int]
) -> list[FacetValue]:
    chosen = _chosen(name, request)
    values = []
    for row in rows:
        key = getattr(row, KEYS[name])
        toggled = request.with_(**{PARAMETERS[name]: _toggled(chosen, key)})
        count = counts.get(row.pk, 0)
        values.append(FacetValue(str(key), row.name, count, key in chosen, toggled))
    return sorted(values, key=lambda value: (not value.selected, -value.count, value.label))


def _chosen(name: str, request: SearchRequest) -> tuple[int | str, ...]:
    chosen: tuple[int | str, ...] = getattr(request, PARAMETERS[name])
    return chosen


def _commonest(counts: Mapping[int, int]) -> list[int]:
    return sorted(counts, key=lambda pk: -counts[pk])[:MOST_VALUES]


def _toggled(chosen: tuple[Key, ...], value: Key) -> tuple[Key, ...]:
    if value in chosen:
        return tuple(other for other in chosen if other != value)
    return (*chosen, value)
