"""Where keys stand in a few documents: what marks a reader's words, read from the index."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import cache

import numpy as np

from articles.search.engines.base import TEXT_FIELDS, Found, Occurrence, Spans
from articles.search.engines.whoosh.postings import FieldPostings
from articles.search.engines.whoosh.segment import Segment


def occurrences(
    segment: Segment, docs: Sequence[int], keys: Collection[str], prefixes: Collection[str]
) -> dict[int, Found]:
    """Of these documents; a field whose spans are not kept is left out."""
    fields: dict[int, dict[str, dict[str, list[Occurrence]]]] = {doc: {} for doc in docs}
    for name in TEXT_FIELDS:
        known = [doc for doc in docs if segment.spans[name].are_kept(doc)]
        for doc in known:
            fields[doc][name] = {}
        spans_of = cache(segment.spans[name].of_document)
        for key, compound, numbers in _sought(segment.fields[name], keys, prefixes):
            for doc, places in _places(segment.fields[name], numbers, known):
                fields[doc][name][key] = _placed(compound, places, spans_of(doc))
    versions = segment.columns["version"]
    return {doc: Found(int(versions[doc]), found) for doc, found in fields.items()}


def _sought(
    postings: FieldPostings, keys: Collection[str], prefixes: Collection[str]
) -> Iterator[tuple[str, str, range]]:
    """Each key and prefix that the field holds, what may be a compound, its numbers."""
    for key in keys:
        number = postings.find(key.encode("utf-8", "surrogatepass"))
        if number is not None:
            yield key, key, range(number, number + 1)
    for prefix in prefixes:
        yield prefix, "", postings.with_prefix(prefix.encode("utf-8", "surrogatepass"))


def _places(
    postings: FieldPostings, numbers: range, wanted: Sequence[int]
) -> Iterator[tuple[int, list[int]]]:
    """The positions of neighbouring keys in each of the ``wanted`` documents that has any."""
    docs, counts, places = postings.spanned(numbers)
    if len(numbers) == 1:  # documents ascend
        at = zip(np.searchsorted(docs, wanted).tolist(), wanted, strict=True)
        here = [place for place, doc in at if place < len(docs) and docs[place] == doc]
    else:
        here = np.flatnonzero(np.isin(docs, wanted)).tolist()
    found: dict[int, list[int]] = {}
    before, begin = 0, 0
    for place in sorted(here):
        begin += int(counts[before:place].sum(dtype=np.int64))
        end = begin + int(counts[place])
        found.setdefault(int(docs[place]), []).extend(places[begin:end].tolist())
        before, begin = place + 1, end
    yield from found.items()


def _placed(key: str, places: Sequence[int], spans: Spans) -> list[Occurrence]:
    """``places`` beyond the text itself are those of what is indexed with it."""
    return sorted(
        Occurrence(place, spans.starts[place], spans.end_of(place, key))
        for place in places
        if place < len(spans.starts)
    )
