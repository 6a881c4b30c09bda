"""Plain-text tables and the command line that all benchmarks share."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence

from benchmarks.corpora import AbsentError


def table(title: str, head: Sequence[str], lines: Sequence[Sequence[object]]) -> str:
    """A table with the first column to the left and all others to the right."""
    cells = [[cell(value) for value in line] for line in (head, *lines)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    written = [
        "  ".join(
            text.ljust(width) if column == 0 else text.rjust(width)
            for column, (text, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in cells
    ]
    return "\n".join(["", title, *written[:1], "-" * len(written[0]), *written[1:]])


def cell(value: object) -> str:
    """Shares with three digits after the point, a dash for what there is none of."""
    if value is None:
        return "–"
    return f"{value:.3f}" if isinstance(value, float) else str(value)


def parser(description: str | None) -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(description=(description or "").partition("\n")[0])
    made.add_argument(
        "--sample",
        type=int,
        metavar="N",
        help="measure N cases of each kind only; quick, and no figure to quote",
    )
    return made


def run(parts: Sequence[Callable[[], None]]) -> None:
    """Run the parts of a benchmark; one whose data is absent says so and is skipped."""
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    started = time.perf_counter()
    for part in parts:
        try:
            part()
        except AbsentError as absent:
            print(f"\nskipped: {absent}")
    print(f"\n{time.perf_counter() - started:.0f} seconds")
