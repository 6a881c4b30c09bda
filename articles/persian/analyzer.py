"""The one analyser of the archive: index, query, highlight and suggestion ask it.

Index side: every token of an article has a position, an exact key and terms. Query side:
every word of the reader becomes a `Unit` with the written forms under which it may stand
in an article. The rules themselves are in the rooms beside this one.
"""

from collections.abc import Callable, Iterable
from itertools import chain
from typing import NamedTuple

from articles.persian.lexicon import Lexicon
from articles.persian.names import whole_words
from articles.persian.readings import QueryReader, Sequence, Slot, Unit
from articles.persian.running_text import Placed, RunningText
from articles.persian.splits import Splitter
from articles.persian.stems import Stemmer, join
from articles.persian.words import WordReader

__all__ = ["ANALYZER_VERSION", "Analyzer", "Sequence", "Slot", "Token", "Unit"]

ANALYZER_VERSION = 4
"""Raise it with every change of a rule or list that alters a term: stored indexes then ask
for a rebuild."""


class Token(NamedTuple):
    """One position of an indexed text."""

    start: int  # offsets into the raw text; a glued «کتاب ها» is one token
    end: int
    exact: str  # canonical joined form, nothing stemmed
    terms: tuple[str, ...]  # stems, ``v:`` verb terms, joined keys of compounds starting here
    compound_end: int | None = None  # raw end of a compound written apart that starts here


class Analyzer:
    """``names`` are the names of the archive; their words stay whole.

    Keep one object a process: it remembers the words it has read.
    """

    def __init__(self, lexicon: Lexicon, names: Iterable[str] = ()) -> None:
        self._stemmer = Stemmer(lexicon, whole_words(names))
        self._reader = WordReader(lexicon, self._stemmer)
        self._running = RunningText(lexicon, self._reader)
        splitter = Splitter(lexicon, self._stemmer)
        self._queries = QueryReader(self._running, self._reader, self._stemmer, splitter)

    def tokens(self, text: str) -> list[Token]:
        """The positions of an article's text, in order; never raises."""
        placed = self._running.words(text)
        tokens = [Token(start, end, word.exact, word.indexed) for start, end, word in placed]
        for index, (_, _, word) in enumerate(placed):
            if word.heads_compound:
                self._add_compound(tokens, placed, index, text)
        return tokens

    def _add_compound(
        self, tokens: list[Token], placed: list[Placed], index: int, text: str
    ) -> None:
        found = self._running.compound_at(placed, index, text)
        if found is not None:
            count, compound = found
            as_written = join(tuple(word.joined for _, _, word in placed[index : index + count]))
            stems = (self._stemmer.stem(form).terms for form in (compound, as_written))
            terms = (*tokens[index].terms, *chain.from_iterable(stems))
            tokens[index] = tokens[index]._replace(
                terms=tuple(dict.fromkeys(terms)), compound_end=placed[index + count - 1][1]
            )

    def units(self, text: str, holds: Callable[[str], bool] | None = None) -> list[Unit]:
        """What the reader of ``text`` asked for, stemmed.

        ``holds(term)`` tells whether the index holds a term. With it unknown joined words
        are tried in every two parts, and what cannot match is left out.
        """
        return self._queries.units(text, holds)

    def phrase(self, text: str, holds: Callable[[str], bool] | None = None) -> tuple[Sequence, ...]:
        """A quoted phrase as sequences of exact keys, one for each way to have written it.

        Nothing is stemmed. Empty when ``text`` has no word.
        """
        return self._queries.phrase(text, holds)

    def prefix(self, text: str) -> str:
        """The exact key that every completion of ``text`` begins with; '' for no letters."""
        return "".join(word.exact for _, _, word in self._running.words(text))
