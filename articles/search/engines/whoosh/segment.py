"""One immutable Whoosh segment, read as NumPy arrays."""

from __future__ import annotations

import threading
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from whoosh.codec.base import Segment as WhooshSegment
from whoosh.codec.whoosh3 import W3LeafMatcher
from whoosh.fields import Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.reading import SegmentReader, TermNotFound
from whoosh.util.numeric import byte_to_length

from articles.search.engines.whoosh.cache import Cache
from articles.search.engines.whoosh.schema import NAME_TYPE, NUMBERS, POSITION_TYPE, UNKNOWN_DATE

Ids = npt.NDArray[np.int32]
Counts = npt.NDArray[np.float32]
Places = npt.NDArray[np.uint16]

BYTE_TO_LENGTH = np.array([byte_to_length(byte) for byte in range(256)], dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Postings:
    """Where one key stands in one field of one segment.

    ``docs`` are ascending document numbers, ``counts`` how often it stands in each, and
    ``places`` all its positions, document after document.
    """

    docs: Ids
    counts: Counts
    places: Places

    @property
    def nbytes(self) -> int:
        return self.docs.nbytes + self.counts.nbytes + self.places.nbytes


ABSENT = Postings(np.empty(0, np.int32), np.empty(0, np.float32), np.empty(0, np.uint16))


class Segment:
    """The arrays of one segment. Deletions are not its business: they change, it does not."""

    def __init__(
        self,
        storage: FileStorage,
        schema: Schema,
        segment: WhooshSegment,
        cache: Cache[Postings],
    ) -> None:
        self.id: str = segment.segment_id()
        self.size: int = segment.doc_count_all()
        self._reader = SegmentReader(storage, schema, segment)
        self._schema = schema
        self._cache = cache
        self._lock = threading.Lock()  # Whoosh's files have one read position each
        self.columns = {name: self._numbers(name) for name in NUMBERS}
        self.name_ids, self.name_counts = self._names()
        self._lengths: dict[str, Counts] = {}

    def postings(self, field: str, key: str) -> Postings:
        """The postings of ``key``; ABSENT when the segment does not hold it."""
        cached = self._cache.get((self.id, field, key))
        if cached is None:
            with self._lock:
                cached = self._read(field, key)
            self._cache.put((self.id, field, key), cached, cached.nbytes)
        return cached

    def holds(self, field: str, key: str) -> bool:
        with self._lock:
            return (field, key.encode("utf-8")) in self._reader

    def expand(self, field: str, prefix: str) -> list[str]:
        """Keys of ``field`` that begin with ``prefix``."""
        with self._lock:
            return [key.decode("utf-8") for key in self._reader.expand_prefix(field, prefix)]

    def lengths(self, field: str) -> Counts:
        """Number of keys of each document's field, with Whoosh's one-byte precision."""
        if field not in self._lengths:
            codes = np.frombuffer(self._column_bytes(f"_{field}_len"), np.uint8)
            lengths = np.zeros(self.size, np.float32)
            lengths[: len(codes)] = BYTE_TO_LENGTH[codes]
            self._lengths[field] = lengths
        return self._lengths[field]

    def _read(self, field: str, key: str) -> Postings:
        try:
            matcher = self._reader.postings(field, key)
        except TermNotFound:
            return ABSENT
        docs: list[Ids] = []
        counts: list[Counts] = []
        values: list[bytes] = []
        for block_docs, weights, block_values in _blocks(matcher):
            docs.append(np.cumsum(block_docs, dtype=np.int32))
            counts.append(_weights(weights, len(block_docs)))
            values += block_values
        places = np.frombuffer(b"".join(values), POSITION_TYPE)
        return Postings(np.concatenate(docs), np.concatenate(counts), places)

    def _column_bytes(self, name: str) -> bytes:
        per_doc = self._reader._perdoc
        if not per_doc.has_column(name):
            return b""
        file, offset, length = per_doc._get_column_file(name)
        try:
            return bytes(file.get(offset, length))
        finally:
            file.close()

    def _numbers(self, name: str) -> npt.NDArray[np.int64]:
        stored = np.frombuffer(self._column_bytes(name), np.dtype(f">i{_width(name)}"))
        default = UNKNOWN_DATE if name == "published" else 0
        numbers = np.full(self.size, default, np.int64)
        numbers[: len(stored)] = stored
        return numbers

    def _names(self) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """All documents' name ids one after the other, and how many each document has."""
        if not self._reader.has_column("names"):
            return np.empty(0, np.int64), np.zeros(self.size, np.int64)
        values = list(self._reader.column_reader("names"))
        ids = np.frombuffer(b"".join(values), NAME_TYPE).astype(np.int64)
        counts = np.array([len(value) // NAME_TYPE.itemsize for value in values], np.int64)
        return ids, counts


def _width(name: str) -> int:
    return {"i": 4, "q": 8}[NUMBERS[name]]


def _blocks(matcher: W3LeafMatcher) -> list[tuple[tuple[int, ...], object, tuple[bytes, ...]]]:
    """The raw blocks of a posting list: id differences, weights, position values.

    Whoosh's public interface walks posting by posting, which is what made it slow; the
    block layout is that of its only codec, frozen since 2016.
    """
    blocks = []
    while matcher.is_active():
        matcher._read_data()
        blocks.append(matcher._data)
        matcher._next_block()
    return blocks


def _weights(weights: object, length: int) -> Counts:
    """Whoosh writes None for all ones and a single number for all alike."""
    if weights is None:
        return np.ones(length, np.float32)
    if isinstance(weights, float):
        return np.full(length, weights, np.float32)
    return np.array(weights, np.float32)
