"""Which articles a tree finds, and how well: whole posting lists as vectors.

A node becomes ``Matches``: a mask over all documents and a score for each. The score of a
word is BM25F (Robertson, Zaragoza & Taylor 2004, "Simple BM25 extension to multiple
weighted fields"): the counts of all its keys in all fields are weighted and normalised by
field length, added up, and saturated once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
import numpy.typing as npt

from articles.search.engines.base import TEXT_FIELDS
from articles.search.engines.whoosh.segment import Mask
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
    Sequence,
    Slot,
)

Scores = npt.NDArray[np.float32]

K1 = 1.5
# What a related word (آلودگی for آلوده) counts beside the word itself.
RELATED_WEIGHT = 0.15
FIELD_WEIGHT = {"title": 3.0, "lead": 1.5, "body": 1.0}
# How much the length of a field counts: titles are all short, bodies are not.
FIELD_B = {"title": 0.3, "lead": 0.3, "body": 0.75}


@dataclass(frozen=True, slots=True)
class Matches:
    """``mask[i]``: document i is found; ``scores[i]``: how well.

    A document that is not found may have a score from related words, which counts when
    another word finds it.
    """

    mask: Mask
    scores: Scores


def evaluate(node: Node, snapshot: Snapshot, fields: Iterable[str] = TEXT_FIELDS) -> Matches:
    """Find ``node`` in the text ``fields``. Dead documents may be among the matches."""
    fields = tuple(fields)
    match node:
        case All(nodes):
            return _all([evaluate(child, snapshot, fields) for child in nodes], snapshot.size)
        case Any(nodes):
            return _any([evaluate(child, snapshot, fields) for child in nodes], snapshot.size)
        case Not(child):
            found = evaluate(child, snapshot, fields)
            return _unscored(~found.mask)
        case Keys(sequences, related):
            counts = _weighted_counts(sequences, snapshot, fields)
            return _with_related(_related_counts(related, snapshot, fields), counts, snapshot)
        case KeyPrefix(prefix):
            return _saturated(_prefix_counts(prefix, snapshot, fields), snapshot)
        case InField(field, child):
            return evaluate(child, snapshot, (field,))
        case Attribute(field, ids):
            return _unscored(attribute_mask(snapshot, field, ids))
        case Period(start, end):
            return _unscored(period_mask(snapshot, start, end))
    raise TypeError(f"an engine cannot count {type(node).__name__}")


def attribute_mask(snapshot: Snapshot, field: str, ids: Iterable[int]) -> Mask:
    """Documents whose source, category or one of whose names is among ``ids``."""
    wanted = np.fromiter(ids, np.int64)
    if field != "name":
        return np.isin(snapshot.column(field), wanted)
    docs, names = snapshot.names
    mask = np.zeros(snapshot.size, np.bool_)
    mask[docs[np.isin(names, wanted)]] = True
    return mask


def period_mask(snapshot: Snapshot, start: datetime | None, end: datetime | None) -> Mask:
    """Documents published in the half-open range; undated ones only when it is open."""
    published = snapshot.column("published")
    mask = np.ones(snapshot.size, np.bool_)
    if start is not None:
        mask &= published >= _seconds(start)
    if end is not None:
        mask &= (published < _seconds(end)) & (snapshot.column("month") > 0)
    return mask


def _seconds(moment: datetime) -> int:
    return int(moment.astimezone(UTC).timestamp())


def _all(parts: list[Matches], size: int) -> Matches:
    if not parts:
        return _unscored(np.ones(size, np.bool_))
    mask = parts[0].mask.copy()
    scores = parts[0].scores.copy()
    for part in parts[1:]:
        mask &= part.mask
        scores += part.scores
    scores[~mask] = 0
    return Matches(mask, scores)


def _any(parts: list[Matches], size: int) -> Matches:
    mask = np.zeros(size, np.bool_)
    scores = np.zeros(size, np.float32)
    for part in parts:
        mask |= part.mask
        scores += part.scores
    return Matches(mask, scores)


def _unscored(mask: Mask) -> Matches:
    return Matches(mask, np.zeros(len(mask), np.float32))


def _saturated(counts: Scores, snapshot: Snapshot) -> Matches:
    """BM25's idf and saturation over the weighted counts of one word."""
    mask = counts > 0
    found = int(np.count_nonzero(mask))
    idf = np.log(1 + (snapshot.size - found + 0.5) / (found + 0.5))
    scores = counts * np.float32(idf * (K1 + 1)) / (counts + np.float32(K1))
    return Matches(mask, scores)


def _with_related(related: Scores, counts: Scores, snapshot: Snapshot) -> Matches:
    """Related words count a little, and make the word as common as both together are."""
    scored = _saturated(counts + np.float32(RELATED_WEIGHT) * related, snapshot)
    return Matches(counts > 0, scored.scores)


def _related_counts(related: Slot, snapshot: Snapshot, fields: tuple[str, ...]) -> Scores:
    return _weighted_counts(((related,),), snapshot, fields)


def _weighted_counts(
    sequences: tuple[Sequence, ...], snapshot: Snapshot, fields: tuple[str, ...]
) -> Scores:
    """How often any of the sequences stands in each document, fields weighted."""
    total = np.zeros(snapshot.size, np.float32)
    words = {key for sequence in sequences if len(sequence) == 1 for key in sequence[0]}
    phrases = [sequence for sequence in sequences if len(sequence) > 1]
    for field in fields:
        for key in words:
            _add(total, *snapshot.postings(field, key), snapshot, field)
        for phrase in phrases:
            _add(total, *_phrase(phrase, snapshot, field), snapshot, field)
    return total


def _prefix_counts(prefix: str, snapshot: Snapshot, fields: tuple[str, ...]) -> Scores:
    total = np.zeros(snapshot.size, np.float32)
    for field in fields:
        for key in snapshot.completions(field, prefix):
            _add(total, *snapshot.postings(field, key), snapshot, field)
    return total


def _add(total: Scores, docs: Docs, counts: Scores, snapshot: Snapshot, field: str) -> None:
    """Add ``counts`` of ``docs``, weighted by the field and normalised by its length."""
    b = FIELD_B[field]
    norm = snapshot.lengths(field)[docs] * np.float32(b / snapshot.mean_length(field))
    total[docs] += counts * np.float32(FIELD_WEIGHT[field]) / (norm + np.float32(1 - b))


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
    docs, counts = np.unique(starts >> POSITION_BITS, return_counts=True)
    return docs, counts.astype(np.float32)


def _slot_places(slot: Slot, snapshot: Snapshot, field: str) -> npt.NDArray[np.int64]:
    parts = [places for key in slot if len(places := snapshot.places(field, key))]
    if not parts:
        return np.empty(0, np.int64)
    return parts[0] if len(parts) == 1 else np.unique(np.concatenate(parts))


def _members(values: npt.NDArray[np.int64], sorted_values: npt.NDArray[np.int64]) -> Mask:
    """Which of ``values`` occur in ``sorted_values``."""
    if not len(sorted_values):
        return np.zeros(len(values), np.bool_)
    at = np.searchsorted(sorted_values, values)
    at[at == len(sorted_values)] = 0
    return sorted_values[at] == values
