"""Counts by Jalali month as the bars of a small chart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import median

from articles.persian.calendar import month_label
from articles.persian.characters import persian_digits

LONGEST_IN_MONTHS = 72
FEWEST_SLOTS = 24
SLOT_WIDTH = 10
BAR_WIDTH = 8
HEIGHT = 100
LOWEST_BAR = 3
LOPSIDED = 20  # times the median; bars drawn to that measure would leave the others flat


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: position and size in units of the chart's view box.

    ``period`` is «1402/07» or «1402», as the archive's calendar has it in its addresses.
    """

    label: str
    count: int
    query: str
    period: str
    x: int
    y: int
    height: int
    width: int = BAR_WIDTH


@dataclass(frozen=True, slots=True)
class Timeline:
    """Bars from the oldest, at the right, to the newest; empty months are left out.

    ``rooted`` is that of `heights`.
    """

    bars: list[Bar]
    width: int
    by_year: bool
    rooted: bool = False
    height: int = HEIGHT

    @property
    def first(self) -> Bar:
        return self.bars[0]

    @property
    def last(self) -> Bar:
        return self.bars[-1]


def timeline(months: Mapping[int, int], query_for: Callable[[str], str]) -> Timeline | None:
    """A chart of month (yyyymm, Jalali) -> count, by year where months would be too thin.

    ``query_for`` gives the query string that narrows to a period, «1402/07» or «1402».
    None when there are fewer than two months, which no chart makes clearer.
    """
    counts = {key: count for key, count in sorted(months.items()) if count}
    if len(counts) < 2:
        return None
    keys = list(counts)
    by_year = _slot(keys[-1]) - _slot(keys[0]) >= LONGEST_IN_MONTHS
    return _by_year(counts, query_for) if by_year else _by_month(counts, query_for)


def _by_month(counts: Mapping[int, int], query_for: Callable[[str], str]) -> Timeline:
    named = [(_slot(key), month_label(key), f"{key // 100}/{key % 100:02}") for key in counts]
    return _chart(named, list(counts.values()), query_for, by_year=False)


def _by_year(counts: Mapping[int, int], query_for: Callable[[str], str]) -> Timeline:
    years: Counter[int] = Counter()
    for key, count in counts.items():
        years[key // 100] += count
    named = [(year, persian_digits(year), str(year)) for year in years]
    return _chart(named, list(years.values()), query_for, by_year=True)


def _chart(
    named: list[tuple[int, str, str]],
    counts: list[int],
    query_for: Callable[[str], str],
    *,
    by_year: bool,
) -> Timeline:
    """``named`` has the place, the label and the period of each count."""
    first, last = named[0][0], named[-1][0]
    slots = max(FEWEST_SLOTS, last - first + 1)
    shares, rooted = heights(counts)
    bars = []
    for (place, label, period), count, share in zip(named, counts, shares, strict=True):
        height = max(LOWEST_BAR, round(HEIGHT * share))
        x = (slots - 1 - (place - first)) * SLOT_WIDTH + (SLOT_WIDTH - BAR_WIDTH) // 2
        bars.append(Bar(label, count, query_for(period), period, x, HEIGHT - height, height))
    return Timeline(bars, slots * SLOT_WIDTH, by_year, rooted)


def heights(counts: Sequence[int]) -> tuple[list[float], bool]:
    """How high the bar of each count is, as a share of the highest, and whether the heights grow
    with the square root of the counts, because one bar dwarfs the others."""
    highest = max(counts)
    rooted = highest > LOPSIDED * median(counts)
    shares = [count / highest for count in counts]
    return (list(map(sqrt, shares)) if rooted else shares), rooted


def _slot(key: int) -> int:
    year, month = divmod(key, 100)
    return year * 12 + month
