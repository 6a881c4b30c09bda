"""Documents written down as a hidden segment file that no table of contents names yet.

Preparing needs no lock and may happen in any process; a commit then only renames the file.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from articles.errors import StaleReadingError
from articles.search.engines.base import Document
from articles.search.engines.whoosh.removals import READ_AGAIN
from articles.search.engines.whoosh.segment import Segment

PREFIX = ".prepared-"
KEPT_FOR = 3600  # seconds; then its process was killed before the commit


@dataclass(frozen=True, slots=True)
class PreparedSegment:
    """``name`` of the file, '' for no documents. ``analyses`` are the fingerprints of the
    settings with which the documents were analysed."""

    name: str
    analyses: frozenset[int]

    @classmethod
    def write(cls, index: Path, documents: Iterable[Document]) -> PreparedSegment:
        listed = list(documents)
        if not listed:
            return cls("", frozenset())
        name = f"{PREFIX}{secrets.token_hex(8)}"
        Segment.of(listed).write(index / name)
        return cls(name, frozenset(document.analysis for document in listed) - {0})

    def path(self, index: Path) -> Path:
        return index / self.name

    def opened(self, index: Path) -> tuple[Path, Segment]:
        """The file and what is in it; StaleReadingError when it lay there for too long."""
        path = self.path(index)
        try:
            return path, Segment.open(path)
        except FileNotFoundError as error:
            raise StaleReadingError(READ_AGAIN) from error

    def discard(self, index: Path) -> None:
        if self.name:
            self.path(index).unlink(missing_ok=True)


def sweep(index: Path) -> None:
    """Throw away what was prepared too long ago to be committed still."""
    oldest = time.time() - KEPT_FOR
    for path in index.glob(f"{PREFIX}*"):
        try:
            if path.stat().st_mtime < oldest:
                path.unlink()
        except FileNotFoundError:
            continue  # just committed
