"""The archive's engine beside others: the same articles, the same questions, one run."""

from __future__ import annotations

import signal
import sys
import time
from argparse import ArgumentTypeError, Namespace
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from articles.search import analysis
from benchmarks.corpora import evenly
from benchmarks.engines import bars, measuring, news, report, site
from benchmarks.engines.analysed import Analysis, Batches
from benchmarks.engines.archive import Archive
from benchmarks.engines.contender import Contender, Question
from benchmarks.engines.fts5 import Fts5
from benchmarks.engines.postgres import SOCKET, NoServerError, Postgres, server
from benchmarks.engines.questions import A_KIND, BOTH, COMMON, PHRASE, RARE, Chooser
from benchmarks.engines.stock import Stock
from benchmarks.engines.tantivy_index import Tantivy
from benchmarks.tables import parser

SIZES = (5000, 20_000, 80_000)
SITE_SIZES = (20_000, 80_000)
SEED = 1
TYPED = (RARE, COMMON, BOTH, PHRASE)  # kinds that readers of the whole site type
CONTENDERS: tuple[type[Contender], ...] = (Archive, Fts5, Postgres, Tantivy, Stock)


def main() -> None:
    given = _options()
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    # What is told to end cleans up like what is interrupted, also where a shell that started
    # it in the background lets interrupts be ignored.
    for ending in (signal.SIGINT, signal.SIGTERM):
        signal.signal(ending, signal.default_int_handler)
    started = time.perf_counter()
    try:
        with TemporaryDirectory(prefix="archive-engines-") as folder:
            _run(given, Path(folder))
    except KeyboardInterrupt:
        print("\nInterrupted; everything temporary is gone.")
        sys.exit(130)
    print(f"\n{time.perf_counter() - started:.0f} seconds")


def _options() -> Namespace:
    options = parser(__doc__)
    options.add_argument("--sizes", type=_sizes, default=SIZES, help="5000,20000 and so on")
    options.add_argument("--engines", default="", help="only these, by parts of their names")
    options.add_argument(
        "--site", type=_sizes, default=SITE_SIZES, help="articles of the site, or 0"
    )
    options.add_argument("--seed", type=int, default=SEED, help="which questions are chosen")
    options.add_argument("--write", type=Path, help="a page whose marked block is replaced")
    given = options.parse_args()
    if given.sample:
        given.sizes = (given.sample,)
        given.site = (given.sample,) if any(given.site) else ()
    given.site = tuple(size for size in given.site if size)
    return given


def _sizes(text: str) -> tuple[int, ...]:
    try:
        return tuple(sorted({int(part) for part in text.split(",")}))
    except ValueError as error:
        raise ArgumentTypeError(f"{text} is no list of numbers") from error


def _run(given: Namespace, folder: Path) -> None:
    articles, origin = news.articles(max((*given.sizes, *given.site)))
    sizes = sorted({min(size, len(articles)) for size in given.sizes})
    intro = f"{len(articles):,} articles: {origin}."
    if len(articles) < max(given.sizes):
        intro += f" There are no more, so {max(given.sizes):,} means {len(articles):,}."
    print(intro)
    persian = analysis.analyzer(())
    compared = bool(_chosen(given.engines))
    batches = _analysed(articles[: sizes[-1]], sizes, folder) if compared else Batches(folder)
    chooser = Chooser(articles, persian, given.seed)
    questions = chooser.questions(min(A_KIND, given.sample or A_KIND))
    measured: list[measuring.Measured] = []
    tables = list(_compared(given, folder, batches, sizes, questions, measured))
    typed = [" ".join(q.all_of or q.phrase) for q in questions if q.kind in TYPED]
    sites = list(_sites(given, folder, articles, typed))
    if sites:
        tables.append(_shown(report.site(sites)))
    tables.insert(0, _shown(bars.table(measured, batches, sites)))
    if given.write:
        report.write(given.write, intro, tables)


def _sites(
    given: Namespace, folder: Path, articles: Sequence[news.NewsItem], typed: Sequence[str]
) -> Iterator[site.SiteMeasured]:
    """The whole archive at each size. Those above the smallest are rebuilt beside as many as it
    has, taken evenly from all: the lengths are alike, only their number differs."""
    sizes = sorted({min(size, len(articles)) for size in given.site})
    for size in sizes:
        print(f"the whole archive, {size:,} …", file=sys.stderr)
        found = site.measure(articles[:size], typed, folder / f"site-{size}")
        if size > sizes[0]:
            alike = evenly(articles[:size], sizes[0])
            found.alike = site.Alike(
                sizes[0], site.rebuild_seconds(alike, folder / f"alike-{size}")
            )
        yield found


def _analysed(articles: Sequence[news.NewsItem], sizes: Sequence[int], folder: Path) -> Batches:
    (folder / "batches").mkdir()
    return Analysis(folder / "batches", analysis.analyzer(())).run(articles, sizes)


def _compared(
    given: Namespace,
    folder: Path,
    batches: Batches,
    sizes: Sequence[int],
    questions: Sequence[Question],
    measured: list[measuring.Measured],
) -> Iterator[report.Table]:
    """Tables of each size as soon as it is measured; what was measured gathers in ``measured``."""
    with ExitStack() as stack:
        contenders = _contenders(given.engines, folder, stack)
        for size in sizes:
            able = [kind for kind in contenders if not kind.largest or size <= kind.largest]
            if not able:
                continue
            for kind in able:
                print(f"{kind.name}, {size:,} …", file=sys.stderr)
                place = folder / f"{kind.__name__}-{size}"
                measured.append(
                    measuring.measure(kind, place, batches.first(size), size, questions)
                )
            for made in (report.latencies, report.ratios, report.found):
                yield _shown(made(measured, size))
            yield _shown(report.writing(measured, batches, size))
    if measured:
        for grown in report.growth(measured, batches, sizes):
            yield _shown(grown)


def _shown(table: report.Table) -> report.Table:
    print(report.plain([table]))
    return table


def _chosen(wanted: str) -> list[type[Contender]]:
    parts = wanted.lower().split(",")
    return [kind for kind in CONTENDERS if any(part in kind.name.lower() for part in parts)]


def _contenders(wanted: str, folder: Path, stack: ExitStack) -> list[type[Contender]]:
    """Those asked for that can run here; the server of one runs until ``stack`` ends."""
    chosen = _chosen(wanted)
    if Postgres in chosen:
        try:
            socket = stack.enter_context(server())
        except NoServerError as error:
            print(f"PostgreSQL is left out: {error}")
            chosen.remove(Postgres)
        else:
            (folder / SOCKET).symlink_to(socket)
    return chosen


if __name__ == "__main__":
    main()
