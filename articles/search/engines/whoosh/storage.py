"""Whoosh's folder of files, with commits that survive a power cut and a patient lock."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from whoosh.filedb.filestore import FileStorage

from articles.errors import EngineError

NAME = "MAIN"  # what Whoosh calls the index of a folder that holds one
LOCK_TIMEOUT = 60.0  # seconds a writer queues for the others
LOCK_DELAY = 0.02

LOCKED = "فرایند دیگری در حال نوشتن نمایهٔ جست‌وجو است؛ کمی بعد دوباره امتحان کنید."
BUILDING = "نمایه در حال بازسازی است؛ تا پایان آن صبر کنید."


class SyncedStorage(FileStorage):
    """Sees a file on the disk before it is renamed into place.

    Whoosh commits by renaming a new table of contents over the old one.
    """

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:
        sync(os.path.join(self.folder, oldname))
        super().rename_file(oldname, newname, safe=safe)
        sync(self.folder)


def sync(path: str | os.PathLike[str]) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_lock(storage: FileStorage) -> AbstractContextManager[None]:
    """Only one writer at a time, of any process; the others queue, then say so."""
    return _locked(storage, f"{NAME}_WRITELOCK", LOCK_TIMEOUT, LOCKED)


def build_lock(storage: FileStorage) -> AbstractContextManager[None]:
    """Only one rebuild at a time. The lock goes with its process."""
    return _locked(storage, f"{NAME}_BUILDLOCK", 0.0, BUILDING)


@contextmanager
def merge_lock(storage: FileStorage) -> Iterator[bool]:
    """Only one merge at a time; whether it is ours to do. The lock goes with its process."""
    lock = storage.lock(f"{NAME}_MERGELOCK")
    ours = bool(lock.acquire(blocking=False))
    try:
        yield ours
    finally:
        if ours:
            lock.release()


@contextmanager
def _locked(storage: FileStorage, name: str, timeout: float, message: str) -> Iterator[None]:
    lock = storage.lock(name)
    deadline = time.monotonic() + timeout
    while not lock.acquire(blocking=False):
        if time.monotonic() > deadline:
            raise EngineError(message)
        time.sleep(LOCK_DELAY)
    try:
        yield
    finally:
        lock.release()
