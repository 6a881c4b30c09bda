"""From a joined word to the terms under which it is found.

Inflection comes off only when the lexicon vouches for what remains; a headword (تنها،
روحانی) and a name of the archive stay whole. A word that the joined spelling leaves
ambiguous has several terms: نامهای is نام‌های and نامه‌ای.

Most names are in no list, and many end as inflected words do: مهاجران، بهمنش، پینتر. What
comes off of names as well as of nouns is therefore only a *guess*: an article with کتابم is
also found under کتاب, but who asks for کتابم is asked for nothing else.
"""

from collections.abc import Callable, Collection
from typing import NamedTuple

from articles.persian.affixes import (
    CLITICS_AFTER_HEH,
    COMPARATIVE_ENDINGS,
    COPULA_AFTER_CONSONANT,
    HUMAN_ENDINGS,
    PLURAL_ENDINGS,
    POSSESSIVES,
    POSSESSIVES_AFTER_VOWEL,
    RARE_POSSESSIVES,
)
from articles.persian.lexicon import Lexicon
from articles.persian.wordlists import (
    AN_PLURALS,
    AT_PLURALS,
    CONSONANTAL_VAV,
    EVERYDAY_VERBS,
    GAN_PLURALS,
    JOINED_SPELLINGS,
    MADDA_PAIRS,
    NOT_COMPARATIVE,
    PLURAL_PRONOUNS,
    SHORT_ADJECTIVES,
    UNINFLECTED,
)

_MAX_DEPTH = 2
_CACHE_SIZE = 100_000
_NOTHING: tuple[str, ...] = ()


class Stem(NamedTuple):
    """``terms`` serve query and index; ``indexed_only`` are less likely readings, which an
    article is also found under but a query does not ask for."""

    terms: tuple[str, ...]
    indexed_only: tuple[str, ...] = ()


def join(parts: tuple[str, ...]) -> str:
    """Parts of a word -> the joined word, in the spelling the lexicon has: گفتوگو."""
    joined = "".join(parts)
    for variant, standard in JOINED_SPELLINGS.items():
        if variant in joined:
            joined = joined.replace(variant, standard)
    return joined


def fold_madda(word: str) -> str:
    """``آ`` -> ``ا`` unless it tells two words apart."""
    return word if word in MADDA_PAIRS else word.replace("آ", "ا")


