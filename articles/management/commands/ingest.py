"""``manage.py ingest PATH…``: import news, then make it searchable."""

from __future__ import annotations

import signal
import sys
import threading
from argparse import ArgumentParser
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from tqdm import tqdm

from articles import ingest, pipeline
from articles.errors import ArchiveError

Report = Callable[[int, int], None]

INTERRUPTED = 130
COLUMNS = ("created", "updated", "unchanged", "duplicate", "rejected")
SHOWN_SKIPPED = 10


class Command(BaseCommand):
    help = "Import articles from files and folders, recognise their names and index them."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="file or folder")
        parser.add_argument(
            "--format",
            choices=ingest.FORMATS,
            help="how to read the files, when their names do not tell; "
            "of folders only the files of this format are read",
        )
        parser.add_argument(
            "--source", default="", help="publisher of the articles that do not name theirs"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        found = ingest.find(options["paths"], options["format"])
        for fault in found.faults:
            self._complain(str(fault))
        failed = bool(found.faults)
        try:
            with interruptible() as interrupted, pipeline.deferred(), _Follower() as follower:
                results = self._import(found.files, options["source"], interrupted, follower)
                self._summarise(results)
                self._tell_skipped(found.skipped)
                self._make_searchable(interrupted, follower)
        except KeyboardInterrupt:
            self.stdout.write("Interrupted; the same command goes on where it stopped.")
            sys.exit(INTERRUPTED)
        except ArchiveError as error:
            self._complain(str(error))
            sys.exit(1)
        if failed or any(result.fault for result in results):
            sys.exit(1)

    def _import(
        self,
        files: Iterable[tuple[Path, ingest.Format]],
        source: str,
        stop: Callable[[], bool],
        follower: _Follower,
    ) -> list[ingest.Result]:
        self._row("file", COLUMNS, "records/s")
        results = []
        for path, format_ in files:
            with progress(path.name, path.stat().st_size, unit="B") as bar:
                show = _reporter(bar)

                def report(position: int, records: int, show: Report = show) -> None:
                    show(position, records)
                    follower.look()

                watcher = ingest.Watcher(report=report, stop=stop)
                result = ingest.run(path, format_, source=source, watcher=watcher)
            self._tell(result)
            results.append(result)
            if stop():
                break
        return results

    def _make_searchable(self, interrupted: Callable[[], bool], follower: _Follower) -> None:
        """Work off what the import noted. Raises KeyboardInterrupt between two batches."""
        with progress("recognise and index", 0, unit="article") as bar:

            def follow(done: int, total: int) -> None:
                bar.total = total
                bar.update(done - bar.n)
                if interrupted():
                    raise KeyboardInterrupt

            if interrupted():
                raise KeyboardInterrupt
            follower.catch_up(follow)

    # --- what is printed ---------------------------------------------------------------

    def _tell(self, result: ingest.Result) -> None:
        self._row(result.path.name, _numbers(result.counts), f"{result.rate:.0f}")
        if result.fault:
            self._complain(f"{result.path}: {result.fault}")
        if result.rejects:
            self.stdout.write(f"  rejected records: {result.rejects}")
        if result.counts.kept:
            self.stdout.write(f"  edited by curators and left as they are: {result.counts.kept}")

    def _summarise(self, results: list[ingest.Result]) -> None:
        counts = sum((result.counts for result in results), ingest.Counts())
        seconds = sum(result.seconds for result in results)
        fresh = counts.total - sum(result.resumed for result in results)
        self._row("total", _numbers(counts), f"{fresh / max(seconds, 0.001):.0f}")

    def _tell_skipped(self, skipped: list[Path]) -> None:
        for path in skipped[:SHOWN_SKIPPED]:
            self.stdout.write(f"skipped, not a known format: {path}")
        if len(skipped) > SHOWN_SKIPPED:
            self.stdout.write(f"skipped, not a known format: {len(skipped) - SHOWN_SKIPPED} more")

    def _row(self, name: str, numbers: Iterable[object], rate: str) -> None:
        cells = "".join(f"{number:>11}" for number in (*numbers, rate))
        self.stdout.write(f"{name:<28}{cells}")

    def _complain(self, message: str) -> None:
        self.stderr.write(message)


class _Follower:
    """Follows a large import while it goes on: with a thread, once enough waits for one."""

    def __init__(self) -> None:
        self._stack = ExitStack()
        self._worker: pipeline.Worker | None = None

    def __enter__(self) -> _Follower:
        return self

    def __exit__(self, *raised: Any) -> None:
        self._stack.__exit__(*raised)

    def look(self) -> None:
        """Start the thread where several processes follow quicker than this one alone."""
        if self._worker is None and pipeline.is_worthwhile():
            self._worker = self._stack.enter_context(pipeline.following())

    def catch_up(self, report: Report) -> None:
        """Work off what still waits. Raises EngineError when the index cannot be written."""
        if self._worker is None:
            pipeline.catch_up(report)
        else:
            self._worker.wait(report)


def _numbers(counts: ingest.Counts) -> list[int]:
    return [getattr(counts, column) for column in COLUMNS]


@contextmanager
def interruptible() -> Iterator[Callable[[], bool]]:
    """Inside, the first Ctrl-C only makes the given function answer True; a second one breaks."""
    asked = threading.Event()

    def ask(*_: object) -> None:
        asked.set()
        signal.signal(signal.SIGINT, signal.default_int_handler)

    if threading.current_thread() is not threading.main_thread():
        yield asked.is_set
        return
    before = signal.signal(signal.SIGINT, ask)
    try:
        yield asked.is_set
    finally:
        signal.signal(signal.SIGINT, before)


def progress(label: str, total: int, unit: str) -> tqdm:
    """A bar on the terminal, silent elsewhere."""
    return tqdm(
        desc=label, total=total, unit=unit, unit_scale=True, disable=not sys.stderr.isatty()
    )


def _reporter(bar: tqdm) -> Report:
    def report(position: int, records: int) -> None:
        bar.update(position - bar.n)
        seconds = bar.format_dict["elapsed"] or 0.001
        bar.set_postfix_str(f"{records} records, {records / seconds:.0f}/s")

    return report
