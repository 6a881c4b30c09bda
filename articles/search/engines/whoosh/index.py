"""The embedded engine: an ordinary Whoosh index, counted and scored as vectors."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC
from pathlib import Path
from pickle import UnpicklingError

import numpy as np
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC, EmptyIndexError, FileIndex, LockError
from whoosh.index import IndexError as WhooshIndexError
from whoosh.writing import SegmentWriter

from articles.errors import EngineError
from articles.search.engines.base import (
    TEXT_FIELDS,
    Document,
    Engine,
    EngineAnswer,
    EngineQuery,
)
from articles.search.engines.whoosh import ranking
from articles.search.engines.whoosh.cache import Cache
from articles.search.engines.whoosh.schema import NAME_TYPE, make_schema
from articles.search.engines.whoosh.scoring import evaluate
from articles.search.engines.whoosh.segment import Postings, Segment
from articles.search.engines.whoosh.snapshot import Snapshot
from articles.search.tree import Keys, Node

log = logging.getLogger(__name__)

SETTINGS_FILE = "archive.json"
CACHE_BYTES = 96 << 20
LOCK_TIMEOUT = 60.0  # seconds a writer queues for the others
OPEN_ATTEMPTS = 5

REBUILD = "نمایهٔ جست‌وجو در دسترس نیست؛ فرمان «manage.py rebuild_index» آن را از نو می‌سازد."
LOCKED = "نمایهٔ جست‌وجو در دست نوشتن است؛ کمی بعد دوباره بکوشید."

DAMAGE = (
    OSError,
    EmptyIndexError,
    WhooshIndexError,
    UnpicklingError,
    EOFError,
    ValueError,
    KeyError,
    AttributeError,
)


class WhooshIndex(Engine):
    """The index in one folder, shared by all threads of a process.

    Every search looks at the newest generation on disk, so commits of other processes
    are seen at once; segments that stayed are not opened again.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._cache: Cache[Postings] = Cache(CACHE_BYTES)
        self._snapshot: Snapshot | None = None
        self._lock = threading.Lock()

    # --- writing ------------------------------------------------------------------------------

    def create(self, settings: Mapping[str, object]) -> None:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            storage = FileStorage(str(self.folder))
            with self._write_lock(storage):
                generation = max(TOC._latest_generation(storage, "MAIN"), -1) + 1
                replacement = self.folder / f".{SETTINGS_FILE}"
                replacement.write_text(json.dumps(settings, ensure_ascii=False), encoding="utf-8")
                replacement.replace(self.folder / SETTINGS_FILE)
                TOC(make_schema(), [], generation).write(storage, "MAIN")
                _clean(storage, generation)
        except OSError as error:
            raise EngineError(
                f"پوشهٔ نمایه ({self.folder}) نوشتنی نیست یا دیسک پر است: {error.strerror}."
            ) from error

    def exists(self) -> bool:
        return (self.folder / SETTINGS_FILE).exists()

    def settings(self) -> Mapping[str, object]:
        try:
            stored: dict[str, object] = json.loads(
                (self.folder / SETTINGS_FILE).read_text(encoding="utf-8")
            )
        except (OSError, ValueError) as error:
            raise EngineError(REBUILD) from error
        return stored

    def update(self, documents: Iterable[Document], removed: Iterable[int] = ()) -> None:
        documents = list(documents)
        outdated = {document.pk for document in documents} | set(removed)
        if not outdated:
            return
        with self._writer() as writer:
            for doc in self._where(writer, outdated):
                writer.delete_document(doc)
            for document in documents:
                writer.add_document(**_fields(document))

    @contextmanager
    def _writer(self) -> Iterator[SegmentWriter]:
        try:
            index = FileIndex(FileStorage(str(self.folder)))
            writer = SegmentWriter(index, timeout=LOCK_TIMEOUT, limitmb=256, compound=False)
        except LockError as error:
            raise EngineError(LOCKED) from error
        except DAMAGE as error:
            raise EngineError(REBUILD) from error
        try:
            yield writer
            writer.commit()
        except OSError as error:
            raise EngineError(f"نوشتن نمایه نشد؛ شاید دیسک پر است: {error}") from error
        finally:
            if not writer.is_closed:
                _abandon(writer)

    @contextmanager
    def _write_lock(self, storage: FileStorage) -> Iterator[None]:
        lock = storage.lock("MAIN_WRITELOCK")
        if not lock.acquire(blocking=False):
            raise EngineError(LOCKED)
        try:
            yield
        finally:
            lock.release()

    def _where(self, writer: SegmentWriter, pks: set[int]) -> list[int]:
        """The live documents of these articles, numbered as the writer numbers them."""
        wanted = np.fromiter(pks, np.int64)
        found: list[int] = []
        for base, whoosh_segment in zip(writer._doc_offsets, writer.segments, strict=True):
            segment = self._segment(writer.storage, writer.schema, whoosh_segment)
            docs = np.flatnonzero(np.isin(segment.columns["pk"], wanted))
            found += [base + doc for doc in docs.tolist() if not whoosh_segment.is_deleted(doc)]
        return found

    # --- reading ------------------------------------------------------------------------------

    def search(self, query: EngineQuery) -> EngineAnswer:
        return ranking.answer(query, self._newest())

    def ids(self, tree: Node) -> list[int]:
        snapshot = self._newest()
        found = evaluate(tree, snapshot).mask & snapshot.live
        pks: list[int] = snapshot.column("pk")[found].tolist()
        return pks

    def holds(self, key: str) -> bool:
        snapshot = self._newest()
        return any(snapshot.holds(field, key) for field in TEXT_FIELDS)

    def frequency(self, keys: Iterable[str]) -> int:
        words = Keys(tuple(((key,),) for key in keys))
        return int(np.count_nonzero(evaluate(words, self._newest()).mask))

    def count(self) -> int:
        return self._newest().count

    def _newest(self) -> Snapshot:
        """The snapshot of the newest generation on disk."""
        storage = FileStorage(str(self.folder))
        for _ in range(OPEN_ATTEMPTS):
            try:
                generation = TOC._latest_generation(storage, "MAIN")
                snapshot = self._snapshot
                if snapshot is not None and snapshot.generation == generation:
                    return snapshot
                return self._open(storage)
            except FileNotFoundError:
                continue  # a commit removed the files between our two looks; look again
            except DAMAGE as error:
                log.exception("The index in %s cannot be opened.", self.folder)
                raise EngineError(REBUILD) from error
        raise EngineError(REBUILD)

    def _open(self, storage: FileStorage) -> Snapshot:
        with self._lock:
            toc = TOC.read(storage, "MAIN")
            segments = [self._segment(storage, toc.schema, part) for part in toc.segments]
            deleted = [set(part.deleted_docs()) for part in toc.segments]
            snapshot = Snapshot(toc.generation, segments, deleted)
            kept = {segment.id for segment in segments}
            self._cache.drop(lambda key: isinstance(key, tuple) and key[0] not in kept)
            self._snapshot = snapshot
            return snapshot

    def _segment(self, storage: FileStorage, schema: object, part: object) -> Segment:
        """The segment as arrays; the one already open when there is one."""
        opened = (
            {segment.id: segment for segment in self._snapshot.segments} if (self._snapshot) else {}
        )
        known = opened.get(part.segment_id())  # type: ignore[attr-defined]
        return known or Segment(storage, schema, part, self._cache)


def _fields(document: Document) -> dict[str, object]:
    """A document as Whoosh's writer takes it."""
    fields: dict[str, object] = {name: keys for name, keys in document.texts.items() if keys}
    fields |= {
        "pk": document.pk,
        "source": document.source,
        "category": document.category,
        "month": document.month,
        "names": np.array(document.names, NAME_TYPE).tobytes(),
    }
    if document.published is not None:
        fields["published"] = int(document.published.astimezone(UTC).timestamp())
    return fields


def _abandon(writer: SegmentWriter) -> None:
    """Give up a commit: the index stays as it was."""
    try:
        writer.cancel()
    except Exception:
        # What was half-written is swept by the next commit; the lock must not stay.
        log.warning("A writer could not be closed cleanly.", exc_info=True)
        if writer.writelock:
            writer.writelock.release()


def _clean(storage: FileStorage, generation: int) -> None:
    from whoosh.index import clean_files

    clean_files(storage, "MAIN", generation, [])
