"""Which articles a tree finds, and how well: whole posting lists as vectors.

A node becomes ``Matches``: the documents that it finds and a score for each. The score of a
word is BM25F (Robertson, Zaragoza & Taylor 2004, "Simple BM25 extension to multiple
weighted fields"): the counts of all its keys in all fields are weighted and normalised by
field length, added up, and saturated once.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
import numpy.typing as npt

from articles.search.engines.base import TEXT_FIELDS
from articles.search.engines.whoosh.segment import UNKNOWN_DATE, Mask
from articles.search.engines.whoosh.snapshot import POSITION_BITS, Docs, Snapshot
from articles.search.tree import (
    All,
    Any,
    Attribute,
    InField,
    KeyPrefix,
    Keys,
    Node,
    Not,
    Period,
    Raised,
    Sequence,
    Slot,
)

Scores = npt.NDArray[np.float32]
Counted = tuple[Docs, Scores]
"""Documents, ascending, and how often something stands in each."""

EVERY = slice(None)
NO_DOCS: Docs = np.empty(0, np.int64)
NO_SCORES: Scores = np.empty(0, np.float32)

K1 = 1.5
# What a related word (آلودگی for آلوده) counts beside the word itself.
RELATED_WEIGHT = 0.15
FIELD_WEIGHT = {"title": 3.0, "lead": 1.5, "body": 1.0}
# How much the length of a field counts: titles are all short, bodies are not.
FIELD_B = {"title": 0.3, "lead": 0.3, "body": 0.75}


# Below this share of all documents it is cheaper to look each up than to lay all out.
SPARSE = 1 / 64


@dataclass(frozen=True, slots=True)
class Matches:
    """The documents that are found, ascending, and how well each is: ``scores[i]``.

    ``near_docs`` hold only related words of a word: they are not found by it, but their
    ``near_scores`` count where another word finds them.
    """

    docs: Docs
    scores: Scores
    near_docs: Docs = dataclasses.field(default_factory=lambda: NO_DOCS)
    near_scores: Scores = dataclasses.field(default_factory=lambda: NO_SCORES)

    @property
    def nbytes(self) -> int:
        parts = (self.docs, self.scores, self.near_docs, self.near_scores)
        return sum(part.nbytes for part in parts)


def evaluate(node: Node, snapshot: Snapshot, fields: Iterable[str] = TEXT_FIELDS) -> Matches:
    """Find ``node`` in the text ``fields``. Dead documents may be among the matches."""
    fields = tuple(fields)
    match node:
        case All(nodes):
            return _all(nodes, snapshot, fields)
        case Any(nodes):
            return _any([evaluate(child, snapshot, fields) for child in nodes], snapshot.size)
        case Not(child):
            return _all((node,), snapshot, fields)
        case Keys() | KeyPrefix():
            return _word(node, snapshot, fields)
        case InField(field, child):
            return evaluate(child, snapshot, (field,))
        case Attribute(field, ids):
            return _unscored(np.flatnonzero(has_attribute(snapshot, field, ids, EVERY)))
        case Period(start, end):
            return _unscored(np.flatnonzero(is_in_period(snapshot, start, end, EVERY)))
        case Raised(child, words):
            return _raised(evaluate(child, snapshot, fields), words, snapshot, fields)
    raise TypeError(f"an engine cannot count {type(node).__name__}")


def has_attribute(snapshot: Snapshot, field: str, ids: Iterable[int], docs: Docs | slice) -> Mask:
    """For each of ``docs``: whether its source, category or a name of it is among ``ids``."""
    if field != "name":
        return np.isin(snapshot.column(field)[docs], np.fromiter(ids, np.int64))
    mask = np.zeros(snapshot.size, np.bool_)
    for name in ids:
        mask[snapshot.holders(name)] = True
    return mask[docs]


def is_in_period(
    snapshot: Snapshot, start: datetime | None, end: datetime | None, docs: Docs | slice
) -> Mask:
    """For each of ``docs``: whether it was published in the half-open range; the undated
    only when it is open."""
    published = snapshot.column("published")[docs]
    mask = np.ones(len(published), np.bool_)
    if start is not None:
        mask &= published >= _seconds(start)
    if end is not None:
        mask &= (published < _seconds(end)) & (published != UNKNOWN_DATE)
    return mask


def _seconds(moment: datetime) -> int:
    return int(moment.astimezone(UTC).timestamp())


def _all(nodes: Iterable[Node], snapshot: Snapshot, fields: tuple[str, ...]) -> Matches:
    """What all nodes find, beginning with the rarest, without what the Nots find."""
    nodes = tuple(nodes)
    parts = [evaluate(node, snapshot, fields) for node in nodes if not isinstance(node, Not)]
    if not parts:
        parts = [_unscored(np.arange(snapshot.size))]
    first, *others = sorted(parts, key=lambda part: len(part.docs))
    docs, scores = first.docs, first.scores
    for part in others:
        at = _places_in(part.docs, docs, snapshot.size)
        both = at >= 0
        docs, scores = docs[both], scores[both] + part.scores[at[both]]
    for node in nodes:
        if isinstance(node, Not):
            unwanted = evaluate(node.node, snapshot, fields).docs
            kept = _places_in(unwanted, docs, snapshot.size) < 0
            docs, scores = docs[kept], scores[kept]
    return Matches(docs, scores)


def _places_in(docs: Docs, wanted: Docs, size: int) -> npt.NDArray[np.int64]:
    """Where each of ``wanted`` stands in ``docs``, -1 for those that do not. Both ascend."""
    if not len(docs):
        return np.full(len(wanted), -1)
    if len(wanted) < SPARSE * size:
        at = np.searchsorted(docs, wanted)
        at[at == len(docs)] = 0
        return np.where(docs[at] == wanted, at, -1)
    places = np.full(size, -1)
    places[docs] = np.arange(len(docs))
    return places[wanted]


def _any(parts: list[Matches], size: int) -> Matches:
    found = np.zeros(size, np.bool_)
    scores = np.zeros(size, np.float32)
    for part in parts:
        found[part.docs] = True
        scores[part.docs] += part.scores
        scores[part.near_docs] += part.near_scores
    docs = np.flatnonzero(found)
    return Matches(docs, scores[docs])


def _raised(
    found: Matches,
    words: Iterable[tuple[Keys, float]],
    snapshot: Snapshot,
    fields: tuple[str, ...],
) -> Matches:
    scores = found.scores.copy()
    for word, weight in words:
        part = _word(word, snapshot, fields)
        at = _places_in(part.docs, found.docs, snapshot.size)
        both = at >= 0
        scores[both] += np.float32(weight) * part.scores[at[both]]
    return Matches(found.docs, scores)


def _unscored(docs: Docs) -> Matches:
    return Matches(docs, np.zeros(len(docs), np.float32))


def _word(node: Keys | KeyPrefix, snapshot: Snapshot, fields: tuple[str, ...]) -> Matches:
    """What one word finds, remembered as long as the snapshot lives."""
    known = snapshot.found.get((node, fields))
    if known is None:
        if isinstance(node, Keys):
            known = _keys(node, snapshot, fields)
        else:
            known = _saturated(*_prefix_counts(node.prefix, snapshot, fields), snapshot)
        snapshot.found.put((node, fields), known, known.nbytes)
    return known


def _keys(node: Keys, snapshot: Snapshot, fields: tuple[str, ...]) -> Matches:
    """Related words count a little, and make the word as common as both together are."""
    docs, counts = _counts(node.sequences, snapshot, fields)
    if not node.related:
        return _saturated(docs, counts, snapshot)
    near, related = _counts(((node.related,),), snapshot, fields)
    parts = [(docs, counts), (near, np.float32(RELATED_WEIGHT) * related)]
    both = _saturated(*_summed(parts, snapshot.size), snapshot)
    sure = _members(both.docs, docs)
    return Matches(both.docs[sure], both.scores[sure], both.docs[~sure], both.scores[~sure])


def _saturated(docs: Docs, counts: Scores, snapshot: Snapshot) -> Matches:
    """BM25's idf and saturation over the weighted counts of one word."""
    idf = np.log(1 + (snapshot.size - len(docs) + 0.5) / (len(docs) + 0.5))
    return Matches(docs, counts * np.float32(idf * (K1 + 1)) / (counts + np.float32(K1)))


