"""What stands on a page by the dozen: a template would take milliseconds to loop over it."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from articles.persian.characters import persian_number
from articles.search.results import Facet

register = template.Library()

_BAR = (
    '<a href="{}?{}" tabindex="-1" data-label="{}"><title>{}: {}</title>'
    '<rect class="timeline__slot" x="{}" y="0" width="{}" height="{}"/>'
    '<rect class="timeline__bar" x="{}" y="{}" width="{}" height="{}"/></a>'
)
_BAR_ROW = (
    '<tr><th scope="row"><a href="{}?{}" rel="nofollow">{}</a></th><td>{}</td>'
    '<td><a href="{}{}/">تقویم<span class="hidden"> {}</span></a></td></tr>'
)
_VALUE = (
    '<li><a class="facet__value" id="facet-{}-{}" href="?{}" rel="nofollow"{}>'
    '<bdi class="facet__label">{}</bdi>{}<span class="facet__count">{}</span></a></li>'
)
_NOTHING = mark_safe("")
_CURRENT = mark_safe(' aria-current="true"')
_TAKES_OFF = mark_safe('<span class="hidden">؛ فعال است، حذف فیلتر</span>')


@register.simple_tag
def timeline_bars(timeline: Any, url: str) -> SafeString:
    """The bars of a ``views.timeline.Timeline``; each leads to ``url``, narrowed to its period."""
    return _joined(
        _BAR,
        (
            (
                *(url, bar.query, bar.label, bar.label, persian_number(bar.count)),
                *(bar.x, bar.width, timeline.height),
                *(bar.x, bar.y, bar.width, bar.height),
            )
            for bar in timeline.bars
        ),
    )


@register.simple_tag
def timeline_rows(timeline: Any, url: str, archive: str) -> SafeString:
    """The same as rows of a table; each leads to the calendar under ``archive`` as well."""
    return _joined(
        _BAR_ROW,
        (
            (url, bar.query, bar.label, persian_number(bar.count), archive, bar.period, bar.label)
            for bar in timeline.bars
        ),
    )


@register.simple_tag
def facet_values(facet: Facet) -> SafeString:
    """The values of a facet; each link puts its value on or takes it off."""
    return _joined(
        _VALUE,
        (
            (
                *(facet.field, value.value, value.toggled.query_string()),
                _CURRENT if value.selected else _NOTHING,
                value.label,
                _TAKES_OFF if value.selected else _NOTHING,
                persian_number(value.count),
            )
            for value in facet.values
        ),
    )


def _joined(row: str, rows: Iterable[Iterable[object]]) -> SafeString:
    """``row`` filled with the parts of each, a line each. Everything but a SafeString is escaped,
    as by Django's ``format_html_join``, which takes three times as long."""
    filled = (row.format(*map(_escaped, parts)) for parts in rows)
    return mark_safe("\n".join(filled))  # noqa: S308 - each part is escaped


def _escaped(part: object) -> str:
    return part if isinstance(part, SafeString) else escape(str(part))
