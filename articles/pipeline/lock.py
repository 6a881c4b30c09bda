"""Locks between processes that go with the process that holds them."""

from __future__ import annotations

import fcntl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from zlib import crc32

from django.conf import settings
from django.db import connection

WORK = "worker"
_LOOK_AGAIN = 0.05  # seconds

_held = threading.local()  # names of the file locks that this thread has


def shares_work() -> bool:
    """Whether several workers may claim notes at once.

    SQLite takes one writer at a time: there one worker has the lock of the data folder, and
    a claim that it finds was left by a process that is gone.
    """
    return connection.vendor != "sqlite"


@contextmanager
def work_lock(wait: float = 0.0) -> Iterator[bool]:
    """Whether this process may work; waits up to ``wait`` seconds for the one that does."""
    with file_lock(WORK, wait) as ours:
        yield ours


@contextmanager
def only_one(name: str) -> Iterator[bool]:
    """Whether this process is the only one that does what ``name`` stands for."""
    if shares_work():
        with _database_lock(name) as ours:
            yield ours
    else:
        yield True  # it has the work lock


@contextmanager
def file_lock(name: str, wait: float = 0.0) -> Iterator[bool]:
    """Whether this thread has the lock ``name`` of the data folder, which it may take again.

    Always, where work is shared.
    """
    mine: set[str] = _held.__dict__.setdefault("names", set())
    if shares_work() or name in mine:
        yield True
        return
    folder = Path(settings.DATA_DIR)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{name}.lock").open("a", encoding="ascii") as file:
        ours = _acquired(file, time.monotonic() + wait)
        if ours:
            mine.add(name)
        try:
            yield ours  # closing the file then releases the lock
        finally:
            mine.discard(name)


def _acquired(file: IO[str], deadline: float) -> bool:
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= deadline:
                return False
            time.sleep(_LOOK_AGAIN)
        else:
            return True


@contextmanager
def _database_lock(name: str) -> Iterator[bool]:
    """PostgreSQL's advisory lock of the connection."""
    key = crc32(f"archive:{name}".encode())
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [key])
        ours = bool(cursor.fetchone()[0])
    try:
        yield ours
    finally:
        if ours:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [key])