def _counts(
    sequences: tuple[Sequence, ...], snapshot: Snapshot, fields: tuple[str, ...]
) -> Counted:
    """How often any of the sequences stands in each document, fields weighted."""
    words = {key for sequence in sequences if len(sequence) == 1 for key in sequence[0]}
    phrases = [sequence for sequence in sequences if len(sequence) > 1]
    parts = [
        _weighted(*found, snapshot, field)
        for field in fields
        for found in (
            *(snapshot.postings(field, key) for key in words),
            *(_phrase(phrase, snapshot, field) for phrase in phrases),
        )
    ]
    return _summed(parts, snapshot.size)


def _prefix_counts(prefix: str, snapshot: Snapshot, fields: tuple[str, ...]) -> Counted:
    found = ((snapshot.completions(field, prefix), field) for field in fields)
    return _summed([_weighted(*part, snapshot, field) for part, field in found], snapshot.size)


def _weighted(docs: Docs, counts: Scores, snapshot: Snapshot, field: str) -> Counted:
    """The same, weighted by the field and normalised by its length."""
    if not len(docs):
        return docs, counts
    b = FIELD_B[field]
    norm = snapshot.lengths(field)[docs] * np.float32(b / snapshot.mean_length(field))
    return docs, counts * np.float32(FIELD_WEIGHT[field]) / (norm + np.float32(1 - b))


