"""The embedded engine: a Whoosh index of array segments, counted and scored as vectors."""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from whoosh.codec.whoosh3 import W3Segment
from whoosh.filedb.filestore import FileStorage
from whoosh.index import EmptyIndexError

from articles.errors import EngineError, StaleReadingError
from articles.search.engines.base import (
    TEXT_FIELDS,
    Build,
    Document,
    DocumentsOf,
    Engine,
    EngineAnswer,
    EngineQuery,
    Found,
    Prepared,
    Removed,
    fingerprint,
)
from articles.search.engines.whoosh import merging, ranking
from articles.search.engines.whoosh.arrays import DamagedFileError
from articles.search.engines.whoosh.building import Parts, note_changes
from articles.search.engines.whoosh.changing import carry_out
from articles.search.engines.whoosh.codec import EXTENSION, path_of
from articles.search.engines.whoosh.damages import MAYBE_DAMAGE, Examiner, damages_in
from articles.search.engines.whoosh.occurrences import occurrences
from articles.search.engines.whoosh.preparing import PreparedSegment, sweep
from articles.search.engines.whoosh.removals import READ_AGAIN, Removals
from articles.search.engines.whoosh.scoring import evaluate
from articles.search.engines.whoosh.segment import Segment
from articles.search.engines.whoosh.snapshot import Snapshot
from articles.search.engines.whoosh.storage import SyncedStorage, build_lock, merge_lock, sync
from articles.search.engines.whoosh.tables import (
    REBUILD,
    REMEDY,
    Table,
    Writing,
    newest_generation,
    replacing,
    writing,
)
from articles.search.tree import Keys, Node

log = logging.getLogger(__name__)

OPEN_ATTEMPTS = 100  # commits that may come while one reader opens the index
CLOCK_TICK = 50_000_000  # nanoseconds, generously


class WhooshBuild(Build):
    """A build in the folder of an index; ``revision`` is from before its first reading."""

    def __init__(
        self, index: WhooshIndex, parts: Parts, settings: Mapping[str, object], revision: int
    ) -> None:
        self._index = index
        self._parts = parts
        self._settings = settings
        self._revision = revision

    def finish(self, documents_of: DocumentsOf) -> None:
        self._parts.merge()
        while True:
            with replacing(self._index.folder) as work:
                if not self._parts.has_changes():
                    self._swap_in(work)
                    break
            self._parts.catch_up(documents_of)
        self._index.merge(merging.everything)

    def _swap_in(self, work: Writing) -> None:
        segments = []
        for path, live in self._parts.live():
            segments.append(work.adopt(path, len(live)))
            for doc in np.flatnonzero(~live):
                segments[-1].delete_document(int(doc))
        sync(self._index.folder)
        removals = work.table.removals.since(self._revision)
        work.commit(segments, settings=self._settings, removals=removals)


