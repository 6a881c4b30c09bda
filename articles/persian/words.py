"""One surface word, read once and remembered: its parts, its exact key, its terms."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from typing import NamedTuple

from articles.persian.affixes import (
    COMPARATIVE_TOKENS,
    COPULA_AFTER_HEH,
    IMPERFECTIVE_PARTICLES,
    PLURAL_TOKENS,
    POSSESSIVE_TOKENS,
    SPACED_ENDINGS,
)
from articles.persian.characters import HALF_SPACE, TRANSLATION, fold
from articles.persian.compounds import Trie, part_forms
from articles.persian.lexicon import Lexicon
from articles.persian.stems import Stem, Stemmer, fold_madda, join
from articles.persian.wordlists import (
    DETACHABLE_FIRST,
    DETACHABLE_LAST,
    FUNCTION_WORDS,
    NEVER_PLURAL,
    NEVER_WITH_CLITIC,
)

MAX_WORD = 64
"""Letters of a word that count; splitting and stemming are super-linear in the length."""

_MAX_RAW = 4 * MAX_WORD  # marks and tatweel included
_MAX_GLUED_PARTS = 6  # no word has more endings; «ها ها ها …» must not grow for ever
_CACHE_SIZE = 150_000
PREPOSITION = "به"

TERM_MARK = "~"
"""Begins the keys of an index that no text holds as written."""


class Word(NamedTuple):
    """What a raw token, or two glued ones, mean. Empty when the token is only marks."""

    parts: tuple[str, ...]  # as the typed half-spaces cut it
    joined: str
    exact: str  # joined, with آ folded: what a quoted phrase compares
    terms: tuple[str, ...]  # what a query asks for
    indexed: tuple[str, ...]  # what an article is found under: terms and unlikelier readings
    persian: bool  # letters, not digits or Latin: only these glue and form compounds
    keys: tuple[str, ...]  # under which an index keeps it: exact, then marked terms
    forms: tuple[str, ...]  # in which it may go on with a compound written apart
    ending: bool = False  # may belong to the word before it: ها, تر, است
    particle: bool = False  # می, نمی: may belong to the word after it
    joins: bool = False  # one of these two, or no word at all
    compounds: Trie | None = None  # of the lexicon that begin with it

    @classmethod
    def of(
        cls,
        parts: tuple[str, ...],
        joined: str,
        exact: str,
        terms: tuple[str, ...],
        indexed: tuple[str, ...],
        *,
        persian: bool = False,
        forms: tuple[str, ...] = (),
    ) -> "Word":
        return cls(parts, joined, exact, terms, indexed, persian, _keys(exact, indexed), forms)

    def also_indexed(self, terms: Iterable[str]) -> "Word":
        """The same, found under ``terms`` as well."""
        indexed = _unique(self.indexed, terms)
        return self._replace(indexed=indexed, keys=_keys(self.exact, indexed))


def _keys(exact: str, terms: Iterable[str]) -> tuple[str, ...]:
    return (exact, *(TERM_MARK + term for term in terms if term != exact))


def _unique(*groups: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(term for group in groups for term in group))


EMPTY = Word.of((), "", "", (), ())._replace(joins=True)


class _Read(dict[str, Word]):
    """Raw token -> its word, read when it is first asked for. Bounded, and so is the length of
    what it keeps."""

    def __init__(self, read: Callable[[str], Word]) -> None:
        self._read = read

    def __missing__(self, raw: str) -> Word:
        if len(raw) > _MAX_RAW:
            return self[raw[:_MAX_RAW]]
        if len(self) >= _CACHE_SIZE:
            self.clear()
        word = self[raw] = self._read(raw)
        return word


class WordReader:
    """Reads raw tokens, as `tokens.TOKEN` cuts them, by ``read``."""

    def __init__(self, lexicon: Lexicon, stemmer: Stemmer) -> None:
        self._lexicon = lexicon
        self._stemmer = stemmer
        self._words = _Read(self._read)
        self.read: Callable[[str], Word] = self._words.__getitem__
        self._pairs: dict[tuple[tuple[str, ...], tuple[str, ...]], Word | None] = {}

    def glue(self, first: Word, second: Word) -> Word | None:
        """The one word that ``first`` and ``second`` are when written apart, or None."""
        if len(first.parts) >= _MAX_GLUED_PARTS:
            return None
        pair = (first.parts, second.parts)
        if pair not in self._pairs:
            if len(self._pairs) >= _CACHE_SIZE:
                self._pairs.clear()
            self._pairs[pair] = self._glue(first, second)
        return self._pairs[pair]

    def _read(self, raw: str) -> Word:
        if raw[0].isdigit():
            return _number(raw)
        if raw[0] < "\u0250":
            return _latin(raw)
        parts = tuple(part for part in fold(raw)[:MAX_WORD].split(HALF_SPACE) if part)
        if not parts:
            return EMPTY
        word = self._persian(parts)
        ending = word.joined in SPACED_ENDINGS or word.joined == "است"
        particle = word.joined in IMPERFECTIVE_PARTICLES
        return word._replace(
            ending=ending,
            particle=particle,
            joins=ending or particle,
            compounds=self._lexicon.trie.get(parts[0]) if len(parts) == 1 else None,
        )

    def _persian(self, parts: tuple[str, ...]) -> Word:
        joined = join(parts)
        terms, extra = self._stemmer.stem(joined)
        if len(parts) > 1:
            terms, extra = self._by_half_spaces(parts, joined, Stem(terms, extra))
        exact = joined if any("آ" in term for term in terms) else joined.replace("آ", "ا")
        forms = part_forms(joined, terms, self._lexicon.later_parts)
        indexed = _unique(terms, extra)
        return Word.of(parts, joined, exact, terms, indexed, persian=True, forms=forms)

    def _by_half_spaces(self, parts: tuple[str, ...], joined: str, stem: Stem) -> Stem:
        """The stem of the joined word, corrected by where its half-spaces were typed."""
        if joined in self._lexicon.marked_verbs:
            return stem
        if parts[0] == PREPOSITION:  # به‌نام is not the name بهنام
            noun = self._persian(parts[1:])
            return self._corrected(stem, noun.terms, noun.indexed)
        if self._stemmer.is_known(joined):
            return stem
        return self._corrected(stem, self._without_endings(parts), self._without_particle(parts))

    @staticmethod
    def _corrected(stem: Stem, hinted: tuple[str, ...], indexed: tuple[str, ...]) -> Stem:
        """``hinted`` decides between the readings of ``stem``, or adds one that it lacks."""
        if not hinted:
            return Stem(stem.terms, _unique(stem.indexed_only, indexed))
        agreed = set(hinted) <= {*stem.terms, *stem.indexed_only}
        extra = () if set(hinted) & set(stem.terms) else stem.terms
        return Stem(hinted if agreed else _unique(hinted, stem.terms), _unique(extra, indexed))

    def _without_endings(self, parts: tuple[str, ...]) -> tuple[str, ...]:
        """Terms of what stands before the endings, be it a known word or not; nothing when
        the last part is no ending."""
        length = len(parts)
        while length > 1 and parts[length - 1] in SPACED_ENDINGS:
            length -= 1
            if self._stemmer.is_known(join(parts[:length])):
                break
        base = join(parts[:length])
        if length == len(parts) or len(base) < 2:
            return ()
        if self._stemmer.is_known(base):
            return (fold_madda(base),)
        return self._stemmer.stem(base).terms

    def _without_particle(self, parts: tuple[str, ...]) -> tuple[str, ...]:
        """Index terms of the word on which a function word hangs: آن‌زمان is found under زمان."""
        if parts[0] in DETACHABLE_FIRST and parts[1] not in SPACED_ENDINGS:
            return self._persian(parts[1:]).indexed
        if parts[-1] in DETACHABLE_LAST:
            return self._persian(parts[:-1]).indexed
        return ()

    def _glue(self, first: Word, second: Word) -> Word | None:
        if first.particle:
            glued = join(first.parts + second.parts)
            return self._glued(first, second) if glued in self._lexicon.marked_verbs else None
        if second.joined == "است":
            return self._glue_copula(first, second)
        if second.ending and self._takes_ending(first, second.joined):
            return self._glued(first, second)
        return None

    def _glued(self, first: Word, second: Word) -> Word:
        return self._persian(first.parts + second.parts)

    def _glue_copula(self, first: Word, second: Word) -> Word | None:
        """داده است is the perfect of دادن; it may still be 'is data'."""
        if not first.joined.endswith("ه"):
            return None
        glued = self._glued(first, second)
        if glued.joined not in self._lexicon.marked_verbs:
            return None
        return glued.also_indexed(first.indexed)

    def _takes_ending(self, first: Word, ending: str) -> bool:
        word = first.joined
        if ending in PLURAL_TOKENS:
            return len(word) >= 2 and word not in NEVER_PLURAL
        if ending in COMPARATIVE_TOKENS:
            return word in self._lexicon.adjectives
        if ending in COPULA_AFTER_HEH:
            return word.endswith("ه") and word not in NEVER_WITH_CLITIC
        if word in FUNCTION_WORDS:
            return False
        if ending in ("ی", "یی"):
            return word.endswith(("ا", "و", "ه"))
        return ending in POSSESSIVE_TOKENS or word in self._lexicon.nouns


# ---- numbers and Latin ---------------------------------------------------------------

_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_NUMBER_PARTS = re.compile("[,/:]")
_MAX_PLAIN_PART = 4  # a part of a date or a time; longer digits are an identifier


def _number(raw: str) -> Word:
    """۱٬۲۰۰ is 1200; ۱۴۰۲/۰۷/۱۵ is 1402/7/15, found under its parts as well."""
    text = raw.translate(TRANSLATION).replace("٬", ",").replace("٫", ".")[:MAX_WORD]
    if _THOUSANDS.fullmatch(text):
        text = text.replace(",", "")
    parts = tuple(_without_leading_zeros(part) for part in _NUMBER_PARTS.split(text))
    if len(parts) == 1:  # 07 is found as 7, the month of a date
        return Word.of((text,), text, text, parts, parts)
    exact = "/".join(parts) if "/" in text else text
    return Word.of(parts, exact, exact, (exact,), _unique((exact,), parts))


def _without_leading_zeros(digits: str) -> str:
    short = digits.isdigit() and len(digits) <= _MAX_PLAIN_PART
    return str(int(digits)) if short else digits


def _latin(raw: str) -> Word:
    """Lower case, without accents: Sărăcie is saracie."""
    decomposed = unicodedata.normalize("NFD", raw.lower().replace("’", "'"))
    text = "".join(c for c in decomposed if not unicodedata.combining(c))[:MAX_WORD]
    return Word.of((text,), text, text, (text,), (text,)) if text else EMPTY