class Stemmer:
    """Words are joined and in canonical letters; ``names`` (the same) stay whole."""

    def __init__(self, lexicon: Lexicon, names: Collection[str] = ()) -> None:
        self._lexicon = lexicon
        self._names = frozenset(names) | {name.replace("آ", "ا") for name in names}
        self._cache: dict[str, Stem] = {}
        self._rules: tuple[Callable[[str, int], tuple[str, ...]], ...] = (
            self._plural,
            self._clitic_after_heh,
            self._comparative,
            self._human_plural,
            self._listed_plural_with_yeh,
            self._listed_arabic_plural,
            self._ezafe,
            self._possessive_after_vowel,
            self._possessive,
            self._copula,
        )
        self._guesses: tuple[Callable[[str], tuple[str, ...]], ...] = (
            self._any_plural_in_an,
            self._plural_with_yeh,
            self._any_possessive,
            self._any_comparative,
            self._indefinite,
            self._after_preposition,
        )

    def stem(self, word: str) -> Stem:
        """The terms of ``word``, with ``آ`` folded; at least one."""
        found = self._cache.get(word)
        if found is None:
            if len(self._cache) >= _CACHE_SIZE:
                self._cache.clear()
            found = self._cache[word] = self._folded(self._stem(word))
        return found

    def is_known(self, word: str) -> bool:
        return word in self._lexicon.headwords or word in self._names or word in UNINFLECTED

    def is_name(self, word: str) -> bool:
        return word in self._names

    @staticmethod
    def _folded(stem: Stem) -> Stem:
        terms = tuple(dict.fromkeys(map(fold_madda, stem.terms)))
        extra = dict.fromkeys(map(fold_madda, stem.indexed_only))
        return Stem(terms, tuple(term for term in extra if term not in terms))

    def _stem(self, word: str) -> Stem:
        lexicon = self._lexicon
        if word in self._names:
            return Stem((word,))
        if word in lexicon.marked_verbs and word not in lexicon.nouns:
            return Stem((lexicon.marked_verbs[word],))
        if word in lexicon.bare_verbs and word not in UNINFLECTED:
            verb = lexicon.bare_verbs[word]
            return Stem((verb,)) if self._is_surely_verb(word, verb) else Stem((word,), (verb,))
        if bases := self._strip(word):
            return Stem(bases, self._other_reading(word))
        return Stem((word,), self._guess(word))

    def _is_surely_verb(self, word: str, verb: str) -> bool:
        """No noun (داده), no form of a rare verb (آفرید) or of the second person (بستی)."""
        subjunctive = word[0] == "ب" and len(word) >= 5  # بخوابد
        usual = verb in EVERYDAY_VERBS or subjunctive
        return usual and word not in self._lexicon.nouns and word[-1] != "ی"

    def _guess(self, word: str) -> tuple[str, ...]:
        """What ``word`` may be an inflection of, were it no name."""
        if word in UNINFLECTED:
            return _NOTHING
        if word in self._lexicon.headwords:  # قربانیان
            return self._any_plural_in_an(word) if word.endswith("یان") else _NOTHING
        return next((bases for rule in self._guesses if (bases := rule(word))), _NOTHING)

    def _strip(self, word: str, depth: int = 0) -> tuple[str, ...]:
        """The bases of an inflected word; nothing when nothing may come off."""
        if word in UNINFLECTED or word in self._names:
            return _NOTHING
        for rule in self._rules:
            if bases := rule(word, depth):
                return bases
        return _NOTHING

    def _resolve(self, base: str, depth: int) -> tuple[str, ...]:
        """``base`` when it is a word, or the bases of which it is in turn an inflection."""
        if self.is_known(base):
            return (base,)
        return self._strip(base, depth + 1) if depth < _MAX_DEPTH else _NOTHING

    def _ends_compounds(self, word: str) -> bool:
        return word in self._lexicon.final_parts

    # ---- plural -------------------------------------------------------------------

    def _plural(self, word: str, depth: int) -> tuple[str, ...]:
        ending = _ending(word, PLURAL_ENDINGS, shortest_base=2)
        if not ending or (word in self._lexicon.headwords and word not in PLURAL_PRONOUNS):
            return _NOTHING
        base = word.removesuffix(ending)
        bases = self._resolve(base, depth)
        if ending == "های":
            bases = self._plural_or_silent_heh(base, bases)
        if bases:
            return bases
        # After an unknown word in ا the half-space hardly ever goes: امیرطاها is a name.
        is_name = ending == "ها" and base.endswith("ا")
        return (base,) if len(base) >= 3 and not is_name else _NOTHING

    def _plural_or_silent_heh(self, base: str, bases: tuple[str, ...]) -> tuple[str, ...]:
        """نامهای: نام‌های or نامه‌ای. Both, unless only one of them is a word by itself."""
        with_heh = base + "ه"
        other = self._resolve(with_heh, _MAX_DEPTH)
        if not other and self._ends_compounds(with_heh):
            other = (with_heh,)
        base_known, other_known = self.is_known(base), bool(other)
        if base_known and not other_known:
            return bases
        if other_known and not base_known:
            return other
        return tuple(dict.fromkeys(bases + other))

    def _other_reading(self, word: str) -> tuple[str, ...]:
        """For the index: the reading of …های that the lexicon did not prefer."""
        if not word.endswith("های"):
            return _NOTHING
        base = word.removesuffix("های")
        with_heh = base + "ه"
        known = base in self._lexicon.headwords
        other = with_heh in self._lexicon.headwords or self._ends_compounds(with_heh)
        readings = (with_heh,) if other or not known else _NOTHING
        return (*readings, base) if known else readings

    def _human_plural(self, word: str, depth: int) -> tuple[str, ...]:
        """ان of people; a loose rule would cut تهران and آلمان."""
        if word in AN_PLURALS:
            return (word.removesuffix("ان"),)
        return self._plural_in_gan(word) or self._plural_in_an(word)

    def _plural_in_gan(self, word: str) -> tuple[str, ...]:
        """نمایندگان -> نماینده"""
        base = word.removesuffix("گان") + "ه"
        if not word.endswith("گان") or len(word) < 6 or not self.is_known(base):
            return _NOTHING
        if word in self._lexicon.headwords and not base.endswith("نده"):
            return _NOTHING
        participle = base.endswith(("ده", "ته"))
        return (base,) if participle or base in GAN_PLURALS else _NOTHING

    def _plural_in_an(self, word: str) -> tuple[str, ...]:
        if not word.endswith("ان") or len(word) < 5:
            return _NOTHING
        known = word in self._lexicon.headwords
        after_vowel = word.endswith(("ایان", "ویان")) and len(word) >= 7 and not known
        if after_vowel and self.is_known(word[:-3]):  # دانشجویان -> دانشجو
            return (word[:-3],)
        base = word.removesuffix("ان")
        if base not in self._lexicon.nouns or not self._is_made_for_people(base):
            return _NOTHING
        return (base,) if not known or self._is_commoner(base, word) else _NOTHING

    def _is_made_for_people(self, noun: str) -> bool:
        """آهن‌گر is; خاور only looks so."""
        return any(
            noun.endswith(ending) and self.is_known(noun.removesuffix(ending))
            for ending in HUMAN_ENDINGS
        )

    def _listed_plural_with_yeh(self, word: str, depth: int) -> tuple[str, ...]:
        """گیاهانی -> گیاه"""
        plural = word.removesuffix("ی")
        return (plural.removesuffix("ان"),) if word != plural in AN_PLURALS else _NOTHING

    def _listed_arabic_plural(self, word: str, depth: int) -> tuple[str, ...]:
        return (AT_PLURALS[word],) if word in AT_PLURALS else _NOTHING

    # ---- endings that writers set apart ------------------------------------------

    def _clitic_after_heh(self, word: str, depth: int) -> tuple[str, ...]:
        """دورهای (دوره‌ای) -> دوره"""
        if word in self._lexicon.headwords:
            return _NOTHING
        for clitic in CLITICS_AFTER_HEH:
            base = word.removesuffix(clitic)
            if word.endswith("ه" + clitic) and len(base) >= 3 and self.is_known(base):
                return (base,)
        return _NOTHING

    def _comparative(self, word: str, depth: int) -> tuple[str, ...]:
        ending = _ending(word, COMPARATIVE_ENDINGS, shortest_base=3)
        if not ending:
            return _NOTHING
        base, superlative = word.removesuffix(ending), ending == "ترین"
        known = word in self._lexicon.headwords
        if word in NOT_COMPARATIVE or base + "تر" in NOT_COMPARATIVE:
            return _NOTHING
        if known and not superlative:
            return _NOTHING
        if self._is_adjective(base) or (superlative and self.is_known(base)):
            return (base,)
        if not superlative or known:
            return _NOTHING
        return self._resolve(base, depth) or ((base,) if len(base) >= 4 else _NOTHING)

    def _is_adjective(self, word: str) -> bool:
        """Listed, or made of a noun: کاربردی. Names begin with anything short: کارتر، شوشتری."""
        if len(word) <= 3:
            return word in SHORT_ADJECTIVES
        made = len(word) > 4 and word.endswith("ی") and word[:-1] in self._lexicon.nouns
        return made or word in self._lexicon.adjectives

    # ---- ezafe and possessives ------------------------------------------------------

    def _ezafe(self, word: str, depth: int) -> tuple[str, ...]:
        """The ی that links after ا and و: علمای -> علما. But فرماندهی is a noun of its own."""
        base = word[:-1]
        if not word.endswith("ی") or len(base) < 3 or base[-1] not in "او":
            return _NOTHING
        if not self.is_known(base) or base.endswith(CONSONANTAL_VAV):
            return _NOTHING
        if word not in self._lexicon.headwords:
            return (base,)
        return (base,) if base.endswith("ا") and self._is_commoner(base, word) else _NOTHING

    def _possessive_after_vowel(self, word: str, depth: int) -> tuple[str, ...]:
        """آرزویشان -> آرزو"""
        if word in self._lexicon.headwords:
            return _NOTHING
        for ending in POSSESSIVES_AFTER_VOWEL:
            base = word.removesuffix(ending)
            if base != word and len(base) >= 3 and base[-1] in "او" and self.is_known(base):
                return (base,)
        return _NOTHING

    def _possessive(self, word: str, depth: int) -> tuple[str, ...]:
        """کتابش -> کتاب. After a vowel ی stands between: دارویش."""
        ending, base = _possessed(word)
        if not ending or word in self._lexicon.headwords:
            return _NOTHING
        if base.endswith("ان") and depth < _MAX_DEPTH:
            return self._strip(base, _MAX_DEPTH)
        rare = ending in RARE_POSSESSIVES or len(base) < 4 or base[-1] in "او"
        return (base,) if not rare and self._is_common_noun(base) else _NOTHING

    def _copula(self, word: str, depth: int) -> tuple[str, ...]:
        """دنیاست -> دنیا, معتقدند -> معتقد"""
        if word in self._lexicon.headwords:
            return _NOTHING
        base = word.removesuffix("ست")
        if base != word and base.endswith(("ا", "و")) and len(base) >= 3 and self.is_known(base):
            return (base,)
        base = word.removesuffix(_ending(word, COPULA_AFTER_CONSONANT, shortest_base=4))
        return (base,) if base != word and base in self._lexicon.adjectives else _NOTHING

    # ---- guesses: readings for the index -----------------------------------------------

    def _any_plural_in_an(self, word: str) -> tuple[str, ...]:
        """مهاجران -> مهاجر, which is a town as well"""
        base = word.removesuffix("گان") + "ه" if word.endswith("گان") else word.removesuffix("ان")
        noun = base in self._lexicon.nouns
        return (base,) if base != word and len(base) >= 4 and noun else _NOTHING

    def _plural_with_yeh(self, word: str) -> tuple[str, ...]:
        """کارگرانی -> کارگر, but آهنگرانی is a surname"""
        if not word.endswith("انی"):
            return _NOTHING
        return self._human_plural(word[:-1], 0) or self._any_plural_in_an(word[:-1])

    def _any_possessive(self, word: str) -> tuple[str, ...]:
        """کتابم -> کتاب, رؤیایم -> رؤیا; but محسنم or دوایت may be any name"""
        ending, base = _possessed(word)
        if base.endswith(("ای", "وی")):
            base = base[:-1]
        return (base,) if ending and self._is_common_noun(base) else _NOTHING

    def _any_comparative(self, word: str) -> tuple[str, ...]:
        """پژوهش‌محورتر -> پژوهش‌محور, but پینتر is a name"""
        base = word.removesuffix(_ending(word, COMPARATIVE_ENDINGS, shortest_base=3))
        if base == word or word in NOT_COMPARATIVE or base + "تر" in NOT_COMPARATIVE:
            return _NOTHING
        return self._resolve(base, 0)

    def _indefinite(self, word: str) -> tuple[str, ...]:
        """کتابی is 'a book' or 'bookish': an article with it is also found under کتاب."""
        base = word[:-2] if word.endswith(("ایی", "ویی")) else word[:-1]
        if not word.endswith("ی") or len(base) < 3 or base in self._names:
            return _NOTHING
        if base.endswith("ا") and not word.endswith("یی"):
            return _NOTHING
        return (base,) if self._is_common_noun(base) else _NOTHING

    def _after_preposition(self, word: str) -> tuple[str, ...]:
        """بهعنوان: the noun after a به from which the half-space was lost."""
        noun = word.removeprefix("به")
        if noun == word or len(noun) < 3:
            return _NOTHING
        return (noun,) if noun in self._lexicon.common or noun in self._names else _NOTHING

    def _is_common_noun(self, word: str) -> bool:
        return word in self._lexicon.nouns and word in self._lexicon.common

    def _is_commoner(self, base: str, word: str) -> bool:
        return base in self._lexicon.common and word not in self._lexicon.common


def _ending(word: str, endings: tuple[str, ...], shortest_base: int) -> str:
    """The first of ``endings`` that ``word`` has, '' when none leaves enough of it."""
    for ending in endings:
        if word.endswith(ending) and len(word) - len(ending) >= shortest_base:
            return ending
    return ""


def _possessed(word: str) -> tuple[str, str]:
    """(the possessive at the end of ``word``, what stands before it); ('', word) without."""
    ending = _ending(word, POSSESSIVES, shortest_base=3)
    base = word.removesuffix(ending)
    return ("", word) if ending in RARE_POSSESSIVES and len(base) < 4 else (ending, base)
