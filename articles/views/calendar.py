"""The archive by day: years, the months of a year, the days of a month, the news of a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache
from django.db.models import F, Func, IntegerField, Max, Min, QuerySet, Value
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles.models import Article
from articles.persian.calendar import (
    TEHRAN,
    format_jalali,
    month_label,
    month_name,
    parse_period,
    to_jalali,
)
from articles.persian.characters import persian_digits
from articles.search.request import SearchRequest
from articles.views.errors import explained
from articles.views.freshness import revalidated
from articles.views.paging import page_of
from articles.views.timeline import heights

Range = tuple[datetime, datetime]

KEPT = 600  # seconds; counts of the whole archive
WEEK = ("شنبه", "یکشنبه", "دوشنبه", "سه‌شنبه", "چهارشنبه", "پنجشنبه", "جمعه")
LONGEST_MONTH = 31
COUNTED_TOGETHER = 100  # SQLite joins at most 500 queries to one
# What lies outside is no Jalali year of this archive.
FIRST_YEAR, FIRST_GREGORIAN_YEAR = 1000, 1700


@dataclass(frozen=True, slots=True)
class Period:
    """A Jalali year, month or day: ``parts`` has one, two or three numbers.

    Raises Http404 for one that the calendar does not have.
    """

    parts: tuple[int, ...]

    @property
    def text(self) -> str:
        """As the search takes it: «1402/07/15»."""
        year, *rest = self.parts
        return "/".join([f"{year:04}", *(f"{part:02}" for part in rest)])

    @property
    def url(self) -> str:
        name = ("archive-year", "archive-month", "archive-day")[len(self.parts) - 1]
        return reverse(name, args=self.parts)

    @property
    def label(self) -> str:
        if len(self.parts) == 1:
            return persian_digits(self.parts[0])
        if len(self.parts) == 2:
            return month_label(self.parts[0] * 100 + self.parts[1])
        return format_jalali(self.range[0], weekday=True)

    @property
    def range(self) -> Range:
        """[start, end) in UTC."""
        if not FIRST_YEAR <= self.parts[0] < FIRST_GREGORIAN_YEAR:
            raise Http404
        try:
            return parse_period(self.text)
        except ValueError as error:
            raise Http404 from error

    @property
    def search(self) -> str:
        """The query string that searches in it."""
        return SearchRequest(date_from=self.text, date_to=self.text).query_string()

    def around(self) -> list[Period]:
        """The wider periods that it lies in, widest first."""
        return [Period(self.parts[:length]) for length in range(1, len(self.parts))]

    def of(self, moment: datetime) -> Period:
        """The period of the same kind in which ``moment`` lies."""
        return Period(tuple(to_jalali(moment))[: len(self.parts)])


@dataclass(frozen=True, slots=True)
class Slot:
    """A period in its wider one: how it is called there and what it holds."""

    period: Period
    label: str
    count: int


@require_safe
@revalidated
def years(request: HttpRequest) -> HttpResponse:
    found = cache.get_or_set("calendar.years", _years, KEPT)
    shares, rooted = heights([slot.count for slot in found]) if found else ([], False)
    context = {"rows": list(zip(found, shares, strict=True)), "rooted": rooted}
    return render(request, "archive/years.html", context)


@require_safe
@revalidated
def year(request: HttpRequest, year: int) -> HttpResponse:
    shown = Period((year,))
    months = {Period((year, month)): month_name(month) for month in range(1, 13)}
    return _calendar(request, "archive/year.html", shown, {"slots": _slots(shown, months)})


@require_safe
@revalidated
def month(request: HttpRequest, year: int, month: int) -> HttpResponse:
    shown = Period((year, month))
    days = {day: persian_digits(day.parts[2]) for day in _days(shown)}
    first = shown.range[0].astimezone(TEHRAN)
    # Python's week begins on Monday, the Iranian one two days before.
    gap: list[Slot | None] = [None] * ((first.weekday() + 2) % len(WEEK))
    cells = gap + _slots(shown, days)
    weeks = [cells[start : start + len(WEEK)] for start in range(0, len(cells), len(WEEK))]
    context = {"weeks": weeks, "week": WEEK}
    return _calendar(request, "archive/month.html", shown, context)


@require_safe
@revalidated
@explained
def day(request: HttpRequest, year: int, month: int, day: int) -> HttpResponse:
    shown = Period((year, month, day))
    start, end = shown.range
    within = Article.objects.filter(published_at__gte=start, published_at__lt=end)
    articles = within.published().latest_first().for_lists()
    return _calendar(request, "archive/day.html", shown, {"page": page_of(articles, request)})


def _calendar(
    request: HttpRequest, template: str, shown: Period, context: dict[str, object]
) -> HttpResponse:
    start, end = shown.range
    dates = Article.objects.published().values_list("published_at", flat=True)
    before = dates.filter(published_at__lt=start).order_by("-published_at").first()
    after = dates.filter(published_at__gte=end).order_by("published_at").first()
    return render(
        request,
        template,
        {
            "period": shown,
            "before": shown.of(before) if before else None,
            "after": shown.of(after) if after else None,
            **context,
        },
    )


def _years() -> list[Slot]:
    """The years from the oldest article to the newest that have any, newest first."""
    span = Article.objects.published().aggregate(
        first=Min("published_at"), last=Max("published_at")
    )
    if span["first"] is None:
        return []
    first, last = (to_jalali(span[end]).year for end in ("first", "last"))
    all_years = [Period((number,)) for number in range(last, first - 1, -1)]
    counts = _counts(all_years)
    return [Slot(one, one.label, counts[one]) for one in all_years if counts[one]]


def _days(month: Period) -> list[Period]:
    start, end = month.range
    length = round((end - start).total_seconds() / 86_400)
    return [Period((*month.parts, day)) for day in range(1, min(length, LONGEST_MONTH) + 1)]


def _slots(whole: Period, parts: dict[Period, str]) -> list[Slot]:
    counts = cache.get_or_set(f"calendar.{whole.text}", lambda: _counts(list(parts)), KEPT)
    return [Slot(part, label, counts[part]) for part, label in parts.items()]


def _counts(parts: list[Period]) -> dict[Period, int]:
    """How many articles each part holds, counted in the index of dates alone. One query for
    COUNTED_TOGETHER parts, more than a year or a month has.

    The few articles that are hidden are left out, rather than the many published ones asked
    for: no article has to be looked at.
    """
    found: dict[int, int] = {}
    for start in range(0, len(parts), COUNTED_TOGETHER):
        first, *others = [
            _counted(part, number)
            for number, part in enumerate(parts[start : start + COUNTED_TOGETHER], start)
        ]
        found |= dict(first.union(*others, all=True))
    return {part: found[number] for number, part in enumerate(parts)}


def _counted(part: Period, number: int) -> QuerySet:
    """One row: ``number`` and the count."""
    start, end = part.range
    hidden = Article.objects.exclude(status=Article.Status.PUBLISHED).values("pk")
    within = Article.objects.filter(published_at__gte=start, published_at__lt=end)
    # Django's Count would group, and sort for it, what is one group.
    count = Func(F("pk"), function="COUNT", output_field=IntegerField())
    numbered = within.exclude(pk__in=hidden).order_by().annotate(part=Value(number), n=count)
    return numbered.values_list("part", "n")
