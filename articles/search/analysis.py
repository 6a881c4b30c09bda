"""Persian between what was typed and what an engine counts.

An index holds, for every position of a text, its exact key and its terms marked with a
tilde. A plain word is looked up as both, a quoted one only as the exact key, so «کتاب»
finds «کتاب‌ها» and "کتاب" does not.
"""

from __future__ import annotations

from bisect import insort
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Protocol

from django.conf import settings

from articles.persian.analyzer import ANALYZER_VERSION, Analysed, Analyzer, Unit
from articles.persian.calendar import parse_period
from articles.persian.characters import squash
from articles.persian.lexicon import Lexicon
from articles.persian.relatives import relatives
from articles.persian.wordlists import QUESTION_WORDS
from articles.persian.words import TERM_MARK
from articles.search import tree
from articles.search.engines.base import DOCUMENT_VERSION, Spans
from articles.search.query import DATE_FIELDS


@cache
def lexicon() -> Lexicon:
    """hazm's word lists, made ready once and kept in the data folder; one object a process."""
    return Lexicon.load(Path(settings.DATA_DIR) / "lexicon")


@lru_cache(maxsize=4)
def analyzer(names: tuple[str, ...]) -> Analyzer:
    """The analyser that keeps ``names`` whole; one object for all who ask for the same."""
    return Analyzer(lexicon(), names)


def index_settings(names: Iterable[str]) -> dict[str, object]:
    """What a new index must remember of the analysis it was made with."""
    return {
        "analyzer_version": ANALYZER_VERSION,
        "document_version": DOCUMENT_VERSION,
        "names": sorted(set(names)),
    }


def analyzer_of(index: Mapping[str, object]) -> Analyzer:
    """The analyser that an index with these settings was made with."""
    names = index.get("names")
    return analyzer(tuple(names) if isinstance(names, list) else ())


def keys_of(text: Analysed, offset: int = 0) -> dict[str, list[int]]:
    """The keys of a text, each with its ascending positions from ``offset`` on."""
    keys: defaultdict[str, list[int]] = defaultdict(list)
    for position, (_, _, word) in enumerate(text.words, offset):
        for key in word.keys:
            keys[key].append(position)
    for index, compound in text.compounds.items():
        word = text.words[index][2]
        for term in compound.terms:
            if term != word.exact and term not in word.indexed:
                insort(keys[TERM_MARK + term], index + offset)
    return dict(keys)


def spans_of(text: Analysed) -> Spans:
    """Where the words of a text are in it."""
    starts, ends, _ = zip(*text.words, strict=True) if text.words else ((), (), ())
    return Spans(
        starts,
        ends,
        compounds={index: compound.end for index, compound in text.compounds.items()},
    )


class Directory(Protocol):
    """Where words for sources, categories and names are looked up. Empty: not known."""

    def sources(self, text: str) -> tuple[int, ...]: ...
    def categories(self, text: str) -> tuple[int, ...]: ...
    def names(self, text: str) -> tuple[int, ...]: ...
    def speakers(self, text: str) -> tuple[int, ...]: ...
    def articles_quoting(self, names: tuple[int, ...]) -> tuple[int, ...]: ...

    def articles_by(self, author: str) -> tuple[int, ...]:
        """Ids of articles, where the others give those of rows."""


@dataclass(frozen=True, slots=True)
class WordLists:
    """What curators said of single words, all as squashed keys.

    ``stop`` words need not occur; ``synonyms`` maps a key to the words, as written, that
    count as well.
    """

    stop: frozenset[str] = frozenset()
    synonyms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def _none_alike(word: str) -> list[str]:
    return []


def _no_words() -> Iterable[str]:
    return ()


