"""The tables of contents of an index folder: the newest one, and how the next is committed.

A commit writes one new table, which names its segment files; files that no table names go
last. Whatever happens in between, the table on disk names whole files only.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from whoosh.codec.whoosh3 import W3Segment
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC, clean_files

from articles.errors import EngineError
from articles.search.engines.whoosh.codec import ArrayCodec, make_schema, path_of
from articles.search.engines.whoosh.removals import Removals
from articles.search.engines.whoosh.storage import NAME, SyncedStorage, write_lock

log = logging.getLogger(__name__)

REMEDY = "Run `manage.py rebuild_index`."
REBUILD = "نمایهٔ جست‌وجو در دسترس نیست؛ برای بازسازی آن «manage.py rebuild_index» را اجرا کنید."


@dataclass(frozen=True, slots=True)
class Table:
    """One generation: the segments with their deleted documents, and what is kept with them."""

    generation: int
    settings: Mapping[str, object]
    removals: Removals
    segments: list[W3Segment]

    @classmethod
    def read(cls, storage: FileStorage) -> Table:
        """The newest one. A damaged file may raise anything; without one EmptyIndexError."""
        toc = TOC.read(storage, NAME)
        removals = getattr(toc.schema, "removals", Removals())  # older indexes have none
        return cls(toc.generation, toc.schema.settings, removals, toc.segments)


class Writing:
    """Commits in a folder whose write lock is held. ``table`` is the newest one."""

    def __init__(self, storage: FileStorage, table: Table) -> None:
        self.storage = storage
        self.table = table

    def adopt(self, written: Path, size: int) -> W3Segment:
        """A new segment out of a complete file with ``size`` documents, in its place."""
        segment = ArrayCodec().new_segment(self.storage, NAME)
        segment.set_doc_count(size)
        written.replace(path_of(self.storage, segment))
        return segment

    def commit(
        self,
        segments: Sequence[W3Segment],
        *,
        settings: Mapping[str, object] | None = None,
        removals: Removals | None = None,
    ) -> None:
        """Make these the index; settings and removals stay where nothing else is said."""
        schema = make_schema(self.table.settings if settings is None else settings)
        schema.removals = self.table.removals if removals is None else removals
        generation = self.table.generation + 1
        TOC(schema, list(segments), generation).write(self.storage, NAME)
        self._clean(generation, segments)

    def undo(self) -> None:
        """Remove what was written for a commit that failed."""
        self._clean(self.table.generation, self.table.segments)

    def _clean(self, generation: int, segments: Sequence[W3Segment]) -> None:
        """Remove every file that does not belong to this generation."""
        clean_files(self.storage, NAME, generation, segments)
        for leftover in Path(self.storage.folder).glob(f"_{NAME}_*.toc.*"):
            leftover.unlink(missing_ok=True)  # of a commit that was killed half-way


def newest_generation(folder: Path) -> int:
    """The number of the newest table on disk; -1 where there is none."""
    try:
        return int(TOC._latest_generation(FileStorage(str(folder)), NAME))
    except FileNotFoundError:
        return -1


@contextmanager
def writing(folder: Path) -> Iterator[Writing]:
    """The write lock and the newest table. What fails leaves no files."""
    if not folder.is_dir():
        raise EngineError(REBUILD)
    storage = SyncedStorage(str(folder))
    with write_lock(storage):
        try:
            table = Table.read(storage)
        except Exception as error:  # a damaged pickle may raise anything
            log.exception("The table of contents in %s cannot be read. %s", folder, REMEDY)
            raise EngineError(REBUILD) from error
        work = Writing(storage, table)
        try:
            yield work
        except (OSError, EngineError):
            work.undo()
            raise


@contextmanager
def replacing(folder: Path) -> Iterator[Writing]:
    """The write lock, to replace the whole index, whatever state it is in.

    Where the newest table cannot be read, ``table`` is an empty one of its generation.
    """
    storage = SyncedStorage(str(folder))
    with write_lock(storage):
        try:
            table = Table.read(storage)
        except Exception:  # a damaged pickle may raise anything; or there is none yet
            table = Table(newest_generation(folder), {}, Removals(), [])
        yield Writing(storage, table)
