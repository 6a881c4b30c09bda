"""The embedded engine: a Whoosh index of array segments, counted and scored as vectors.

A commit writes one new segment file, then a new table of contents that names it; the old
files go last. Whatever happens in between, the table on disk names whole files only.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from whoosh.codec.whoosh3 import W3Segment
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC, EmptyIndexError, clean_files

from articles.errors import EngineError
from articles.search.engines.base import (
    TEXT_FIELDS,
    Build,
    Document,
    DocumentsOf,
    Engine,
    EngineAnswer,
    EngineQuery,
    Found,
)
from articles.search.engines.whoosh import merging, ranking
from articles.search.engines.whoosh.arrays import verify
from articles.search.engines.whoosh.building import Parts, note_changes
from articles.search.engines.whoosh.codec import EXTENSION, ArrayCodec, make_schema, path_of
from articles.search.engines.whoosh.occurrences import occurrences
from articles.search.engines.whoosh.scoring import evaluate
from articles.search.engines.whoosh.segment import Segment
from articles.search.engines.whoosh.snapshot import Snapshot
from articles.search.engines.whoosh.storage import (
    NAME,
    SyncedStorage,
    build_lock,
    merge_lock,
    sync,
    write_lock,
)
from articles.search.tree import Keys, Node

log = logging.getLogger(__name__)

OPEN_ATTEMPTS = 100  # commits that may come while one reader opens the index
REMEDY = "Run `manage.py rebuild_index`."
CLOCK_TICK = 50_000_000  # nanoseconds, generously

REBUILD = "نمایهٔ جست‌وجو در دسترس نیست؛ فرمان «manage.py rebuild_index» آن را از نو می‌سازد."


class WhooshBuild(Build):
    """A build in the folder of an index."""

    def __init__(
        self,
        index: WhooshIndex,
        storage: FileStorage,
        parts: Parts,
        settings: Mapping[str, object],
    ) -> None:
        self._index = index
        self._storage = storage
        self._parts = parts
        self._settings = settings

    def finish(self, documents_of: DocumentsOf) -> None:
        while True:
            with write_lock(self._storage):
                if not self._parts.has_changes():
                    self._index.swap_in(self._storage, self._settings, self._parts)
                    break
            self._parts.catch_up(documents_of)
        self._index.merge(merging.everything)


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

    # --- writing ------------------------------------------------------------------------------

    def create(self, settings: Mapping[str, object]) -> None:
        with self._told_of_full_disks():
            self.folder.mkdir(parents=True, exist_ok=True)
            storage = SyncedStorage(str(self.folder))
            with write_lock(storage):
                generation = TOC._latest_generation(storage, NAME) + 1
                self._commit(storage, settings, [], generation)

    @contextmanager
    def building(self, settings: Mapping[str, object]) -> Iterator[WhooshBuild]:
        with self._told_of_full_disks():
            self.folder.mkdir(parents=True, exist_ok=True)
            storage = SyncedStorage(str(self.folder))
            with build_lock(storage):
                parts = Parts(self.folder)
                parts.begin()
                try:
                    yield WhooshBuild(self, storage, parts, settings)
                finally:
                    parts.end()

    def add_to_build(self, documents: Iterable[Document]) -> None:
        with self._told_of_full_disks():
            Parts(self.folder).add(documents)

    def exists(self) -> bool:
        return self._newest_generation() >= 0

    def _newest_generation(self) -> int:
        """Of the tables on disk; -1 where there is none."""
        try:
            return int(TOC._latest_generation(FileStorage(str(self.folder)), NAME))
        except FileNotFoundError:
            return -1

    def settings(self) -> Mapping[str, object]:
        with self._reading() as snapshot:
            return snapshot.settings

    def configure(self, settings: Mapping[str, object]) -> None:
        with self._told_of_full_disks(), self._writing() as (storage, toc):
            self._commit(storage, settings, toc.segments, toc.generation + 1)

    def update(self, documents: Iterable[Document], removed: Iterable[int] = ()) -> None:
        added = {document.pk: document for document in documents}
        outdated = added.keys() | set(removed)
        if not outdated:
            return
        with self._told_of_full_disks(), self._writing() as (storage, toc):
            for part, segment in self._opened(storage, toc.segments).items():
                for doc in np.flatnonzero(np.isin(segment.columns["pk"], list(outdated))):
                    part.delete_document(int(doc))
            segments = list(toc.segments)
            if added:
                segments.append(self._written(storage, Segment.of(list(added.values()))))
            # Noted first: a build must not miss what a writer killed here has committed.
            note_changes(self.folder, outdated)
            self._commit(storage, toc.schema.settings, segments, toc.generation + 1)
            due = merging.choose(segments)
        if due:
            self._merge_soon()

    def merge(self, choose: merging.Choose = merging.choose) -> None:
        """Merge what the policy asks for; another process that merges already is left to it."""
        with self._told_of_full_disks():
            storage = SyncedStorage(str(self.folder))
            with merge_lock(storage) as ours:
                while ours and self._merged_once(choose):
                    pass

    def _merged_once(self, choose: merging.Choose) -> bool:
        with self._writing() as (storage, toc):
            chosen = choose(toc.segments)
            opened = self._opened(storage, chosen)
        if not chosen:
            return False
        merge = merging.Merge.run(self.folder, opened)
        with self._writing() as (storage, toc):
            made = ArrayCodec().new_segment(storage, NAME)
            segments = merge.finish(toc.segments, made, path_of(storage, made))
            if len(segments) == len(toc.segments) and made not in segments:
                return True  # taken away meanwhile; look again
            sync(self.folder)
            self._commit(storage, toc.schema.settings, segments, toc.generation + 1)
        return True

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
    def _writing(self) -> Iterator[tuple[FileStorage, TOC]]:
        """The write lock and the newest table of contents. What fails leaves no files."""
        if not self.folder.is_dir():
            raise EngineError(REBUILD)
        storage = SyncedStorage(str(self.folder))
        with write_lock(storage):
            try:
                toc = TOC.read(storage, NAME)
            except Exception as error:  # a damaged pickle may raise anything
                log.exception("The table of contents in %s cannot be read. %s", self.folder, REMEDY)
                raise EngineError(REBUILD) from error
            try:
                yield storage, toc
            except OSError:
                self._clean(storage, toc.generation, toc.segments)
                raise

    def _written(self, storage: FileStorage, segment: Segment) -> W3Segment:
        part = ArrayCodec().new_segment(storage, NAME)
        part.set_doc_count(segment.size)
        segment.write(path_of(storage, part))
        return part

    def _commit(
        self,
        storage: FileStorage,
        settings: Mapping[str, object],
        segments: Sequence[W3Segment],
        generation: int,
    ) -> None:
        TOC(make_schema(settings), list(segments), generation).write(storage, NAME)
        self._clean(storage, generation, segments)

    def _clean(self, storage: FileStorage, generation: int, segments: Sequence[W3Segment]) -> None:
        """Remove every file that does not belong to this generation."""
        clean_files(storage, NAME, generation, segments)
        for leftover in self.folder.glob(f"_{NAME}_*.toc.*"):
            leftover.unlink(missing_ok=True)  # of a commit that was killed half-way

    def swap_in(self, storage: FileStorage, settings: Mapping[str, object], parts: Parts) -> None:
        """Make the finished parts the index; the caller holds the write lock."""
        segments = []
        for path, live in parts.live():
            part = ArrayCodec().new_segment(storage, NAME)
            part.set_doc_count(len(live))
            for doc in np.flatnonzero(~live):
                part.delete_document(int(doc))
            path.replace(path_of(storage, part))
            segments.append(part)
        sync(self.folder)
        self._commit(storage, settings, segments, TOC._latest_generation(storage, NAME) + 1)

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

    def generation(self) -> int:
        return self._newest().generation

    def versions(self) -> dict[int, int]:
        with self._reading() as snapshot:
            return self._versions(snapshot)

    @staticmethod
    def _versions(snapshot: Snapshot) -> dict[int, int]:
        columns = (snapshot.column(name)[snapshot.live].tolist() for name in ("pk", "version"))
        return dict(zip(*columns, strict=True))

    def damages(self) -> list[str]:
        try:
            storage = FileStorage(str(self.folder))
            parts = TOC.read(storage, NAME).segments
        except Exception as error:  # a damaged pickle may raise anything
            return [f"table of contents: {error}"]
        found = []
        for part in parts:
            try:
                verify(path_of(storage, part))
            except (OSError, ValueError) as error:
                found.append(str(error))
        return found

    def count(self) -> int:
        return self._newest().count

    @contextmanager
    def _reading(self) -> Iterator[Snapshot]:
        """The newest snapshot; what its files' damages cause becomes an EngineError."""
        snapshot = self._newest()
        try:
            for segment in snapshot.segments.values():
                segment.check()
            yield snapshot
        except Exception as error:
            damages = self.damages()
            if not damages:
                raise
            log.exception("The index in %s is damaged: %s. %s", self.folder, damages, REMEDY)
            self._snapshot = None
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
                if not snapshot or snapshot.generation != TOC._latest_generation(storage, NAME):
                    snapshot = self._open(storage)
                for part in snapshot.segments:
                    os.stat(self.folder / f"{part}{EXTENSION}")  # raises where one is gone
                # Two commits in one tick of the clock look alike: trust only an older stamp.
                self._seen = changed if time.time_ns() - changed > CLOCK_TICK else None
                return snapshot
            except FileNotFoundError:
                newest = self._newest_generation()
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
            toc = TOC.read(storage, NAME)
            opened = self._opened(storage, toc.segments)
            self._snapshot = Snapshot(
                toc.generation,
                toc.schema.settings,
                {part.segment_id(): segment for part, segment in opened.items()},
                [part.deleted_docs() for part in opened],
            )
            return self._snapshot

    def _opened(self, storage: FileStorage, parts: Sequence[W3Segment]) -> dict[W3Segment, Segment]:
        """The arrays of these segments; those already open are not opened again."""
        known = self._snapshot.segments if self._snapshot else {}
        return {
            part: known.get(part.segment_id()) or Segment.open(path_of(storage, part))
            for part in parts
        }
