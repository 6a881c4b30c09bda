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

__all__ = ["ANALYZER_VERSION", "Analysed", "Analyzer", "Sequence", "Slot", "Token", "Unit"]

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


class Compound(NamedTuple):
    """A compound that is written apart."""

    end: int  # raw offset
    terms: tuple[str, ...]


class Analysed(NamedTuple):
    """A text as an index takes it in: one word a position. ``compounds`` are keyed by the
    position of their first word. Words are shared by all texts, so this is quickly made."""

    words: list[Placed]
    compounds: dict[int, Compound]


class Analyzer:
    """``names`` are the names of the archive; their words stay whole.

    Keep one object a process: it remembers the words it has read.
    """

    def __init__(self, lexicon: Lexicon, names: Iterable[str] = ()) -> None:
        self._stemmer = Stemmer(lexicon, whole_words(names))
        self._reader = WordReader(lexicon, self._stemmer)
        self._running = RunningText(self._reader)
        splitter = Splitter(lexicon, self._stemmer)
        self._queries = QueryReader(self._running, self._reader, self._stemmer, splitter)

    def analysed(self, text: str) -> Analysed:
        """An article's text, ready for an index; never raises."""
        words = self._running.words(text)
        heads = [index for index, (_, _, word) in enumerate(words) if word.compounds]
        found = ((index, self._compound(words, index, text)) for index in heads)
        return Analysed(words, {index: compound for index, compound in found if compound})

    def _compound(self, words: list[Placed], index: int, text: str) -> Compound | None:
        found = self._running.compound_at(words, index, text)
        if found is None:
            return None
        count, joined = found
        as_written = join(tuple(word.joined for _, _, word in words[index : index + count]))
        stems = (self._stemmer.stem(form).terms for form in (joined, as_written))
        terms = dict.fromkeys(chain.from_iterable(stems))
        return Compound(words[index + count - 1][1], tuple(terms))

    def tokens(self, text: str) -> list[Token]:
        """The same, token by token."""
        words, compounds = self.analysed(text)
        tokens = [Token(start, end, word.exact, word.indexed) for start, end, word in words]
        for index, (end, terms) in compounds.items():
            terms = tuple(dict.fromkeys((*tokens[index].terms, *terms)))
            tokens[index] = tokens[index]._replace(terms=terms, compound_end=end)
        return tokens

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