class WhooshIndex(Engine):
    """The index in one folder, shared by all threads of a process.

    Every search looks at the newest generation on disk, so commits of other processes
    are seen at once; segments that stayed are not opened again.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._snapshot: Snapshot | None = None
        self._seen: int | None = None  # the folder's time stamp that the snapshot stands for
        self._lock = threading.Lock()
        self._merging: threading.Thread | None = None
        self._examiner = Examiner(folder)

    # --- writing ------------------------------------------------------------------------------

    def create(self, settings: Mapping[str, object], revision: int = 0) -> None:
        with self._told_of_full_disks():
            self.folder.mkdir(parents=True, exist_ok=True)
            with replacing(self.folder) as work:
                work.commit([], settings=settings, removals=Removals(floor=revision))

    @contextmanager
    def building(self, settings: Mapping[str, object], revision: int = 0) -> Iterator[WhooshBuild]:
        with self._told_of_full_disks():
            self.folder.mkdir(parents=True, exist_ok=True)
            with build_lock(SyncedStorage(str(self.folder))):
                parts = Parts(self.folder)
                parts.begin()
                try:
                    yield WhooshBuild(self, parts, settings, revision)
                finally:
                    parts.end()

    def add_to_build(self, documents: Iterable[Document]) -> None:
        with self._told_of_full_disks():
            Parts(self.folder).add(documents)

    def exists(self) -> bool:
        return newest_generation(self.folder) >= 0

    def settings(self) -> Mapping[str, object]:
        with self._reading() as snapshot:
            return snapshot.settings

    def configure(self, change: Callable[[Mapping[str, object]], Mapping[str, object]]) -> None:
        with self._told_of_full_disks(), writing(self.folder) as work:
            work.commit(work.table.segments, settings=change(work.table.settings))

    def prepare(self, documents: Iterable[Document]) -> PreparedSegment:
        if not self.folder.is_dir():
            raise EngineError(REBUILD)
        with self._told_of_full_disks():
            return PreparedSegment.write(self.folder, documents)

    def commit(self, prepared: Iterable[Prepared], removed: Removed = ()) -> None:
        offered = [part for part in prepared if isinstance(part, PreparedSegment) and part.name]
        removed = removed if isinstance(removed, Mapping) else set(removed)
        if not offered and not removed:
            return
        try:
            with self._told_of_full_disks(), writing(self.folder) as work:
                due = merging.choose(self._committed(work, offered, removed))
        finally:
            for part in offered:
                part.discard(self.folder)
        if due:
            self._merge_soon()

    def _committed(
        self, work: Writing, offered: Sequence[PreparedSegment], removed: Removed
    ) -> list[W3Segment]:
        """Carry a commit out under the write lock; the segments of the index after it."""
        if any(part.analyses - {fingerprint(work.table.settings)} for part in offered):
            raise StaleReadingError(READ_AGAIN)
        change = carry_out(
            work,
            self._opened(work.storage, work.table.segments),
            [part.opened(self.folder) for part in offered],
            removed,
        )
        sync(self.folder)
        # Noted first: a build must not miss what a writer killed here has committed.
        note_changes(self.folder, change.concerned)
        work.commit(change.segments, removals=change.removals)
        sweep(self.folder)
        return change.segments

    def merge(self, choose: merging.Choose = merging.choose) -> None:
        """Merge what the policy asks for; another process that merges already is left to it."""
        with self._told_of_full_disks(), merge_lock(SyncedStorage(str(self.folder))) as ours:
            while ours and self._merged_once(choose):
                pass

    def _merged_once(self, choose: merging.Choose) -> bool:
        with writing(self.folder) as work:
            chosen = choose(work.table.segments)
            opened = self._opened(work.storage, chosen)
        if not chosen:
            return False
        merge = merging.Merge.run(self.folder, opened)
        with writing(self.folder) as work:
            segments = merge.finish(work)
            if segments is not None:
                sync(self.folder)
                work.commit(segments)
        return True  # also where the chosen were taken away meanwhile: look again

    def _merge_soon(self) -> None:
        """Merge in the background; a process that ends waits for it."""
        with self._lock:
            if self._merging is None or not self._merging.is_alive():
                self._merging = threading.Thread(target=self._merge_quietly, name="merge")
                self._merging.start()

    def _merge_quietly(self) -> None:
        try:
            self.merge()
        except EngineError:
            log.exception("Segments were not merged; the next commit tries again.")

    def wait_for_merges(self) -> None:
        """Until the merge under way in this process, if any, is done."""
        if self._merging is not None:
            self._merging.join()

    @contextmanager
    def _told_of_full_disks(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise EngineError(
                f"نمایهٔ جست‌وجو در «{self.folder}» نوشته نشد ({error.strerror})؛ "
                "فضای خالی دیسک و اجازهٔ نوشتن در پوشه را بررسی کنید. چیزی از دست نرفته است."
            ) from error

    # --- reading ------------------------------------------------------------------------------

    def search(self, query: EngineQuery) -> EngineAnswer:
        with self._reading() as snapshot:
            return ranking.answer(query, snapshot)

    def ids(self, tree: Node) -> list[int]:
        with self._reading() as snapshot:
            return self._ids(tree, snapshot)

    @staticmethod
    def _ids(tree: Node, snapshot: Snapshot) -> list[int]:
        docs = evaluate(tree, snapshot).docs
        pks: list[int] = snapshot.column("pk")[docs[snapshot.live[docs]]].tolist()
        return pks

    def occurrences(
        self, pks: Iterable[int], keys: Collection[str], prefixes: Collection[str] = ()
    ) -> dict[int, Found]:
        with self._reading() as snapshot:
            return {
                int(segment.columns["pk"][doc]): found
                for segment, docs in snapshot.places_of(pks)
                for doc, found in occurrences(segment, docs, keys, prefixes).items()
            }

    def holds(self, key: str) -> bool:
        with self._reading() as snapshot:
            return any(snapshot.holds(field, key) for field in TEXT_FIELDS)

    def frequency(self, keys: Iterable[str]) -> int:
        words = Keys(((tuple(keys),),))  # as a search has them, which then knows what they find
        with self._reading() as snapshot:
            return len(evaluate(words, snapshot).docs)

    def vocabulary(self) -> Iterator[tuple[str, int]]:
        with self._reading() as snapshot:
            counted = snapshot.vocabulary()
        for key, frequency in counted.items():
            yield key.decode("utf-8", "surrogatepass"), frequency

    def newest_revision(self) -> int:
        with self._reading() as snapshot:
            return snapshot.newest_revision

    def generation(self) -> int:
        return self._newest().generation

    def versions(self, first: int = 0, last: int | None = None) -> dict[int, int]:
        with self._reading() as snapshot:
            docs = snapshot.between(first, last)
            columns = (snapshot.column(name)[docs].tolist() for name in ("pk", "version"))
            return dict(zip(*columns, strict=True))

    def damages(self) -> list[str]:
        return damages_in(self.folder)

    def count(self) -> int:
        return self._newest().count

    @contextmanager
    def _reading(self) -> Iterator[Snapshot]:
        """The newest snapshot; what its files' damages cause becomes an EngineError.

        A bug stays what it is. What may be either is looked into, once a minute at most.
        """
        snapshot = self._newest()
        try:
            for segment in snapshot.segments.values():
                segment.check()
            yield snapshot
        except DamagedFileError as error:
            self._snapshot = None
            log.exception("The index in %s is damaged. %s", self.folder, REMEDY)
            raise EngineError(REBUILD) from error
        except MAYBE_DAMAGE as error:
            damages = self._examiner.damages(snapshot.generation)
            if not damages:
                raise
            self._snapshot = None
            log.exception("The index in %s is damaged: %s. %s", self.folder, damages, REMEDY)
            raise EngineError(REBUILD) from error

    def forget_words(self) -> None:
        """Let go of what words found, as after a commit; for measuring."""
        self._newest().found.clear()

    def _newest(self) -> Snapshot:
        """The snapshot of the newest generation on disk."""
        missed: int | None = None  # the newest generation after a look that failed
        for _ in range(OPEN_ATTEMPTS):
            try:
                changed = self.folder.stat().st_mtime_ns
                snapshot = self._snapshot
                if snapshot and changed == self._seen:
                    return snapshot
                storage = FileStorage(str(self.folder))
                if not snapshot or snapshot.generation != newest_generation(self.folder):
                    snapshot = self._open(storage)
                for part in snapshot.segments:
                    os.stat(self.folder / f"{part}{EXTENSION}")  # raises where one is gone
                # Two commits in one tick of the clock look alike: trust only an older stamp.
                self._seen = changed if time.time_ns() - changed > CLOCK_TICK else None
                return snapshot
            except FileNotFoundError:
                newest = newest_generation(self.folder)
                if newest == missed:
                    break  # no commit took the file away
                missed = newest  # one did between our two looks; look again
            except EmptyIndexError as error:
                raise EngineError(REBUILD) from error
            except Exception as error:  # a damaged pickle or array file may raise anything
                log.exception("The index in %s cannot be opened. %s", self.folder, REMEDY)
                raise EngineError(REBUILD) from error
        raise EngineError(REBUILD)

    def _open(self, storage: FileStorage) -> Snapshot:
        with self._lock:
            table = Table.read(storage)
            opened = self._opened(storage, table.segments)
            self._snapshot = Snapshot(
                table.generation,
                table.settings,
                {part.segment_id(): segment for part, segment in opened.items()},
                [part.deleted_docs() for part in opened],
                table.removals,
            )
            return self._snapshot

    def _opened(self, storage: FileStorage, parts: Sequence[W3Segment]) -> dict[W3Segment, Segment]:
        """The arrays of these segments; those already open are not opened again."""
        known = self._snapshot.segments if self._snapshot else {}
        return {
            part: known.get(part.segment_id()) or Segment.open(path_of(storage, part))
            for part in parts
        }
