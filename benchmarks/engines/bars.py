"""What the archive set out to reach, each with what was measured and whether it is met."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from benchmarks.engines.analysed import Batches
from benchmarks.engines.archive import FORGOTTEN, NEW_OBJECT, Archive
from benchmarks.engines.fts5 import Fts5
from benchmarks.engines.measuring import WARM, Measured
from benchmarks.engines.postgres import Postgres
from benchmarks.engines.questions import BOTH, COMMON, FACETS, FILTERED, RARE, STOP_PHRASE
from benchmarks.engines.report import MEGA, Line, Table
from benchmarks.engines.site import SiteMeasured
from benchmarks.engines.stock import Stock
from benchmarks.engines.tantivy_index import Tantivy

LARGE = 70_000  # «at 80,000» means all real articles where there are a few less
BESIDE_TANTIVY = (RARE, COMMON, BOTH, FILTERED, FACETS)


class Bar(NamedTuple):
    """``measured`` is to be at most ``limit``; or at least, where ``least``."""

    name: str
    measured: float
    limit: float
    least: bool = False

    @property
    def met(self) -> bool:
        return self.measured >= self.limit if self.least else self.measured <= self.limit


def table(measured: Sequence[Measured], batches: Batches, sites: Sequence[SiteMeasured]) -> Table:
    """Of the sizes that were measured; others have no row."""
    bars = [*_beside_others(measured), *_alone(measured, batches), *_of_sites(measured, sites)]
    lines: list[Line] = [
        [
            bar.name,
            f"{'≥' if bar.least else '≤'} {bar.limit:g}",
            f"{bar.measured:.3g}",
            "met" if bar.met else "missed",
        ]
        for bar in bars
    ]
    return "Bars", ["", "bar", "measured", ""], lines


def _beside_others(measured: Sequence[Measured]) -> Iterator[Bar]:
    """The worst ratio of all kinds of question."""
    for ours in measured:
        if ours.contender != Archive.name:
            continue
        for other in measured:
            if other.size == ours.size and other is not ours:
                yield from _beside(ours, other)


def _beside(ours: Measured, other: Measured) -> Iterator[Bar]:
    size = f"{ours.size:,}"
    if other.contender == Fts5.name:
        worst = _worst(ours, other, ours.times[WARM], 95)
        yield Bar(f"{size}: warm p95 over SQLite FTS5's, worst kind", worst, 1)
    if other.contender == Postgres.name:
        worst = _worst(ours, other, ours.times[WARM], 95)
        yield Bar(f"{size}: warm p95 over PostgreSQL's, worst kind", worst, 0.2)
    if other.contender == Tantivy.name:
        worst = _worst(ours, other, BESIDE_TANTIVY, 50)
        yield Bar(f"{size}: warm p50 over tantivy's, term, AND, filtered, facets", worst, 5)
        forgotten = _worst(ours, other, BESIDE_TANTIVY, 50, FORGOTTEN)
        yield Bar(f"{size}: the same, words forgotten", forgotten, 5)


def _worst(
    ours: Measured,
    other: Measured,
    kinds: Iterable[str],
    share: int,
    mode: str = WARM,
) -> float:
    return max(
        ours.times[mode][kind].percentile(share) / other.times[WARM][kind].percentile(share)
        for kind in kinds
        if kind in other.times[WARM]
    )


def _alone(measured: Sequence[Measured], batches: Batches) -> Iterator[Bar]:
    for ours in measured:
        if ours.contender != Archive.name:
            continue
        ratio = ours.index_bytes / batches.raw_bytes[ours.size]
        yield Bar(f"{ours.size:,}: index over raw text", ratio, 1.2)
        if ours.size >= LARGE:
            yield from _at_large(ours)


def _at_large(ours: Measured) -> Iterator[Bar]:
    size = f"{ours.size:,}"
    for mode, limit in ((WARM, 3), (FORGOTTEN, 3), (NEW_OBJECT, 40)):
        worst = max(times.percentile(95) for times in ours.times[mode].values())
        yield Bar(f"{size}: {mode}, p95 of the slowest kind, ms", worst, limit)
    cold = ours.times[NEW_OBJECT][STOP_PHRASE].percentile(95)
    yield Bar(f"{size}: phrases of stop words, cold p95, ms", cold, 40)


def _of_sites(measured: Sequence[Measured], sites: Sequence[SiteMeasured]) -> Iterator[Bar]:
    for site in sites:
        size, inside = f"{site.size:,}", site.inside
        for stock in measured:
            if stock.contender == Stock.name and stock.size == site.size:
                theirs = stock.times[WARM][FACETS].percentile(50)
                for name, ours in (
                    ("through Haystack", inside.haystack),
                    ("with rows, marks and names", inside.search),
                ):
                    gain = theirs / float(np.percentile(ours, 50))
                    name = f"{size}: search {name}, times as fast as stock at p50"
                    yield Bar(name, gain, 200, least=True)
        rate = site.size / site.rebuild_seconds
        yield Bar(f"{size}: rebuild on two cores, articles/s", rate, 500, least=True)
        yield Bar(
            f"{size}: search page over HTTP, p95 ms", float(np.percentile(site.searches, 95)), 40
        )
        yield Bar(f"{size}: database queries a page", max(inside.queries, default=0), 8)
        yield Bar(f"{size}: related articles, p95 ms", float(np.percentile(inside.related, 95)), 20)
        yield Bar(f"{size}: an edit visible after, ms", max(inside.update_seconds) * 1000, 1000)
        yield Bar(f"{size}: memory of a web process, MB", site.memory / MEGA, 300)
        if site.alike:
            each = [one.rebuild_seconds / one.size for one in (site, site.alike)]
            name = (
                f"rebuild, time for an article at {size} over {site.alike.size:,} of alike lengths"
            )
            yield Bar(name, each[0] / each[1], 1.15)