def _summed(parts: Iterable[Counted], size: int) -> Counted:
    """Every document of the parts, ascending, with the sum of its counts. No part has a
    document twice."""
    parts = [part for part in parts if len(part[0])]
    if len(parts) < 2:
        return parts[0] if parts else (NO_DOCS, NO_SCORES)
    if sum(len(docs) for docs, _ in parts) < SPARSE * size:
        every = np.unique(np.concatenate([docs for docs, _ in parts]))
        total = np.zeros(len(every), np.float32)
        for docs, counts in parts:
            total[np.searchsorted(every, docs)] += counts
        return every, total
    total = np.zeros(size, np.float32)
    for docs, counts in parts:
        total[docs] += counts
    every = np.flatnonzero(total != 0)  # of masks NumPy finds the places five times as fast
    return every, total[every]


def _phrase(phrase: Sequence, snapshot: Snapshot, field: str) -> tuple[Docs, Scores]:
    """Documents in whose ``field`` the slots follow each other, and how often.

    Slots are tried rarest first, so that a stop word is only looked at where the other
    words left something.
    """
    slots = [(_slot_places(slot, snapshot, field), shift) for shift, slot in enumerate(phrase)]
    slots.sort(key=lambda slot: len(slot[0]))
    starts = slots[0][0] - slots[0][1]
    for places, shift in slots[1:]:
        if not len(starts):
            break
        starts = starts[_members(starts + shift, places)]
    docs = starts >> POSITION_BITS
    firsts = np.flatnonzero(np.diff(docs, prepend=-1) != 0)  # docs ascend
    return docs[firsts], np.diff(firsts, append=len(docs)).astype(np.float32)


def _slot_places(slot: Slot, snapshot: Snapshot, field: str) -> npt.NDArray[np.int64]:
    parts = [places for key in slot if len(places := snapshot.places(field, key))]
    if not parts:
        return np.empty(0, np.int64)
    if len(parts) == 1:
        return parts[0]
    # Two ascending lists in a row: what a stable sort merges in one pass.
    places = np.sort(np.concatenate(parts), kind="stable")
    return places[np.append(True, places[1:] != places[:-1])]


def _members(values: npt.NDArray[np.int64], sorted_values: npt.NDArray[np.int64]) -> Mask:
    """Which of ``values`` occur in ``sorted_values``."""
    if not len(sorted_values):
        return np.zeros(len(values), np.bool_)
    at = np.searchsorted(sorted_values, values)
    at[at == len(sorted_values)] = 0
    return sorted_values[at] == values
