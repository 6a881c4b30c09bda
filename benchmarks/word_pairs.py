"""Words that must meet and words that must not, from lists made for this project.

``data/inflections.tsv``: a headword, then its inflected forms. ``data/distinct.tsv``: two
different words that a careless stemmer confuses.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from benchmarks.baselines import Tokens
from benchmarks.corpora import OWN, evenly, rows
from benchmarks.trial import temporary_trial

WordPair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Which pairs met: inflected forms that should, different words that should not."""

    inflected: list[bool]
    distinct: list[bool]

    @property
    def precision(self) -> float:
        met = sum(self.inflected) + sum(self.distinct)
        return sum(self.inflected) / met if met else 1.0

    @property
    def recall(self) -> float:
        return sum(self.inflected) / len(self.inflected)

    @property
    def apart(self) -> float:
        return 1 - sum(self.distinct) / len(self.distinct)


def inflected_pairs(sample: int | None = None) -> list[WordPair]:
    """(headword, inflected form)"""
    lines = rows(OWN / "inflections.tsv")
    return evenly([(head, form) for head, *forms in lines for form in forms], sample)


def distinct_pairs(sample: int | None = None) -> list[WordPair]:
    return evenly([(one, other) for one, other in rows(OWN / "distinct.tsv")], sample)


def meetings_in_index(pairs: Sequence[WordPair]) -> list[bool]:
    """Through the real index: whether a query for one finds the other, either way."""
    words = sorted({word for pair in pairs for word in pair})
    ids = {word: pk for pk, word in enumerate(words, 1)}
    with temporary_trial((pk, "", word) for word, pk in ids.items()) as trial:
        found = {word: trial.ids(word) for word in words}
    return [ids[one] in found[other] or ids[other] in found[one] for one, other in pairs]


def meetings_of_tokens(pairs: Sequence[WordPair], tokens: Tokens) -> list[bool]:
    def meets(one: str, other: str) -> bool:
        wanted, held = set(tokens(one)), set(tokens(other))
        return bool(wanted and held) and (wanted <= held or held <= wanted)

    return [meets(one, other) for one, other in pairs]


def verdict(
    meetings: Callable[[Sequence[WordPair]], list[bool]], sample: int | None = None
) -> Verdict:
    return Verdict(meetings(inflected_pairs(sample)), meetings(distinct_pairs(sample)))
