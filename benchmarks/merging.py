"""How much memory and time does a rebuild's merge take, as the archive grows?

    python -m benchmarks.merging 20000 100000 500000

Documents are put together from sentences that were analysed once: the merge meets real words
at real frequencies, without analysing half a million articles. Parts are written by two
processes; the merge is measured in a process of its own, page cache not counted as its memory
but mapped files are.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import resource
import shutil
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsarchive.settings")
django.setup()

from articles.persian.calendar import month_key  # noqa: E402
from articles.search import analysis  # noqa: E402
from articles.search.engines.base import Document, Spans  # noqa: E402
from articles.search.engines.whoosh.index import WhooshIndex  # noqa: E402
from benchmarks.generate import Archive, Plan  # noqa: E402
from benchmarks.tables import table  # noqa: E402

PART = 2000  # documents, as of a rebuild
WORKERS = 2
SENTENCES = 20_000

Analysed = tuple[dict[str, list[int]], Spans]


@cache
def archive() -> Archive:
    every = Archive.of_news().sentences
    return Archive(every[:: max(1, len(every) // SENTENCES)])


@cache
def analysed(number: int) -> Analysed:
    text = analysis.analyzer(()).analysed(archive().sentences[number])
    return analysis.keys_of(text), analysis.spans_of(text)


def document(plan: Plan) -> Document:
    title, lead, body = (joined(part) for part in ((plan.title,), (plan.lead,), plan.body))
    return Document(
        pk=plan.number,
        texts={"title": title[0], "lead": lead[0], "body": body[0]},
        spans={"title": title[1], "lead": lead[1], "body": body[1]},
        source=plan.source + 1,
        category=plan.category + 1,
        names=tuple(plan.body[:4]),
        published=plan.published,
        month=month_key(plan.published),
        version=plan.number,
    )


def joined(numbers: tuple[int, ...]) -> Analysed:
    """The keys and spans of sentences that follow each other."""
    if len(numbers) == 1:
        return analysed(numbers[0])
    keys: defaultdict[str, list[int]] = defaultdict(list)
    starts: list[int] = []
    ends: list[int] = []
    shift = 0
    for number in numbers:
        held, spans = analysed(number)
        position = len(starts)
        for key, places in held.items():
            keys[key].extend([place + position for place in places])
        starts += [start + shift for start in spans.starts]
        ends += [end + shift for end in spans.ends]
        shift = (ends[-1] if ends else shift) + 2
    return keys, Spans(starts, ends)


def add_part(folder: Path, first: int, last: int) -> None:
    WhooshIndex(folder).add_to_build(document(archive().plan(n)) for n in range(first, last))


def build(folder: Path, count: int) -> Iterator[float]:
    """Seconds for the parts, then for what follows."""
    with WhooshIndex(folder).building({}) as making:
        begin = time.perf_counter()
        firsts = range(1, count + 1, PART)
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(WORKERS, context) as pool:
            parts = [
                pool.submit(add_part, folder, first, min(first + PART, count + 1))
                for first in firsts
            ]
            for part in parts:
                part.result()
        yield time.perf_counter() - begin
        begin = time.perf_counter()
        making.finish(lambda ids: [])
        yield time.perf_counter() - begin


def measure(count: int) -> list[object]:
    folder = Path(tempfile.mkdtemp(prefix="merge-"))
    try:
        before = peak()
        written, merged = build(folder, count)
        size = sum(path.stat().st_size for path in folder.glob("*.arr")) / 2**20
        segments = len(list(folder.glob("*.arr")))
        return [count, f"{written:.0f}", f"{merged:.1f}", before, peak(), f"{size:.0f}", segments]
    finally:
        shutil.rmtree(folder)


def peak() -> int:
    """MiB that this process has had in memory at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


COLUMNS = (
    "articles",
    "parts, s",
    "merge, s",
    "MiB before",
    "MiB at most",
    "index, MiB",
    "segments",
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("counts", type=int, nargs="*", default=[20_000, 100_000, 500_000])
    context = multiprocessing.get_context("spawn")
    rows = []
    for count in parser.parse_args().counts:
        with ProcessPoolExecutor(1, context) as alone:  # a process with no memory of before
            rows.append(alone.submit(measure, count).result())
    print(table("A rebuild's merge", COLUMNS, rows))


if __name__ == "__main__":
    main()
