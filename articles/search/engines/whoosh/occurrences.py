"""Where keys stand in one document: what marks a reader's words, read from the index."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

import numpy as np

from articles.search.engines.base import TEXT_FIELDS, Found, Occurrence, Occurrences, Spans
from articles.search.engines.whoosh.postings import FieldPostings
from articles.search.engines.whoosh.segment import Segment


def occurrences(
    segment: Segment, doc: int, keys: Collection[str], prefixes: Collection[str]
) -> Found:
    """Of one document; a field whose spans are not kept is left out."""
    fields = {}
    for name in TEXT_FIELDS:
        spans = segment.spans[name].of_document(doc)
        if spans.starts:
            fields[name] = _in_text(segment.fields[name], doc, spans, keys, prefixes)
    return Found(int(segment.columns["version"][doc]), fields)


def _in_text(
    postings: FieldPostings,
    doc: int,
    spans: Spans,
    keys: Collection[str],
    prefixes: Collection[str],
) -> Occurrences:
    found: dict[str, list[Occurrence]] = {}
    for key in keys:
        number = postings.find(key.encode("utf-8", "surrogatepass"))
        if number is not None:
            found[key] = _placed(key, _places(postings, range(number, number + 1), doc), spans)
    for prefix in prefixes:
        numbers = postings.with_prefix(prefix.encode("utf-8", "surrogatepass"))
        found[prefix] = _placed("", _places(postings, numbers, doc), spans)
    return found


def _places(postings: FieldPostings, numbers: range, doc: int) -> Iterator[int]:
    """The positions of neighbouring keys in a document."""
    docs, counts, places = postings.spanned(numbers)
    if len(numbers) == 1:
        at = int(np.searchsorted(docs, doc))
        here: Sequence[int] = [at] if at < len(docs) and docs[at] == doc else []
    else:
        here = np.flatnonzero(docs == doc).tolist()
    before, begin = 0, 0
    for at in here:
        begin += int(counts[before:at].sum(dtype=np.int64))
        end = begin + int(counts[at])
        yield from places[begin:end].tolist()
        before, begin = at + 1, end


def _placed(key: str, places: Iterator[int], spans: Spans) -> list[Occurrence]:
    """``places`` beyond the text itself are those of what is indexed with it."""
    return sorted(
        Occurrence(place, spans.starts[place], spans.end_of(place, key))
        for place in places
        if place < len(spans.starts)
    )