@dataclass(slots=True)
class Compiler:
    """Turns a typed tree into one that engines count.

    ``holds`` tells whether the index has a key; ``any_word`` asks for any of the words
    instead of all; ``alike`` gives the archive's words that are spelt nearly like one,
    ``every_word`` the exact keys of all of them.
    Sentences for the reader gather in ``notes``; ``asks`` becomes true where the reader asks
    a question (چرا، کدام) instead of naming a topic.
    """

    persian: Analyzer
    holds: Callable[[str], bool]
    directory: Directory
    any_word: bool = False
    lists: WordLists = field(default_factory=WordLists)
    alike: Callable[[str], list[str]] = _none_alike
    every_word: Callable[[], Iterable[str]] = _no_words
    notes: list[str] = field(default_factory=list)
    asks: bool = False

    def compile(self, node: tree.Node) -> tree.Node:
        match node:
            case tree.All(nodes):
                return tree.All(tuple(map(self.compile, nodes)))
            case tree.Any(nodes):
                return tree.Any(tuple(map(self.compile, nodes)))
            case tree.Not(child):
                return tree.Not(self.compile(child))
            case tree.InField(name, child):
                return tree.InField(name, self.compile(child))
            case tree.Field(name, child):
                return self.field(name, child)
        return self.leaf(node)

    def leaf(self, node: tree.Node) -> tree.Node:
        match node:
            case tree.Words(text):
                return self.words(text)
            case tree.Phrase(text):
                return self.phrase(text)
            case tree.Prefix(text):
                return self.prefix(text)
            case tree.Fuzzy(text):
                return self.fuzzy(text)
            case tree.Part(text, at_end):
                return self.part(text, at_end)
        return node

    def words(self, text: str) -> tree.Node:
        units = self.persian.units(text, self.holds_term)
        if not units:
            self.notes.append(f"«{text}» واژه‌ای برای جست‌وجو ندارد و نادیده گرفته شد.")
            return tree.EVERYTHING
        self.asks = self.asks or "؟" in text or any(map(_asks, units))
        keys = tuple(map(self.keys, self.wanted(units)))
        if len(keys) == 1:
            return keys[0]
        together = tree.Any(keys) if self.any_word else tree.All(keys)
        same = self.synonyms([squash(text)])
        return tree.Any((together, tree.Keys(same))) if same else together

    def wanted(self, units: list[Unit]) -> list[Unit]:
        """Without function words; of a question that any word answers, without چرا and کدام."""
        kept = [
            unit for unit in units if not unit.optional and squash(unit.text) not in self.lists.stop
        ]
        if self.any_word:
            kept = [unit for unit in kept if not _asks(unit)] or kept
        return kept or units

    def keys(self, unit: Unit) -> tree.Keys:
        terms = [term for slots in unit.sequences if len(slots) == 1 for term in slots[0]]
        related = dict.fromkeys(form for term in terms for form in relatives(term))
        held = [form for form in related if form not in terms and self.holds_term(form)]
        sequences = (*map(_with_terms, unit.sequences), *self.synonyms([squash(unit.text), *terms]))
        return tree.Keys(sequences, _marked(held))

    def synonyms(self, keys: Iterable[str]) -> tree.Sequences:
        """What curators listed for any of ``keys``, stemmed; of several words a phrase."""
        found: list[tree.Sequence] = []
        words = (word for key in keys for word in self.lists.synonyms.get(key, ()))
        for word in dict.fromkeys(words):
            units = self.persian.units(word, self.holds_term)
            if len(units) == 1:
                found += units[0].sequences
            elif units:
                found.append(tuple(slot for unit in units for slot in unit.sequences[0]))
        return tuple(map(_with_terms, found))

    def phrase(self, text: str) -> tree.Node:
        sequences = self.persian.phrase(text, self.holds)
        if not sequences:
            self.notes.append(f"«{text}» واژه‌ای برای جست‌وجو ندارد و نادیده گرفته شد.")
            return tree.EVERYTHING
        return tree.Keys(sequences)

    def prefix(self, text: str) -> tree.Node:
        key = self.persian.prefix(text)
        if not key:
            self.notes.append(f"«{text}*» واژه‌ای برای جست‌وجو ندارد و نادیده گرفته شد.")
            return tree.EVERYTHING
        return tree.KeyPrefix(key)

    def fuzzy(self, text: str) -> tree.Node:
        """The word in all its forms, and the exact words that are spelt nearly so."""
        word = self.words(text)
        near = [((key,),) for key in self.alike(text)]
        return tree.Any((word, tree.Keys(tuple(near)))) if near else word

    def part(self, text: str, at_end: bool) -> tree.Node:
        """Every word of the archive that has ``text`` in it, letter for letter."""
        key = self.persian.prefix(text)
        fits = str.endswith if at_end else str.__contains__
        return tree.Keys(tuple(((word,),) for word in self.every_word() if key and fits(word, key)))

    def holds_term(self, term: str) -> bool:
        return self.holds(term) or self.holds(TERM_MARK + term)

    # --- fields -------------------------------------------------------------------------------

    def field(self, name: str, node: tree.Node) -> tree.Node:
        """A field over brackets applies to every word inside them."""
        match node:
            case tree.All(nodes):
                return tree.All(tuple(self.field(name, child) for child in nodes))
            case tree.Any(nodes):
                return tree.Any(tuple(self.field(name, child) for child in nodes))
            case tree.Not(child):
                return tree.Not(self.field(name, child))
            case tree.Words(text) | tree.Phrase(text) | tree.Prefix(text) | tree.Fuzzy(text):
                return self.value(name, text, node)
        return self.compile(node)

    def value(self, name: str, text: str, node: tree.Node) -> tree.Node:
        if name == "title":
            return tree.InField("title", self.compile(node))
        if name in DATE_FIELDS:
            return self.period(name, text)
        if name == "speaker":
            return self.speaker(text)
        look_up = {
            "source": self.directory.sources,
            "category": self.directory.categories,
            "name": self.directory.names,
            "author": self.directory.articles_by,
        }[name]
        ids = look_up(text)
        if ids:
            return tree.Attribute("pk" if name == "author" else name, ids)
        if name == "name":
            self.notes.append(f"«{text}» در فهرست نام‌ها نیست؛ به‌عنوان واژه جست‌وجو شد.")
            return self.phrase(text)
        label = {"source": "منبعی", "category": "دسته‌ای", "author": "نویسنده‌ای"}[name]
        self.notes.append(f"{label} با نام «{text}» در بایگانی نیست.")
        return tree.NOTHING

    def speaker(self, text: str) -> tree.Node:
        """Articles in which a name that is spelt so says something."""
        names = self.directory.speakers(text)
        if not names:
            self.notes.append(
                f"گوینده‌ای با نام «{text}» در فهرست نام‌ها نیست؛ به‌عنوان واژه جست‌وجو شد."
            )
            return self.phrase(text)
        ids = self.directory.articles_quoting(names)
        if not ids:
            self.notes.append(f"نقل‌قولی از «{text}» در بایگانی نیست.")
        return tree.Attribute("pk", ids)

    def period(self, name: str, text: str) -> tree.Node:
        first, dots, last = text.partition("..")
        try:
            start, end = parse_period(first or last)
            if dots and last:
                end = parse_period(last)[1]
        except ValueError as error:
            self.notes.append(f"{error}.")
            return tree.NOTHING
        if name == "from" or (dots and not last):
            return tree.Period(start, None)
        if name == "to" or (dots and not first):
            return tree.Period(None, end)
        return tree.Period(start, end)


def _with_terms(sequence: tree.Sequence) -> tree.Sequence:
    """Every key of a stemmed sequence beside its marked term."""
    return tuple(map(_marked, sequence))


def _marked(terms: Iterable[str]) -> tree.Slot:
    return tuple(dict.fromkeys(key for term in terms for key in (term, TERM_MARK + term)))


def _asks(unit: Unit) -> bool:
    return any(term in QUESTION_WORDS for term in unit.sequences[0][0])
