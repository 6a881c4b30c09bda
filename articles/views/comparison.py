"""Up to five names on one timeline."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from articles.models import Entity
from articles.persian.calendar import month_label
from articles.persian.characters import persian_digits, persian_number
from articles.search import comparison
from articles.search.comparison import MOST_NAMES, Comparison, Series
from articles.search.directory import entities_called
from articles.search.request import SearchRequest
from articles.views.errors import explained
from articles.views.freshness import revalidated
from articles.views.linechart import Chart, Slot, Value, line_chart, mark_outlines
from articles.views.search import Link
from articles.views.timeline import LONGEST_IN_MONTHS
from articles.views.trends import trending

LONGEST_TYPED = 100
MOST_CANDIDATES = 8
SHARE = "share"

Key = int  # of a month, yyyymm, or of a year


@dataclass(frozen=True, slots=True)
class Page:
    """A state of the page: the names and the period, and what is measured."""

    asked: SearchRequest
    by_share: bool

    def address(self, *, by_share: bool | None = None, **changes: object) -> str:
        """The page with some parts changed."""
        query = self.asked.with_(**changes).query_string()
        share = self.by_share if by_share is None else by_share
        pairs = [query] if query else []
        pairs += [urlencode({"measure": SHARE})] if share else []
        return f"{reverse('names-compare')}{'?' if pairs else ''}{'&'.join(pairs)}"


@dataclass(frozen=True, slots=True)
class Compared:
    """A name of the comparison, and the page without it. ``mark`` is the number of its line."""

    series: Series
    mark: int
    without: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table behind the chart; ``months`` is the page of a year by month."""

    label: str
    months: str
    values: list[Value]


@require_safe
@revalidated
@explained
def compare(request: HttpRequest) -> HttpResponse:
    """404 with what is known where one of the names is not."""
    asked, notes = comparison.read_request(request.GET)
    page = Page(asked, request.GET.get("measure") == SHARE)
    typed = request.GET.get("add", "").strip()[:LONGEST_TYPED]
    candidates = _candidates(typed, asked.names)
    if len(candidates) == 1:
        return redirect(page.address(names=(*asked.names, candidates[0].pk)))
    if typed and not candidates:
        notes.append(f"نام دیگری به شکل «{typed}» در بایگانی نیست.")
    compared = comparison.compare(asked)
    for pk in compared.missing:
        notes.append(f"نامی با شمارهٔ {persian_digits(pk)} در بایگانی نیست.")
    context = {
        "page_parameters": ("name", "from", "to", "measure"),
        "notes": notes,
        "asked": asked,
        "typed": typed,
        "by_share": page.by_share,
        "full": len(asked.names) >= MOST_NAMES,
        "candidates": _links(candidates, page),
        "suggestions": [] if asked.names else _suggested(page),
        "measures": [
            Link("تعداد خبرها", page.address(by_share=False), not page.by_share),
            Link("سهم از همهٔ خبرها", page.address(by_share=True), page.by_share),
        ],
        **_drawn(page, compared),
    }
    status = 404 if compared.missing else 200
    return render(request, "entities/compare.html", context, status=status)


def _candidates(typed: str, chosen: Sequence[int]) -> list[Entity]:
    """The names that are spelt as typed; without any, those that contain it."""
    if not typed:
        return []
    found = [entity for entity in entities_called(typed) if entity.pk not in chosen]
    if not found:
        like = Entity.objects.spelt_like(typed).exclude(pk__in=chosen)
        found = list(like.alphabetical()[:MOST_CANDIDATES])
    return found


def _links(entities: Sequence[Entity], page: Page) -> list[tuple[Entity, str]]:
    return [(entity, page.address(names=(*page.asked.names, entity.pk))) for entity in entities]


def _suggested(page: Page) -> list[tuple[Entity, str]]:
    return _links([trend.entity for trend in trending()], page)


def _drawn(page: Page, compared: Comparison) -> dict[str, object]:
    """The names, the chart and the table; no chart without a dated article."""
    names = [
        Compared(
            series,
            mark,
            page.address(names=tuple(pk for pk in page.asked.names if pk != series.entity.pk)),
        )
        for mark, series in enumerate(compared.series, 1)
    ]
    months = compared.months()
    by_year = len(months) > LONGEST_IN_MONTHS
    keys = list(dict.fromkeys(key // 100 for key in months)) if by_year else months
    slots = [_slot(key, by_year) for key in keys]
    archive = _grouped(compared.archive, by_year)
    columns = [
        [_value(series, key, _grouped(series.months, by_year), archive, page) for key in keys]
        for series in compared.series
    ]
    return {
        "compared": names,
        "compared_names": [series.entity.name for series in compared.series],
        "by_year": by_year,
        "chart": _chart(slots, compared.series, columns, page) if slots else None,
        "marks": mark_outlines()[: len(names)],
        "rows": [
            Row(slot.label, _months_of_year(page, key) if by_year else "", list(values))
            for slot, key, *values in zip(slots, keys, *columns, strict=True)
        ],
    }


def _chart(
    slots: list[Slot], series: Sequence[Series], columns: list[list[Value]], page: Page
) -> Chart:
    labelled = [(one.entity.name, values) for one, values in zip(series, columns, strict=True)]
    return line_chart(
        slots, labelled, _percent if page.by_share else _count, whole=not page.by_share
    )


def _months_of_year(page: Page, year: int) -> str:
    return page.address(date_from=str(year), date_to=str(year))


def _slot(key: Key, by_year: bool) -> Slot:
    if by_year:
        return Slot(persian_digits(key), persian_digits(key))
    return Slot(month_label(key), persian_digits(_period(key)))


def _value(
    series: Series, key: Key, counts: Mapping[Key, int], archive: Mapping[Key, int], page: Page
) -> Value:
    count, of = counts.get(key, 0), archive.get(key, 0)
    period = _period(key)
    narrowed = SearchRequest(names=(series.entity.pk,), date_from=period, date_to=period)
    query = narrowed.query_string() if count else ""
    if not page.by_share:
        return Value(float(count), persian_number(count), query)
    if not of:
        return Value(None, "—", "")
    return Value(100 * count / of, _percent(100 * count / of), query)


def _grouped(months: Mapping[int, int], by_year: bool) -> Mapping[Key, int]:
    if not by_year:
        return months
    years: Counter[int] = Counter()
    for key, count in months.items():
        years[key // 100] += count
    return years


def _period(key: Key) -> str:
    """1402 -> 1402 and 140207 -> 1402/07, as the search takes it."""
    return str(key) if key < 10_000 else f"{key // 100}/{key % 100:02}"


def _count(amount: float) -> str:
    return persian_number(round(amount))


def _percent(amount: float) -> str:
    """Two digits that say something: ۱۲٪, ۱٫۲٪, ۰٫۱۲٪."""
    places = 0 if amount >= 10 or not amount else 1 if amount >= 1 else 2
    return f"{persian_number(round(amount, places) if places else round(amount))}٪"
