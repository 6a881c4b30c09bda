"""One engine at one size, each step in a process of its own, so that memory is its own."""

from __future__ import annotations

import multiprocessing
import os
import re
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import numpy as np

from benchmarks.engines.archive import Archive
from benchmarks.engines.contender import Contender, Question

WARM = "warm"
ROUNDS = 5
KIND_SECONDS = 3.0  # a kind of question stops being repeated after this
EDITS = 5

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(slots=True)
class Times:
    """Milliseconds of the questions of one kind, and how many articles they found."""

    milliseconds: list[float] = field(default_factory=list)
    found: list[int] = field(default_factory=list)

    def percentile(self, share: float) -> float:
        return float(np.percentile(self.milliseconds, share))


@dataclass(slots=True)
class Measured:
    """``times`` by mode and kind; seconds, bytes; memory is resident after warm questions."""

    contender: str
    size: int
    build_seconds: float = 0.0
    build_memory: int = 0
    index_bytes: int = 0
    memory: int = 0
    update_seconds: list[float] = field(default_factory=list)
    times: dict[str, dict[str, Times]] = field(default_factory=dict)


def measure(
    kind: type[Contender],
    folder: Path,
    batches: Sequence[Path],
    size: int,
    questions: Sequence[Question],
) -> Measured:
    """Build, ask, edit. ``folder`` must not exist."""
    folder.mkdir(parents=True)
    questions = [
        question for some in by_kind(questions).values() for question in some[: kind.a_kind]
    ]
    measured = Measured(kind.name, size)
    measured.build_seconds, measured.build_memory = _apart(_build, kind, folder, batches)
    measured.index_bytes, measured.memory, measured.times = _apart(_ask, kind, folder, questions)
    measured.update_seconds = _apart(_edit, kind, folder, batches, questions[0])
    return measured


def _apart(work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Call ``work`` in a fresh process."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        return pool.submit(work, *args, **kwargs).result()


def _build(kind: type[Contender], folder: Path, batches: Sequence[Path]) -> tuple[float, int]:
    """Seconds, without those of reading the batches, and the most memory held."""
    reading = 0.0

    def loaded() -> Iterator[list[Any]]:
        nonlocal reading
        for path in batches:
            began = time.perf_counter()
            batch = kind.load(path)
            reading += time.perf_counter() - began
            yield batch

    started = time.perf_counter()
    kind(folder).build(loaded())
    return time.perf_counter() - started - reading, memory_of(os.getpid(), "VmHWM")


def _ask(
    kind: type[Contender], folder: Path, questions: Sequence[Question]
) -> tuple[int, int, dict[str, dict[str, Times]]]:
    contender = kind(folder)
    contender.open()
    times = {WARM: _warm(contender, questions)}
    memory = memory_of(contender.process() or os.getpid())
    if isinstance(contender, Archive):
        for mode in contender.cold_modes:
            times[mode] = _cold(contender, mode, questions)
    size = contender.size()
    contender.close()
    return size, memory, times


def _warm(contender: Contender, questions: Sequence[Question]) -> dict[str, Times]:
    """Each question once unmeasured, then in rounds; the median of a question's rounds."""
    times: dict[str, Times] = {}
    for kind, of_kind in by_kind(questions).items():
        found = [contender.ask(question) for question in of_kind]
        rounds: list[list[float]] = []
        started = time.perf_counter()
        while len(rounds) < ROUNDS and (not rounds or time.perf_counter() - started < KIND_SECONDS):
            rounds.append([_milliseconds(contender, question) for question in of_kind])
        medians = np.median(np.array(rounds), axis=0)
        times[kind] = Times(medians.tolist(), [answer.total for answer in found])
    return times


def _cold(contender: Archive, mode: str, questions: Sequence[Question]) -> dict[str, Times]:
    """Each question as the first one of a new engine object."""
    times: dict[str, Times] = {}
    for kind, of_kind in by_kind(questions).items():
        times[kind] = Times()
        for question in of_kind:
            contender.forget(mode)
            times[kind].milliseconds.append(_milliseconds(contender, question))
    return times


def _milliseconds(contender: Contender, question: Question) -> float:
    started = time.perf_counter()
    contender.ask(question)
    return (time.perf_counter() - started) * 1000


def _edit(
    kind: type[Contender], folder: Path, batches: Sequence[Path], question: Question
) -> list[float]:
    """Seconds from an edit to the end of the first search that sees it."""
    contender = kind(folder)
    contender.open()
    contender.ask(question)
    seconds = []
    for number in range(EDITS):
        item = kind.load(batches[number % len(batches)])[number]
        started = time.perf_counter()
        contender.replace(item)
        contender.ask(question)
        seconds.append(time.perf_counter() - started)
    contender.close()
    return seconds


def by_kind(questions: Sequence[Question]) -> dict[str, list[Question]]:
    kinds: dict[str, list[Question]] = {}
    for question in questions:
        kinds.setdefault(question.kind, []).append(question)
    return kinds


def memory_of(pid: int, measure: str = "VmRSS") -> int:
    """Bytes that a process holds, what it maps of files included: now, or VmHWM the most."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
    found = re.search(rf"{measure}:\s+(\d+) kB", status)
    return int(found[1]) * 1024 if found else 0
