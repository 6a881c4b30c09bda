"""What is broken in a stored index, and whether a failed search is a bug or a damaged file."""

from __future__ import annotations

import threading
import time
from pathlib import Path

from whoosh.filedb.filestore import FileStorage

from articles.search.engines.whoosh.codec import path_of
from articles.search.engines.whoosh.segment import Segment
from articles.search.engines.whoosh.tables import Table, newest_generation

MAYBE_DAMAGE = (ValueError, IndexError, OverflowError, MemoryError, OSError)
"""What a search raises that meets altered numbers or letters; DamagedFileError surely is one."""

PAUSE = 60.0  # seconds between two readings of the whole index


def damages_in(folder: Path) -> list[str]:
    """What is broken in the index, read in full; empty when all is well.

    Segments that commits take away meanwhile are not missed: the newest table is looked at
    again, until nothing is broken or it is still the newest.
    """
    storage = FileStorage(str(folder))
    whole: set[str] = set()
    while True:
        newest = newest_generation(folder)
        try:
            table = Table.read(storage)
        except Exception as error:  # a damaged pickle may raise anything
            if newest_generation(folder) != newest:
                continue
            return [f"table of contents: {error}"]
        found = []
        for part in table.segments:
            if part.segment_id() not in whole:
                try:
                    Segment.verify(path_of(storage, part))
                    whole.add(part.segment_id())
                except (OSError, ValueError, KeyError) as error:
                    found.append(str(error))
        if not found or newest_generation(folder) == table.generation:
            return found


class Examiner:
    """Reads an index in full when a search fails, once in PAUSE at most: a query that meets
    a bug must not make every request do so."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._generation: int | None = None
        self._looked = 0.0
        self._found: list[str] = []

    def damages(self, generation: int) -> list[str]:
        """What is broken in this generation, as of the last look at it.

        Empty as well where an earlier generation was read less than PAUSE ago.
        """
        with self._lock:
            if self._generation is None or time.monotonic() - self._looked > PAUSE:
                self._found = damages_in(self._folder)
                self._generation, self._looked = generation, time.monotonic()
            return self._found if self._generation == generation else []
