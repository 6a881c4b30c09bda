"""Two versions of a text side by side, paragraph by paragraph, with the words that differ."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import NamedTuple

Segments = list[tuple[str, bool]]  # text, whether the other version lacks it

MOST_WORDS = 2000  # of a paragraph of either version; longer ones are marked as a whole
_WORDS = re.compile(r"\s+|[^\s]+")


class Pair(NamedTuple):
    """A paragraph of the one version beside that of the other; () where that has none."""

    left: Segments
    right: Segments


def differences(left: str, right: str) -> list[Pair]:
    """The paragraphs in which the texts differ, in their order."""
    lefts, rights = left.splitlines(), right.splitlines()
    matcher = SequenceMatcher(None, lefts, rights, autojunk=False)
    return [
        pair
        for kind, first, last, begin, end in matcher.get_opcodes()
        if kind != "equal"
        for pair in _paired(lefts[first:last], rights[begin:end])
    ]


def _paired(lefts: list[str], rights: list[str]) -> Iterator[Pair]:
    for left, right in zip_longest(lefts, rights):
        if left is None or right is None:
            yield Pair(_whole(left), _whole(right))
        else:
            yield words(left, right)


def words(left: str, right: str) -> Pair:
    """One paragraph beside the other, the words that only one of them has marked."""
    lefts, rights = _WORDS.findall(left), _WORDS.findall(right)
    if max(len(lefts), len(rights)) > MOST_WORDS:
        return Pair(_whole(left), _whole(right))
    marked: Pair = Pair([], [])
    for kind, first, last, begin, end in SequenceMatcher(
        None, lefts, rights, autojunk=False
    ).get_opcodes():
        differs = kind != "equal"
        for side, text in ((0, lefts[first:last]), (1, rights[begin:end])):
            if text:
                marked[side].append(("".join(text), differs))
    return marked


def _whole(text: str | None) -> Segments:
    return [(text, True)] if text else []
