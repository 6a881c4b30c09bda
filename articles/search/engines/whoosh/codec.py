"""Teaches Whoosh to read our segments, so that the folder is an index to Whoosh as well.

Whoosh keeps what it is good at: the table of contents, generations, the lock. Its own
posting format costs a pickle a block and a Python object a posting; ours is arrays, and
this codec (Whoosh's own extension point) shows them to Whoosh's readers and searchers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from whoosh import fields, formats
from whoosh.codec import base
from whoosh.codec.whoosh3 import W3Segment
from whoosh.filedb.filestore import FileStorage
from whoosh.matching import ListMatcher
from whoosh.reading import TermInfo, TermNotFound

from articles.search.engines.base import TEXT_FIELDS
from articles.search.engines.whoosh.postings import Postings
from articles.search.engines.whoosh.removals import Removals
from articles.search.engines.whoosh.segment import Segment

EXTENSION = ".arr"
PLACE_TYPE = np.dtype("<u2")


class PlacesFormat(formats.Format):
    """A posting's value is its positions as little-endian 16-bit numbers."""

    def decode_positions(self, value: bytes) -> list[int]:
        return np.frombuffer(value, PLACE_TYPE).tolist()

    def decode_frequency(self, value: bytes) -> int:
        return len(value) // PLACE_TYPE.itemsize

    def decode_weight(self, value: bytes) -> float:
        return float(self.decode_frequency(value))


class KEYS(fields.FieldType):
    """A text that was analysed before Whoosh sees it: its terms are ready-made keys."""

    indexed = True
    scorable = True
    stored = False
    unique = False
    vector = None
    column_type = None

    def __init__(self) -> None:
        self.format = PlacesFormat()
        self.analyzer = None

    def to_bytes(self, value: str | bytes) -> bytes:
        return value.encode("utf-8") if isinstance(value, str) else value

    def from_bytes(self, value: bytes) -> str:
        return value.decode("utf-8")


class ArchiveSchema(fields.Schema):
    """The text fields, and what is kept with the index, so that one commit changes both."""

    settings: Mapping[str, object]
    removals: Removals


def make_schema(settings: Mapping[str, object]) -> ArchiveSchema:
    schema = ArchiveSchema(**{name: KEYS() for name in TEXT_FIELDS})
    schema.settings = dict(settings)
    return schema


class ArrayCodec(base.Codec):
    length_stats = True

    def new_segment(self, storage: FileStorage, indexname: str) -> W3Segment:
        return W3Segment(self, indexname)

    def per_document_reader(self, storage: FileStorage, segment: W3Segment) -> PerDocumentReader:
        return PerDocumentReader(Segment.open(path_of(storage, segment)), segment)

    def terms_reader(self, storage: FileStorage, segment: W3Segment) -> TermsReader:
        return TermsReader(Segment.open(path_of(storage, segment)))

    def supports_columns(self) -> bool:
        return False

    # Segments are written by `Segment.write`, as a whole.
    per_document_writer = field_writer = postings_writer = postings_reader = None


def path_of(storage: FileStorage, segment: W3Segment) -> Path:
    return Path(storage.folder) / segment.make_filename(EXTENSION)


class PerDocumentReader(base.PerDocumentReader):
    def __init__(self, arrays: Segment, segment: W3Segment) -> None:
        self._arrays = arrays
        self._segment = segment

    def close(self) -> None:
        """Nothing to close: the memory map goes with its last array."""

    def doc_count(self) -> int:
        return self._arrays.size - self._segment.deleted_count()

    def doc_count_all(self) -> int:
        return self._arrays.size

    def has_deletions(self) -> bool:
        return self._segment.has_deletions()

    def is_deleted(self, docnum: int) -> bool:
        return self._segment.is_deleted(docnum)

    def deleted_docs(self) -> Iterator[int]:
        return self._segment.deleted_docs()

    def has_column(self, fieldname: str) -> bool:
        return False

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        return int(self._arrays.lengths[fieldname][docnum])

    def field_length(self, fieldname: str) -> int:
        return int(self._arrays.lengths[fieldname].sum())

    def min_field_length(self, fieldname: str) -> int:
        return int(self._arrays.lengths[fieldname].min(initial=0))

    def max_field_length(self, fieldname: str) -> int:
        return int(self._arrays.lengths[fieldname].max(initial=0))

    def stored_fields(self, docnum: int) -> dict[str, Any]:
        return {"pk": int(self._arrays.columns["pk"][docnum])}


class TermsReader(base.TermsReader):
    def __init__(self, arrays: Segment) -> None:
        self._fields = arrays.fields

    def close(self) -> None:
        """Nothing to close."""

    def _postings(self, fieldname: str, key: bytes) -> Postings:
        field = self._fields.get(fieldname)
        number = field.find(key) if field is not None else None
        if field is None or number is None:
            raise TermNotFound(f"No term {fieldname}:{key!r}")
        return field.postings(number)

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        field = self._fields.get(term[0])
        return field is not None and field.find(term[1]) is not None

    def indexed_field_names(self) -> list[str]:
        return sorted(self._fields)

    def terms(self) -> Iterator[tuple[str, bytes]]:
        for name in self.indexed_field_names():
            for key in self._fields[name].all_keys():
                yield name, key

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        for name in self.indexed_field_names():
            if name >= fieldname:
                field = self._fields[name]
                start = field.first_from(prefix) if name == fieldname else 0
                for number in range(start, len(field)):
                    yield name, field.key(number)

    def items(self) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        for term in self.terms():
            yield term, self.term_info(*term)

    def items_from(
        self, fieldname: str, prefix: bytes
    ) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        for term in self.terms_from(fieldname, prefix):
            yield term, self.term_info(*term)

    def term_info(self, fieldname: str, key: bytes) -> TermInfo:
        docs, counts, _ = self._postings(fieldname, key)
        return TermInfo(
            weight=float(counts.sum()),
            df=len(docs),
            minlength=1,
            maxlength=0xFFFF,
            maxweight=float(counts.max()),
            minid=int(docs[0]),
            maxid=int(docs[-1]),
        )

    def frequency(self, fieldname: str, key: bytes) -> float:
        return float(self._postings(fieldname, key).counts.sum())

    def doc_frequency(self, fieldname: str, key: bytes) -> int:
        return len(self._postings(fieldname, key).docs)

    def matcher(
        self, fieldname: str, key: bytes, format_: formats.Format, scorer: Any = None
    ) -> ListMatcher:
        docs, counts, places = self._postings(fieldname, key)
        cuts = np.cumsum(counts.astype(np.int64))[:-1]
        values = [part.astype(PLACE_TYPE).tobytes() for part in np.split(places, cuts)]
        return ListMatcher(
            docs.tolist(),
            counts.astype(float).tolist(),
            values,
            format_,
            scorer=scorer,
            term=(fieldname, key),
            terminfo=self.term_info(fieldname, key),
        )
