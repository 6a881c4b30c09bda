"""Where the words of each document's raw text stand, two bytes a word.

A word is kept as the gap before it and its length, so that its offsets are running sums.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from articles.search.engines.base import Spans
from articles.search.engines.whoosh.arrays import (
    Array,
    ArrayFile,
    DamagedFileError,
    check_ends,
    ends_of,
)

LARGEST = 0xFF  # what a byte holds; a text with a wider gap or longer word keeps no spans

AT_ONCE = 20_000  # documents whose spans are merged at once

Mask = npt.NDArray[np.bool_]
Packed = tuple[npt.NDArray[np.uint8], npt.NDArray[np.uint8]]


@dataclass(frozen=True)
class FieldSpans:
    """Arrays of one field of one segment; n documents, t words, c compounds.

    ``word_ends``     (n) where each document's words end in ``gaps`` and ``lengths``
    ``gaps``          (t) characters between a word and the one before
    ``lengths``       (t) characters of a word
    ``compound_ends`` (n) where each document's compounds end in ``heads`` and ``reaches``
    ``heads``         (c) number of the word with which a compound written apart begins
    ``reaches``       (c) characters from the end of that word to the end of the compound
    """

    word_ends: Array
    gaps: Array
    lengths: Array
    compound_ends: Array
    heads: Array
    reaches: Array

    @classmethod
    def of(cls, documents: Sequence[Spans]) -> FieldSpans:
        words = [_words(spans) for spans in documents]
        compounds = [
            _compounds(spans) if len(gaps) else {}
            for spans, (gaps, _) in zip(documents, words, strict=True)
        ]
        return cls(
            word_ends=ends_of(len(gaps) for gaps, _ in words),
            gaps=_joined((gaps for gaps, _ in words), np.uint8),
            lengths=_joined((lengths for _, lengths in words), np.uint8),
            compound_ends=ends_of(map(len, compounds)),
            heads=np.array([head for each in compounds for head in each], np.uint16),
            reaches=np.array([far for each in compounds for far in each.values()], np.uint8),
        )

    @classmethod
    def from_arrays(cls, prefix: str, arrays: Mapping[str, Array]) -> FieldSpans:
        return cls(*(arrays[f"{prefix}.spans.{part.name}"] for part in fields(cls)))

    def to_arrays(self, prefix: str) -> dict[str, Array]:
        return {f"{prefix}.spans.{part.name}": getattr(self, part.name) for part in fields(self)}

    def check(self, size: int) -> None:
        """Raise DamagedFileError unless the arrays fit together, of ``size`` documents."""
        for name, ends, values, beside in (
            ("words", self.word_ends, self.gaps, self.lengths),
            ("compounds", self.compound_ends, self.heads, self.reaches),
        ):
            check_ends(name, ends, len(values))
            if len(ends) != size or len(values) != len(beside):
                raise DamagedFileError(f"{name} of other documents")

    def are_kept(self, doc: int) -> bool:
        words = _slice(self.word_ends, doc)
        return words.stop > words.start

    def of_document(self, doc: int) -> Spans:
        """Empty for a text without words, and for one whose spans are not kept."""
        words = _slice(self.word_ends, doc)
        lengths = self.lengths[words].astype(np.int64)
        ends = np.cumsum(self.gaps[words] + lengths)
        compounds = _slice(self.compound_ends, doc)
        heads = self.heads[compounds].astype(np.int64)
        reached = ends[heads] + self.reaches[compounds]
        return Spans(
            starts=(ends - lengths).tolist(),
            ends=ends.tolist(),
            compounds=dict(zip(heads.tolist(), reached.tolist(), strict=True)),
        )


class SpansPart(NamedTuple):
    """The spans of a segment and which of its documents live. ``release`` is called when they
    were read: they may leave the memory."""

    spans: FieldSpans
    live: Mask
    release: Callable[[], None]


def _words(spans: Spans) -> Packed:
    """Gaps and lengths of the words; none where one of them is too large for its byte."""
    starts, ends = np.array(spans.starts, np.int64), np.array(spans.ends, np.int64)
    gaps = starts - np.concatenate([[0], ends])[: len(starts)]
    lengths = ends - starts
    numbers = np.concatenate([gaps, lengths])
    too_long = len(starts) > np.iinfo(np.uint16).max
    if too_long or numbers.min(initial=0) < 0 or numbers.max(initial=0) > LARGEST:
        return np.empty(0, np.uint8), np.empty(0, np.uint8)
    return gaps.astype(np.uint8), lengths.astype(np.uint8)


def _compounds(spans: Spans) -> dict[int, int]:
    reaches = {head: end - spans.ends[head] for head, end in spans.compounds.items()}
    return {head: reach for head, reach in reaches.items() if 0 <= reach <= LARGEST}


def join(name: str, parts: Sequence[SpansPart], file: ArrayFile) -> None:
    """Write the spans of one field, of the live documents of several segments in their order."""
    _join(name, "word_ends", ("gaps", "lengths"), parts, file)
    _join(name, "compound_ends", ("heads", "reaches"), parts, file)


def _join(
    name: str, ends: str, columns: Sequence[str], parts: Sequence[SpansPart], file: ArrayFile
) -> None:
    """Write where the documents' values end, and the values themselves."""
    counts = [np.diff(getattr(part.spans, ends).astype(np.int64), prepend=0) for part in parts]
    kept = np.concatenate([each[part.live] for each, part in zip(counts, parts, strict=True)])
    file.write(f"{name}.spans.{ends}", ends_of(kept))
    fillings = {
        column: file.reserve(
            f"{name}.spans.{column}", getattr(parts[0].spans, column).dtype, int(kept.sum())
        )
        for column in columns
    }
    for part, each in zip(parts, counts, strict=True):
        begin = 0
        for first in range(0, len(each), AT_ONCE):
            stretch = each[first : first + AT_ONCE]
            end = begin + int(stretch.sum())
            mask = np.repeat(part.live[first : first + AT_ONCE], stretch)
            for column, filling in fillings.items():
                filling.append(getattr(part.spans, column)[begin:end][mask])
            begin = end
        part.release()


def _slice(ends: Array, doc: int) -> slice:
    return slice(int(ends[doc - 1]) if doc else 0, int(ends[doc]))


def _joined(parts: Iterable[Array], dtype: type) -> Array:
    return np.concatenate([np.empty(0, dtype), *parts])
