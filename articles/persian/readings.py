"""The query side: in which written forms may what was typed stand in an article?

A word may have been archived joined, with a half-space or apart, whatever the reader
typed. So each word of a query becomes a `Unit` of alternative sequences: its own terms,
the words joined with their neighbours, the parts one after the other.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from articles.persian.running_text import Placed, RunningText, adjacent
from articles.persian.splits import Parts, Splitter
from articles.persian.stems import Stemmer
from articles.persian.wordlists import FUNCTION_WORDS, NEVER_JOINED
from articles.persian.words import Word, WordReader

Slot = tuple[str, ...]
"""Alternatives for one position."""

Sequence = tuple[Slot, ...]
"""Consecutive positions; one slot is a plain term."""

Holds = Callable[[str], bool]
"""Whether the index holds a term."""

MAX_SEQUENCES = 24
MAX_JOINED_WORDS = 4
MAX_REWRITTEN_WORDS = 30


@dataclass(frozen=True, slots=True)
class Unit:
    """One thing the reader asked for."""

    start: int  # offsets into the query text
    end: int
    text: str
    sequences: tuple[Sequence, ...]  # any of them satisfies the unit
    optional: bool  # a function word beside others


class QueryReader:
    """Turns typed text into units, and quoted text into sequences of exact keys."""

    def __init__(
        self, running: RunningText, reader: WordReader, stemmer: Stemmer, splitter: Splitter
    ) -> None:
        self._running = running
        self._reader = reader
        self._stemmer = stemmer
        self._splitter = splitter

    # ---- units ----------------------------------------------------------------------

    def units(self, text: str, holds: Holds | None) -> list[Unit]:
        placed = self._running.words(text)
        joins = list(self._held_joins(placed, text, holds))
        units = []
        for first, last, compound in self._groups(placed, text):
            words = [word for _, _, word in placed[first:last]]
            start, end = placed[first][0], placed[last - 1][1]
            # a part of گفت و گو that was joined (وگو) does not stand for the whole
            joined = _unique(*(terms for a, b, terms in joins if a <= first and last <= b))
            sequences = self._sequences(words, compound, joined, holds)
            optional = (compound or words[0].joined) in FUNCTION_WORDS
            units.append(Unit(start, end, text[start:end], sequences, optional))
        if all(unit.optional for unit in units):  # «از این به بعد»: then they are meant
            return [replace(unit, optional=False) for unit in units]
        return units

    def _sequences(
        self, words: list[Word], compound: str, joined: tuple[str, ...], holds: Holds | None
    ) -> tuple[Sequence, ...]:
        """One slot of terms first, then the ways to write the words apart."""
        own = self._stemmer.stem(compound).terms if compound else words[0].terms
        typed = [tuple(word.terms for word in words)] if compound else self._apart(words[0], holds)
        # گفت‌وگوی is also archived as گفت و گو: cut what it is a form of as well.
        base = compound or next(
            (term for term in own if self._splitter.is_listed_compound(term)), ""
        )
        cut = self._apart(self._reader.read(base), holds) if base else []
        return ((_unique(own, joined),), *dict.fromkeys([*typed, *cut]))[:MAX_SEQUENCES]

    def _groups(self, placed: list[Placed], text: str) -> Iterator[tuple[int, int, str]]:
        """(first, last + 1, joined compound or ''): each word alone, a compound as a whole."""
        index = 0
        while index < len(placed):
            count, compound = self._running.compound_at(placed, index, text) or (1, "")
            yield index, index + count, compound
            index += count

    def _held_joins(
        self, placed: list[Placed], text: str, holds: Holds | None
    ) -> Iterator[tuple[int, int, list[str]]]:
        """(first, last + 1, terms of these words written as one, where the index holds them)"""
        for first, last, word in self._joins(placed, text, holds):
            yield first, last, [term for term in word.terms if holds is None or holds(term)]

    def _joins(
        self, placed: list[Placed], text: str, holds: Holds | None
    ) -> Iterator[tuple[int, int, Word]]:
        """(first, last + 1, the words of that range written as one)"""
        for first in range(len(placed)):
            row = adjacent(placed, first, MAX_JOINED_WORDS, text)
            for count in range(2, len(row) + 1):
                words = [word for _, _, word in row[:count]]
                joined = self._reader.read("".join(word.joined for word in words))
                if self._may_join(words, joined, holds):
                    yield first, first + count, joined

    def _may_join(self, words: list[Word], joined: Word, holds: Holds | None) -> bool:
        """و and زن are not وزن; a function word joins only into a compound of the lexicon, or
        when an article did write the two as one and the result is no other word."""
        particles = sum(word.joined in NEVER_JOINED for word in words)
        if not particles or self._splitter.is_compound(joined):
            return True
        if len(words) > 2 and particles == 1:
            return True
        return holds is not None and not self._splitter.is_understood(joined)

    def _apart(self, word: Word, holds: Holds | None) -> list[Sequence]:
        """The word as several: phrases of the terms of its parts."""
        if not word.persian:
            return [tuple((part,) for part in word.parts)] if len(word.parts) > 1 else []
        sequences = (
            tuple(part.terms for part in parts) for parts in self._words_apart(word, holds)
        )
        return list(_held(sequences, holds))

    def _words_apart(self, word: Word, holds: Holds | None) -> Iterator[list[Word]]:
        cuts: Iterable[Parts] = self._splitter.known_cuts(word)
        if holds is not None:
            cuts = [*cuts, *self._splitter.possible_cuts(word)]
        for cut in dict.fromkeys(cuts):
            # read as running text, for there an ending written apart is glued on
            words = [part for _, _, part in self._running.words(" ".join(cut))]
            if len(words) > 1:
                yield words

    # ---- phrases --------------------------------------------------------------------

    def phrase(self, text: str, holds: Holds | None) -> tuple[Sequence, ...]:
        """The likeliest `MAX_SEQUENCES` ways to have written ``text``, as typed first.

        After `MAX_REWRITTEN_WORDS` words a phrase is taken as it was typed.
        """
        placed = self._running.words(text)
        rewritten, rest = placed[:MAX_REWRITTEN_WORDS], placed[MAX_REWRITTEN_WORDS:]
        as_typed = tuple((word.exact,) for _, _, word in rest)
        steps = self._steps(rewritten, text, holds)
        reached: list[list[tuple[int, Sequence]]] = [[] for _ in range(len(rewritten) + 1)]
        reached[0] = [(0, ())]
        for index in range(len(rewritten)):
            for cost, sequence in _best(reached[index]):
                for end, step_cost, step in steps[index]:
                    reached[end].append((cost + step_cost, sequence + step))
        return tuple(sequence + as_typed for _, sequence in _best(reached[-1]) if sequence)

    def _steps(
        self, placed: list[Placed], text: str, holds: Holds | None
    ) -> list[list[tuple[int, int, Sequence]]]:
        """From each word: (index after the step, its cost, exact keys of the step)."""
        steps: list[list[tuple[int, int, Sequence]]] = [
            [(index + 1, 0, ((word.exact,),))] for index, (_, _, word) in enumerate(placed)
        ]
        for index, (_, _, word) in enumerate(placed):
            steps[index] += [(index + 1, 1, step) for step in self._exact_apart(word, holds)]
        for first, last, joined in self._joins(placed, text, holds):
            known = self._splitter.is_compound(joined)
            if holds is None or holds(joined.exact):
                steps[first].append((last, 1 if known else 2, ((joined.exact,),)))
            if known:  # گفت و گو was typed, گفت وگو may be archived
                steps[first] += [(last, 1, step) for step in self._exact_apart(joined, holds)]
        return steps

    def _exact_apart(self, word: Word, holds: Holds | None) -> Iterator[Sequence]:
        if not word.persian:
            return
        cuts = self._words_apart(word, holds)
        yield from _held((tuple((part.exact,) for part in cut) for cut in cuts), holds)


def _best(reached: list[tuple[int, Sequence]]) -> list[tuple[int, Sequence]]:
    """The cheapest, without repetition; among equals the earlier."""
    unique: dict[Sequence, int] = {}
    for cost, sequence in sorted(reached, key=lambda item: item[0]):
        unique.setdefault(sequence, cost)
    return [(cost, sequence) for sequence, cost in unique.items()][:MAX_SEQUENCES]


def _held(sequences: Iterable[Sequence], holds: Holds | None) -> Iterator[Sequence]:
    """Those that can match at all: the index holds some term of every slot."""
    for sequence in sequences:
        if holds is None or all(any(map(holds, slot)) for slot in sequence):
            yield sequence


def _unique(*groups: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(term for group in groups for term in group))
