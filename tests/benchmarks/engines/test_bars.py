"""Each goal of the archive is held against what was measured, and a missed one is called so."""

from pathlib import Path

import pytest

from benchmarks.engines import bars
from benchmarks.engines.analysed import Batches
from benchmarks.engines.archive import FORGOTTEN, NEW_OBJECT, Archive
from benchmarks.engines.fts5 import Fts5
from benchmarks.engines.measuring import WARM, Measured, Times
from benchmarks.engines.questions import FACETS, KINDS
from benchmarks.engines.site import Alike, Inside, SiteMeasured
from benchmarks.engines.stock import Stock
from benchmarks.engines.tantivy_index import Tantivy


def engine(name: str, size: int, milliseconds: float) -> Measured:
    times = {kind: Times([milliseconds], [1]) for kind in KINDS}
    modes = (WARM, FORGOTTEN, NEW_OBJECT) if name == Archive.name else (WARM,)
    return Measured(name, size, index_bytes=110, times=dict.fromkeys(modes, times))


def site(size: int, milliseconds: float) -> SiteMeasured:
    return SiteMeasured(
        size=size,
        raw_bytes=size,
        import_seconds=1,
        rebuild_seconds=size / 400,
        index_bytes=1,
        database_bytes=1,
        searches=[milliseconds],
        pages={"article": [milliseconds]},
        memory=200_000_000,
        marked=1,
        inside=Inside(
            search=[milliseconds],
            haystack=[milliseconds],
            queries=[6],
            update_seconds=[0.2],
            related=[milliseconds],
        ),
    )


@pytest.fixture
def batches() -> Batches:
    return Batches(Path(), raw_bytes={20_000: 100, 80_000: 100})


def lines(measured, batches, sites) -> dict[str, tuple[str, str]]:
    _, _, found = bars.table(measured, batches, sites)
    return {str(name): (str(value), str(verdict)) for name, _, value, verdict in found}


@pytest.mark.parametrize("way", ["through Haystack", "with rows, marks and names"])
def test_the_whole_search_is_held_against_the_stock_backend(batches, way):
    stock = engine(Stock.name, 20_000, 1500)
    stock.times[WARM][FACETS] = Times([1000], [1])
    name = f"20,000: search {way}, times as fast as stock at p50"
    assert lines([stock], batches, [site(20_000, 5)])[name] == ("200", "met")
    assert lines([stock], batches, [site(20_000, 6)])[name] == ("167", "missed")


def test_the_worst_kind_counts_beside_other_engines(batches):
    ours, other = engine(Archive.name, 20_000, 1), engine(Fts5.name, 20_000, 10)
    other.times[WARM][FACETS] = Times([0.5], [1])
    found = lines([ours, other, engine(Tantivy.name, 20_000, 0.5)], batches, [])
    assert found["20,000: warm p95 over SQLite FTS5's, worst kind"] == ("2", "missed")
    assert found["20,000: warm p50 over tantivy's, term, AND, filtered, facets"] == ("2", "met")
    assert found["20,000: index over raw text"] == ("1.1", "met")


def test_times_at_the_largest_size_have_bars_of_their_own(batches):
    found = lines([engine(Archive.name, 80_000, 4)], batches, [])
    assert found["80,000: warm, p95 of the slowest kind, ms"] == ("4", "missed")
    assert found["80,000: cold, p95 of the slowest kind, ms"] == ("4", "met")


def test_a_slow_rebuild_is_missed(batches):
    found = lines([], batches, [site(20_000, 1)])
    assert found["20,000: rebuild on two cores, articles/s"] == ("400", "missed")


@pytest.mark.parametrize(("rate", "verdict"), [(440, ("1.1", "met")), (480, ("1.2", "missed"))])
def test_a_rebuild_that_slows_down_as_the_archive_grows_is_missed(batches, rate, verdict):
    large = site(80_000, 1)
    large.alike = Alike(20_000, 20_000 / rate)
    found = lines([], batches, [large])
    name = "rebuild, time for an article at 80,000 over 20,000 of alike lengths"
    assert found[name] == verdict
