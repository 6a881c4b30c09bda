"""One immutable segment: the postings of its text fields and a few numbers a document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path

import numpy as np
import numpy.typing as npt

from articles.search.engines.base import TEXT_FIELDS, Document, Spans
from articles.search.engines.whoosh import joining, spans
from articles.search.engines.whoosh.arrays import (
    Array,
    ArrayFile,
    DamagedFileError,
    Original,
    array_file,
    packed,
    verify,
    write_arrays,
)
from articles.search.engines.whoosh.inverting import invert
from articles.search.engines.whoosh.postings import FieldPostings, Ints
from articles.search.engines.whoosh.spans import FieldSpans

UNKNOWN_DATE = -(2**62)  # seconds: before everything, so that undated articles sort as oldest
NUMBERS = ("pk", "version", "revision", "source", "category", "month", "published")

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Segment:
    """``size`` documents, numbered from 0. Deletions are not its business.

    ``spans`` say per field where the words of each raw text are. ``file`` is the one that is
    mapped, if any.
    ``columns`` hold one number a document. ``names`` are the name ids of all documents in
    a row, ``name_counts`` how many each document has. ``lengths`` are keys per field.
    """

    size: int
    fields: dict[str, FieldPostings]
    spans: dict[str, FieldSpans]
    columns: dict[str, Array]
    lengths: dict[str, Array]
    names: Array
    name_counts: Array
    file: Original | None = None

    @classmethod
    def of(cls, documents: Sequence[Document]) -> Segment:
        """Invert ``documents``."""
        texts = {name: [document.texts[name] for document in documents] for name in TEXT_FIELDS}
        return cls(
            size=len(documents),
            fields={name: invert(keys) for name, keys in texts.items()},
            spans={
                name: FieldSpans.of([doc.spans.get(name, Spans()) for doc in documents])
                for name in TEXT_FIELDS
            },
            columns={
                "pk": packed((document.pk for document in documents), np.int64),
                "version": packed((document.version for document in documents), np.int64),
                "revision": packed((document.revision for document in documents), np.int64),
                "source": packed((document.source for document in documents), np.int32),
                "category": packed((document.category for document in documents), np.int32),
                "month": packed((document.month for document in documents), np.int32),
                "published": packed(map(_seconds, documents), np.int64),
            },
            lengths={
                name: packed((sum(map(len, text.values())) for text in keys), np.uint32)
                for name, keys in texts.items()
            },
            names=packed((pk for document in documents for pk in document.names), np.uint32),
            name_counts=packed((len(document.names) for document in documents), np.uint32),
        )

    @classmethod
    def open(cls, path: Path) -> Segment:
        file = Original(path)
        arrays = file.arrays()
        if "revision" not in arrays:  # of an older index, which still answers
            arrays["revision"] = np.zeros(len(arrays["pk"]), np.int64)
        return cls(
            size=len(arrays["pk"]),
            fields={name: FieldPostings.from_arrays(name, arrays) for name in TEXT_FIELDS},
            spans={name: FieldSpans.from_arrays(name, arrays) for name in TEXT_FIELDS},
            columns={name: arrays[name] for name in NUMBERS},
            lengths={name: arrays[f"{name}.lengths"] for name in TEXT_FIELDS},
            names=arrays["names"],
            name_counts=arrays["name_counts"],
            file=file,
        )

    @classmethod
    def verify(cls, path: Path) -> None:
        """Read a file in full; DamagedFileError when it is not what was written."""
        verify(path)
        try:
            cls.open(path).check_arrays()
        except DamagedFileError as error:
            raise DamagedFileError(f"{path.name}: {error}") from error

    def release(self) -> None:
        """Let what was read of the file leave the memory of this process."""
        if self.file is not None:
            self.file.release()

    def check(self) -> None:
        """Raise DamagedFileError when the file was changed since it was opened."""
        if self.file is not None:
            self.file.check()

    def check_arrays(self) -> None:
        """Raise DamagedFileError unless the arrays fit together. Reads most of them."""
        for name in TEXT_FIELDS:
            self.fields[name].check(self.size)
            self.spans[name].check(self.size)
        numbers = (*self.columns.values(), *self.lengths.values(), self.name_counts)
        if any(len(array) != self.size for array in numbers):
            raise DamagedFileError("numbers of other documents")
        if int(self.name_counts.sum(dtype=np.int64)) != len(self.names):
            raise DamagedFileError("names of other documents")

    def write(self, path: Path) -> None:
        """Write the segment; an error of ours that search would meet shows here already."""
        self.check_arrays()
        arrays = dict(self.columns)
        arrays |= {"names": self.names, "name_counts": self.name_counts}
        for name in TEXT_FIELDS:
            arrays[f"{name}.lengths"] = self.lengths[name]
            arrays |= self.fields[name].to_arrays(name) | self.spans[name].to_arrays(name)
        write_arrays(path, arrays)


def write_merged(path: Path, parts: Sequence[tuple[Segment, Mask]]) -> int:
    """Write the live documents of several segments in their order; how many there are.

    Nothing is written where none lives. Memory is bounded, see `joining`.
    """
    size = sum(int(np.count_nonzero(live)) for _, live in parts)
    if size:
        with array_file(path) as file:
            _write_merged(file, parts, size)
    return size


def _write_merged(file: ArrayFile, parts: Sequence[tuple[Segment, Mask]], size: int) -> None:
    numbered = list(_renumbered(parts))

    def release() -> None:
        for segment, _ in parts:
            segment.release()

    for name in TEXT_FIELDS:
        fields = [
            joining.FieldPart(segment.fields[name], numbers)
            for (segment, _), numbers in zip(parts, numbered, strict=True)
        ]
        joining.join(name, fields, size, file, release)
        spans.join(
            name,
            [
                spans.SpansPart(segment.spans[name], live, segment.release)
                for segment, live in parts
            ],
            file,
        )
        file.write(f"{name}.lengths", _joined(s.lengths[name][live] for s, live in parts))
    for name in NUMBERS:
        file.write(name, _joined(s.columns[name][live] for s, live in parts))
    names = _joined(s.names[np.repeat(live, s.name_counts)] for s, live in parts)
    file.write("names", names)
    file.write("name_counts", _joined(s.name_counts[live] for s, live in parts))


def _renumbered(parts: Sequence[tuple[Segment, Mask]]) -> Iterator[Ints]:
    """Of each segment the new numbers of its documents, -1 for the dead."""
    before = 0
    for _, live in parts:
        yield np.where(live, before + np.cumsum(live) - 1, -1)
        before += int(np.count_nonzero(live))


def _seconds(document: Document) -> int:
    if document.published is None:
        return UNKNOWN_DATE
    return int(document.published.astimezone(UTC).timestamp())


def _joined(parts: Iterable[Array]) -> Array:
    return np.concatenate(list(parts))
