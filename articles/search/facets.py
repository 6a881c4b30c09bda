"""Counts by source, category, name and month, made into links that narrow the search."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TypeVar

from articles.models import Entity
from articles.persian.calendar import month_label
from articles.search.directory import DatabaseDirectory, Row
from articles.search.engines.base import EngineAnswer
from articles.search.request import SearchRequest
from articles.search.results import Facet, FacetValue, Month

Value = TypeVar("Value")

MOST_VALUES = 12
PARAMETERS = {"source": "sources", "category": "categories"}
LABELS = {"source": "منبع", "category": "دسته", "name": "نام‌ها"}


def make_facets(
    request: SearchRequest, answer: EngineAnswer, directory: DatabaseDirectory
) -> list[Facet]:
    """The facets of an answer, commonest values first, chosen ones always among them."""
    chosen = {"source": request.sources, "category": request.categories}
    facets = [
        Facet(
            name,
            LABELS[name],
            _labelled(directory.rows[name], PARAMETERS[name], slugs, request, answer.facets[name]),
        )
        for name, slugs in chosen.items()
    ]
    return [*facets, Facet("name", LABELS["name"], _names(request, answer.facets["name"]))]


def make_months(request: SearchRequest, answer: EngineAnswer) -> list[Month]:
    """Jalali months in order, each with the request that narrows to it."""
    return [
        Month(key, month_label(key), count, request) for key, count in sorted(answer.months.items())
    ]


def _labelled(
    rows: Iterable[Row],
    parameter: str,
    chosen: tuple[str, ...],
    request: SearchRequest,
    counts: Mapping[int, int],
) -> list[FacetValue]:
    shown = set(_commonest(counts))
    values = [
        FacetValue(
            value=row.slug,
            label=row.name,
            count=counts.get(row.pk, 0),
            selected=row.slug in chosen,
            toggled=request.with_(**{parameter: _toggled(chosen, row.slug)}),
        )
        for row in rows
        if row.pk in shown or row.slug in chosen
    ]
    return sorted(values, key=lambda value: (not value.selected, -value.count, value.label))


def _names(request: SearchRequest, counts: Mapping[int, int]) -> list[FacetValue]:
    shown = Entity.objects.filter(pk__in={*_commonest(counts), *request.names})
    values = [
        FacetValue(
            value=str(pk),
            label=name,
            count=counts.get(pk, 0),
            selected=pk in request.names,
            toggled=replace(request, names=_toggled(request.names, pk), page=1),
        )
        for pk, name in shown.values_list("pk", "name")
    ]
    return sorted(values, key=lambda value: (not value.selected, -value.count, value.label))


def _commonest(counts: Mapping[int, int]) -> list[int]:
    return sorted(counts, key=lambda pk: -counts[pk])[:MOST_VALUES]


def _toggled(chosen: tuple[Value, ...], value: Value) -> tuple[Value, ...]:
    if value in chosen:
        return tuple(other for other in chosen if other != value)
    return (*chosen, value)
