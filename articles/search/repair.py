"""A better query for one that finds nothing, or next to nothing, as it was typed.

Four things go wrong with a word: the keyboard was in the other layout, Persian was typed
in Latin letters, it was spelt as it is spoken, or it was misspelt. For each of them there
are readings; only words of the archive count, the best weighs least. What stands in
quotation marks, in fields, after a minus or before an asterisk was typed on purpose and
stays.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache

from articles.persian import colloquial, edits, finglish
from articles.persian.analyzer import Analyzer, Token
from articles.persian.layout import as_if_latin, as_if_persian
from articles.persian.wordlists import FUNCTION_WORDS
from articles.persian.written import key_of
from articles.search import tree
from articles.search.analysis import analyzer_of, lexicon
from articles.search.compiling import plain_compiler_of
from articles.search.engines.base import Engine, EngineQuery
from articles.search.query import parse
from articles.search.vocabulary import Words, words_of

FEW = 3
"""Articles: a word, or a query in a small archive, that finds more finds enough."""

SMALL_SHARE = 5000
"""One article in so many is still next to nothing: Latin words stray into every archive."""

BETTER = 10
"""A query that found something must be outdone as many times to be called in question."""

MUCH_COMMONER = 20
"""As many times more articles must have the word that replaces one the archive has."""

MOST_WORDS = 12  # of a query that are looked at

# Weights in the currency of `edits.cost` and `finglish.distance`.
_FREQUENCY = 0.1  # off for every power of e in the number of articles
_OTHER_LAYOUT = 0.2
_LATIN_LAYOUT = 0.6  # Persian letters that are seldom meant to be Latin ones
_LISTED = -1.0  # before whatever else it may be
_SPOKEN = 0.25
_SPOKEN_APART = 0.5  # on top for a spoken ending that is a word of its own: خوبه
_CLOSE = 0.9  # Finglish typed in the wrong layout as well must fit as closely as this
_SHORTEST_LATIN = 4  # letters
_FEWEST_HELD = 3  # different letters beside a key held down: «salaaam»
_FEWEST_VOWELS = 0.2  # of the letters, in Finglish
_LONGEST_WRONG = ((3, 1.0), (5, 1.25), (8, 1.6))  # letters, greatest edit cost up to them
_GREATEST_WRONG = 2.0
_SHORTEST_SURE = 4  # letters; what is shorter may be anything
_SURE = 0.75  # one slip between letters that are often confused
_SURE_OF_EACH_LETTER = 0.1  # پربازدیترین lacks one of twelve; پزشکیان is not پزشکان

_HELD_DOWN = re.compile(r"(.)\1\1")
"""A key; what has hardly another letter was typed by no one who meant a word."""

_LATIN = re.compile("[A-Za-z]")
_PERSIAN = re.compile("[آ-ی]")

Finds = Callable[[str], int]
"""How many articles a few plain words find."""


Knows = Callable[[str], bool]
"""Whether something is a Persian word or name, whatever the archive holds."""


@dataclass(frozen=True, slots=True, order=True)
class Reading:
    """What a word may have been meant as. ``weight`` is less for better readings;
    ``articles`` hold its rarest word. What is not ``sure`` may be asked, but not assumed:
    what was typed may be a word that the archive happens to lack."""

    weight: float
    text: str
    articles: int
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Repair:
    """The better query, and whether it may be searched without asking."""

    text: str
    sure: bool


def repaired(query: str, found: int, engine: Engine) -> Repair | None:
    """The better query, or None where ``found`` articles are enough or none is known.

    Whether it finds more is for the caller to see (`outdoes`). Raises EngineError without an
    index.
    """
    if is_enough(found, engine.count()):
        return None
    words = words_of(engine)
    persian = analyzer_of(engine.settings())
    return Repairer(words, finder(engine), knower(persian, words)).repaired(query)


def finder(engine: Engine) -> Finds:
    """Counts the articles that a few plain words find, no filter applied."""

    compiler = plain_compiler_of(engine)

    @cache
    def finds(words: str) -> int:
        node = compiler.words(words)
        if node == tree.EVERYTHING:  # there was no word at all
            return 0
        return engine.search(EngineQuery(tree=node, limit=1)).total

    return finds


def is_enough(found: int, articles: int) -> bool:
    """Whether a query that finds so many of an archive's articles needs no better one."""
    return found > max(FEW, articles // SMALL_SHARE)


def knower(persian: Analyzer, words: Words) -> Knows:
    """Knows the words of the lexicon, inflected too, and the curated names."""
    headwords = lexicon().headwords

    def is_word(token: Token) -> bool:
        return any(term in headwords or term.startswith("v:") for term in token.terms)

    def knows(text: str) -> bool:
        return key_of(text) in words.name_words or all(map(is_word, persian.tokens(text)))

    return knows


def outdoes(repaired: int, typed: int) -> bool:
    """Whether the repaired query's number of articles makes it worth offering."""
    return repaired >= max(1, BETTER * typed)


class Repairer:
    """Repairs queries from the words of one archive."""

    def __init__(self, words: Words, finds: Finds, knows: Knows) -> None:
        self._vocabulary = words.vocabulary
        self._writer = words.writer
        self._finds = finds
        self._knows = knows
        self._commonest = max(words.vocabulary.counts, default=0)

    def repaired(self, query: str) -> Repair | None:
        """The better query, or None when every word is as good as it gets."""
        doubtful = [span for span in _plain_words(query) if self._is_doubtful(query[slice(*span)])]
        words = [query[start:end] for start, end in doubtful]
        changes = [
            (start, end, reading)
            for (start, end), reading in zip(doubtful, self._best(words), strict=True)
            if reading is not None
        ]
        for start, end, reading in reversed(changes):
            query = query[:start] + reading.text + query[end:]
        if not changes:
            return None
        return Repair(" ".join(query.split()), all(reading.sure for *_, reading in changes))

    def readings(self, word: str) -> list[Reading]:
        """Every reading of one typed word that the archive holds, best first."""
        return sorted([*self._in_other_layout(word), *self._in_this_layout(word)])

    def _is_doubtful(self, word: str) -> bool:
        """Whether the archive does not have the word, or has it in Latin or hardly at all."""
        if key_of(word) in FUNCTION_WORDS:
            return False
        return bool(_LATIN.search(word)) or self._finds(word) <= FEW

    def _best(self, words: list[str]) -> list[Reading | None]:
        """For each word the reading to put in its place, if there is one.

        The keyboard was in one layout for all of them: when the other layout makes sense of
        every word, its readings are weighed against the others together.
        """
        other = [min(self._in_other_layout(word), default=None) for word in words]
        this = [min(self._in_this_layout(word), default=None) for word in words]
        if None not in other and _total(other) < _total(this):
            chosen = other
        else:
            both = (filter(None, pair) for pair in zip(other, this, strict=True))
            chosen = [min(pair, default=None) for pair in both]
        return [
            reading if reading and self._is_better(word, reading) else None
            for word, reading in zip(words, chosen, strict=True)
        ]

    def _is_better(self, word: str, reading: Reading) -> bool:
        return reading.articles >= max(1, MUCH_COMMONER * self._finds(word))

    def _in_other_layout(self, word: str) -> Iterator[Reading]:
        if _PERSIAN.search(word):
            yield from self._in_latin_layout(word)
        else:  # «,» alone is و, so there need not be a letter
            yield from self._reading(as_if_persian(word), _OTHER_LAYOUT)

    def _in_this_layout(self, word: str) -> Iterator[Reading]:
        if _LATIN.search(word):
            yield from self._finglish(word)
        elif _PERSIAN.search(word):
            yield from self._spoken(word)
            yield from self._misspelt(word)

    # --- the four kinds -----------------------------------------------------------------------

    def _in_latin_layout(self, word: str) -> Iterator[Reading]:
        """قخعاشده is rouhani: a Latin word of the archive, or Finglish on top."""
        latin = as_if_latin(word)
        if not (latin.isascii() and latin.isalpha() and len(latin) >= _SHORTEST_LATIN):
            return
        yield from self._reading(latin, _LATIN_LAYOUT)
        if sum(map(latin.count, "aeiou")) < _FEWEST_VOWELS * len(latin):
            return
        for reading in self._finglish(latin):
            if reading.weight + _gain(reading.articles) <= _CLOSE:
                yield Reading(reading.weight + _LATIN_LAYOUT, reading.text, reading.articles)

    def _finglish(self, word: str) -> Iterator[Reading]:
        loan = finglish.LOANWORDS.get(word.lower())
        if loan:
            yield from self._reading(loan, _LISTED)
        sounded = finglish.sounds(word)
        if not sounded.isalpha() or (_HELD_DOWN.search(word) and len(set(word)) < _FEWEST_HELD):
            return
        for key in self._vocabulary.sounding_like(finglish.skeletons_of_latin(sounded)):
            distance = finglish.distance(sounded, key)
            if distance <= finglish.FARTHEST:
                yield self._weighed(self._writer.write(key), distance, self._vocabulary.count(key))

    def _spoken(self, word: str) -> Iterator[Reading]:
        for text in colloquial.formal(word):
            for reading in self._reading(text, _SPOKEN + _SPOKEN_APART * text.count(" ")):
                yield replace(reading, sure=not self._knows(word))

    def _misspelt(self, word: str) -> Iterator[Reading]:
        typed = key_of(word)
        limit = _greatest_cost(len(typed))
        may_be_sure = len(typed) >= _SHORTEST_SURE and not self._knows(word)
        sure_cost = max(_SURE, _SURE_OF_EACH_LETTER * len(typed)) if may_be_sure else 0.0
        for key in self._vocabulary.spelt_like(typed):
            cost = edits.cost(typed, key, limit)
            if cost <= limit:
                text, articles = self._writer.write(key), self._vocabulary.count(key)
                yield replace(self._weighed(text, cost, articles), sure=cost <= sure_cost)

    # --- weighing -----------------------------------------------------------------------------

    def _reading(self, text: str, cost: float) -> Iterator[Reading]:
        """``text`` as a reading, if all its words are in the archive."""
        keys = [key_of(word).lower() for word in text.split()]
        articles = min(map(self._count, keys), default=0)
        if articles:
            yield self._weighed(text, cost, articles)

    def _count(self, key: str) -> int:
        if key in FUNCTION_WORDS:  # و is too short for the vocabulary
            return self._commonest
        return self._vocabulary.count(key)

    def _weighed(self, text: str, cost: float, articles: int) -> Reading:
        return Reading(cost - _gain(articles), text, articles)


def _total(readings: list[Reading | None]) -> float:
    return sum(reading.weight if reading else finglish.FARTHEST for reading in readings)


def _gain(articles: int) -> float:
    return _FREQUENCY * math.log(articles + 1)


def _greatest_cost(letters: int) -> float:
    return next((cost for most, cost in _LONGEST_WRONG if letters <= most), _GREATEST_WRONG)


def _plain_words(query: str) -> list[tuple[int, int]]:
    """Offsets of the words outside quotation marks, fields, negations and prefixes."""
    spans: list[tuple[int, int]] = []
    at = 0
    for text, plain in _leaves(parse(query).tree):
        for word in text.split():
            start = query.find(word, at)
            if start < 0:
                continue  # an asterisk inside the word was read as a blank
            at = start + len(word)
            if plain:
                spans.append((start, at))
    return spans[:MOST_WORDS]


def _leaves(node: tree.Node, plain: bool = True) -> Iterator[tuple[str, bool]]:
    """The typed leaves in their order, each with whether it is plain words."""
    match node:
        case tree.All(nodes) | tree.Any(nodes):
            for child in nodes:
                yield from _leaves(child, plain)
        case tree.Not(child) | tree.Field(_, child):
            yield from _leaves(child, False)
        case tree.Words(text):
            yield text, plain
        case tree.Phrase(text) | tree.Prefix(text) | tree.Fuzzy(text):
            yield text, False
