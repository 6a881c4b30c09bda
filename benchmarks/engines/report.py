"""What was measured as tables, on the terminal and in docs/performance.md."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np

from benchmarks.engines.analysed import Batches
from benchmarks.engines.measuring import WARM, Measured, Times
from benchmarks.engines.questions import KINDS
from benchmarks.engines.site import SiteMeasured
from benchmarks.tables import table

BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
MEGA = 1e6

Line = list[object]
Table = tuple[str, Sequence[str], list[Line]]


def latencies(measured: Sequence[Measured], size: int) -> Table:
    """p50 / p95 / p99 of every kind of question for every engine and mode."""
    columns = [(m, mode) for m in measured if m.size == size for mode in m.times]
    head = ["", *(_title(m, mode) for m, mode in columns)]
    lines: list[Line] = [
        [kind, *(_percentiles(m.times[mode].get(kind)) for m, mode in columns)] for kind in KINDS
    ]
    return f"{size:,} articles: milliseconds p50 / p95 / p99", head, lines


def _title(measured: Measured, mode: str) -> str:
    return measured.contender if mode == WARM else mode


def _percentiles(times: Times | None) -> str | None:
    if times is None or not times.milliseconds:
        return None
    return " / ".join(milliseconds(times.percentile(share)) for share in (50, 95, 99))


def milliseconds(value: float) -> str:
    return f"{value:.2f}" if value < 10 else f"{value:.0f}"


def ratios(measured: Sequence[Measured], size: int) -> Table:
    """How many times as long as the first engine the others take, warm."""
    ours, *others = (m for m in measured if m.size == size)
    lines: list[Line] = [
        [kind, *(_times_ours(ours.times[WARM].get(kind), m.times[WARM].get(kind)) for m in others)]
        for kind in KINDS
    ]
    title = f"{size:,} articles: times as long as the {ours.contender}, warm, p50 / p95"
    return title, ["", *(m.contender for m in others)], lines


def _times_ours(ours: Times | None, other: Times | None) -> str | None:
    if not (ours and other and ours.milliseconds and other.milliseconds):
        return None
    return " / ".join(
        f"{other.percentile(share) / ours.percentile(share):.1f}" for share in (50, 95)
    )


def found(measured: Sequence[Measured], size: int) -> Table:
    """How many articles the engines find: how alike the questions are to them."""
    columns = [m for m in measured if m.size == size]
    lines: list[Line] = [
        [kind, *(_mean_found(m.times[WARM].get(kind)) for m in columns)] for kind in KINDS
    ]
    title = f"{size:,} articles: found by a question, on average"
    return title, ["", *(m.contender for m in columns)], lines


def _mean_found(times: Times | None) -> str | None:
    return f"{np.mean(times.found):.0f}" if times and times.found else None


def writing(measured: Sequence[Measured], batches: Batches, size: int) -> Table:
    columns = [m for m in measured if m.size == size]
    seconds, raw = batches.seconds[size], batches.raw_bytes[size]
    lines: list[Line] = [
        ["articles/s, analysed before", *(f"{m.size / m.build_seconds:.0f}" for m in columns)],
        [
            "articles/s, analysed on one core",
            *(f"{m.size / (m.build_seconds + seconds):.0f}" for m in columns),
        ],
        ["index, MB", *(f"{m.index_bytes / MEGA:.1f}" for m in columns)],
        ["index / raw text", *(f"{m.index_bytes / raw:.2f}" for m in columns)],
        ["an edit is seen after, ms", *(_median_ms(m.update_seconds) for m in columns)],
        ["memory while building, MB", *(f"{m.build_memory / MEGA:.0f}" for m in columns)],
        ["memory after warm questions, MB", *(f"{m.memory / MEGA:.0f}" for m in columns)],
    ]
    title = (
        f"{size:,} articles ({raw / MEGA:.0f} MB, {batches.tokens[size] / size:.0f} words each): "
        "building and keeping"
    )
    return title, ["", *(m.contender for m in columns)], lines


def _median_ms(seconds: Sequence[float]) -> str:
    return milliseconds(float(np.median(seconds)) * 1000)


def growth(measured: Sequence[Measured], batches: Batches, sizes: Sequence[int]) -> Iterator[Table]:
    """Each engine at one size over itself at the size before."""
    for small, large in pairwise(sizes):
        pairs = [
            (one, other)
            for one in measured
            for other in measured
            if (one.size, other.size) == (small, large) and one.contender == other.contender
        ]
        lines: list[Line] = [
            [kind, *(_ratio_p50(one, other, kind) for one, other in pairs)] for kind in KINDS
        ]
        for label, name in (
            ("seconds to build", "build_seconds"),
            ("index", "index_bytes"),
            ("memory", "memory"),
        ):
            lines.append([label, *(f"{getattr(b, name) / getattr(a, name):.1f}" for a, b in pairs)])
        text = batches.raw_bytes[large] / batches.raw_bytes[small]
        title = (
            f"Growth from {small:,} to {large:,} articles "
            f"(×{large / small:.1f}; text ×{text:.1f}): p50 warm"
        )
        yield title, ["", *(a.contender for a, _ in pairs)], lines


def _ratio_p50(one: Measured, other: Measured, kind: str) -> str | None:
    times = [m.times[WARM].get(kind) for m in (one, other)]
    if not all(t and t.milliseconds for t in times):
        return None
    before, after = (t.percentile(50) for t in times if t)
    return f"{after / before:.1f}"


def site(measured: Sequence[SiteMeasured]) -> Table:
    rows: dict[str, Callable[[SiteMeasured], object]] = {
        "import with names and index, articles/s": lambda m: f"{m.size / m.import_seconds:.0f}",
        "rebuild_index, 2 workers, articles/s": lambda m: f"{m.size / m.rebuild_seconds:.0f}",
        "the same, fewer articles of alike lengths, articles/s": _alike_rate,
        "rebuild_index, MB of text/s": lambda m: f"{m.raw_bytes / MEGA / m.rebuild_seconds:.2f}",
        "search with everything, ms p50 / p95": lambda m: _two(m.inside.search),
        "the same through Haystack, ms p50 / p95": lambda m: _two(m.inside.haystack),
        "search page over HTTP, ms p50 / p95": lambda m: _two(m.searches),
        "names marked on a page": lambda m: f"{m.marked / max(1, len(m.searches)):.1f}",
        "database queries a page, at most": lambda m: max(m.inside.queries, default=0),
        "an article saved is found after, ms": lambda m: _median_ms(m.inside.update_seconds),
        "related articles, ms p50 / p95": lambda m: _two(m.inside.related),
        "completions of a beginning, ms p50 / p95": lambda m: _two(m.inside.completions),
        "memory of the web process, MB": lambda m: f"{m.memory / MEGA:.0f}",
        "index, MB": lambda m: f"{m.index_bytes / MEGA:.1f}",
        "database, MB": lambda m: f"{m.database_bytes / MEGA:.1f}",
    }
    lines: list[Line] = [[label, *map(value, measured)] for label, value in rows.items()]
    kinds = dict.fromkeys(kind for m in measured for kind in m.pages)
    lines += [
        [
            f"{kind} page, ms p50 / p95",
            *(_two(m.pages[kind]) if kind in m.pages else None for m in measured),
        ]
        for kind in kinds
    ]
    return "The whole archive", ["", *(f"{m.size:,} articles" for m in measured)], lines


def _alike_rate(measured: SiteMeasured) -> str | None:
    alike = measured.alike
    return f"{alike.size / alike.rebuild_seconds:.0f} of {alike.size:,}" if alike else None


def _two(values: Sequence[float]) -> str:
    return " / ".join(milliseconds(float(np.percentile(values, share))) for share in (50, 95))


def plain(tables: Sequence[Table]) -> str:
    return "\n".join(table(title, head, lines) for title, head, lines in tables)


def markdown(tables: Sequence[Table]) -> str:
    return "\n\n".join(
        "\n".join([f"### {title}\n", _row(head), _rule(head), *map(_row, lines)])
        for title, head, lines in tables
    )


def _rule(head: Sequence[str]) -> str:
    return "|---|" + "--:|" * (len(head) - 1)


def _row(cells: Sequence[object]) -> str:
    return "| " + " | ".join("–" if cell is None else str(cell) for cell in cells) + " |"


def write(path: Path, intro: str, tables: Sequence[Table]) -> None:
    """Replace the marked block of ``path``. Raises ValueError where there is none."""
    before, begin, rest = path.read_text(encoding="utf-8").partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"{path} has no block between «{BEGIN}» and «{END}»")
    block = f"{BEGIN}\n\n{intro}\n\n{markdown(tables)}\n\n{END}"
    path.write_text(before + block + after, encoding="utf-8")
