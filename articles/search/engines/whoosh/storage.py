"""Whoosh's folder of files, with commits that survive a power cut and a patient lock."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager

from whoosh.filedb.filestore import FileStorage

from articles.errors import EngineError

NAME = "MAIN"  # what Whoosh calls the index of a folder that holds one
LOCK_TIMEOUT = 60.0  # seconds a writer queues for the others
LOCK_DELAY = 0.02

LOCKED = "فرایند دیگری در حال نوشتن نمایهٔ جست‌وجو است؛ کمی بعد دوباره بکوشید."


class SyncedStorage(FileStorage):
    """Sees a file on the disk before it is renamed into place.

    Whoosh commits by renaming a new table of contents over the old one.
    """

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:
        _sync(os.path.join(self.folder, oldname))
        super().rename_file(oldname, newname, safe=safe)
        _sync(self.folder)


def _sync(path: str) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def write_lock(storage: FileStorage) -> Iterator[None]:
    """Only one writer at a time, of any process; the others queue, then say so."""
    lock = storage.lock(f"{NAME}_WRITELOCK")
    deadline = time.monotonic() + LOCK_TIMEOUT
    while not lock.acquire(blocking=False):
        if time.monotonic() > deadline:
            raise EngineError(LOCKED)
        time.sleep(LOCK_DELAY)
    try:
        yield
    finally:
        lock.release()
