"""How fast news is imported by address, and whether the last thousand is as fast as the first.

In fresh archives of their own, real news as JSON Lines of a single source: each record is
known by its address alone. Once the records alone, thousand by thousand; once `manage.py
ingest` as an operator runs it, until every article has its names and is searchable, with
the names of the demo archive.
"""

from __future__ import annotations

import io
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.corpora import ROOT, json_lines, shared
from benchmarks.tables import parser, run, table

RECORDS = 74_000
SEARCHABLE = 17_000
THOUSAND = 1000
OWN = "ARCHIVE_OF_THE_BENCHMARK"  # in a process that has one: what to measure in it
CORPORA = ("news/aut.jsonl.gz", "news/isna.jsonl.gz")


def write_records(path: Path, count: int) -> None:
    """``count`` records of one source with addresses of their own; a corpus that is too small
    comes again under other addresses, with another title, so that nothing is a duplicate."""
    with path.open("w", encoding="utf-8") as file:
        for number, record in enumerate(islice(cycle(_news()), count)):
            kept = {"title": f"{record.get('title', '')} {number}", "body": record.get("body", "")}
            kept |= {"url": f"https://news.example/{number}", "source": "خبرگزاری نمونه"}
            file.write(json.dumps(kept, ensure_ascii=False) + "\n")


def _news() -> Iterator[dict[str, Any]]:
    for name in CORPORA:
        yield from json_lines(shared(name))


def measure_records(path: Path) -> None:
    """Seconds of each thousand that is stored and noted, nothing followed: by the clock and of
    the processor, which says the same on a machine that does other work."""
    from articles import ingest, pipeline

    moments = {0: (time.perf_counter(), time.process_time())}

    def note(_position: int, records: int) -> None:
        moments[records] = time.perf_counter(), time.process_time()

    [(file, format_)] = ingest.find([path]).files
    with pipeline.deferred():
        result = ingest.run(file, format_, watcher=ingest.Watcher(report=note))
    ends = [count for count in sorted(moments) if count and count % THOUSAND == 0]
    columns = [
        [moments[end][clock] - moments[end - THOUSAND][clock] for end in ends] for clock in (0, 1)
    ]
    lines = [
        ("first", *(seconds[0] for seconds in columns)),
        ("median", *(sorted(seconds)[len(seconds) // 2] for seconds in columns)),
        ("last", *(seconds[-1] for seconds in columns)),
        ("last / first", *(seconds[-1] / seconds[0] for seconds in columns)),
        ("records a second, in all", round(result.rate), None),
    ]
    title = f"{result.counts.created} records of one source by address, seconds of a thousand"
    print(table(title, ("thousand", "clock", "processor"), lines))


def measure_searchable(path: Path, records: int) -> None:
    """Records a second of the whole command, and how busy the cores were."""
    from django.core.management import call_command

    from articles import pipeline
    from articles.models import Article

    call_command("load_names", str(ROOT / "articles/demo/names.jsonl"), stdout=io.StringIO())
    pipeline.catch_up()
    before, busy = time.perf_counter(), _processor_seconds()
    call_command("ingest", str(path), stdout=io.StringIO())
    seconds = time.perf_counter() - before
    busy = _processor_seconds() - busy
    assert Article.objects.count() == records
    assert not pipeline.waiting()
    lines = [
        ("records a second", round(records / seconds)),
        ("seconds", seconds),
        ("share of the cores that was busy", busy / seconds / (os.cpu_count() or 1)),
    ]
    print(table(f"{records} records until they are searchable", ("", ""), lines))


def _processor_seconds() -> float:
    """Of this process and of those that it started and that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def main() -> None:
    """Measure in processes with archives of their own: this one has the user's."""
    sample = parser(__doc__).parse_args().sample
    if OWN in os.environ:
        run([lambda: measure(os.environ[OWN], sample)])
        return
    for part in ("records", "searchable"):
        with TemporaryDirectory() as folder:
            own = {"DATA_DIR": folder, "SEARCH_URL": str(Path(folder) / "index"), OWN: part}
            kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
            command = [sys.executable, "-m", "benchmarks.importing", *sys.argv[1:]]
            if code := subprocess.run(command, env=kept | own, check=False).returncode:
                sys.exit(code)


def measure(part: str, sample: int | None) -> None:
    from django.conf import settings
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    path = Path(settings.DATA_DIR) / "news.jsonl"
    records = sample or (RECORDS if part == "records" else SEARCHABLE)
    write_records(path, records)
    if part == "records":
        measure_records(path)
    else:
        measure_searchable(path, records)


if __name__ == "__main__":
    main()
