"""Where a joined word may have been meant as several: سیاستبازی is سیاست and بازی."""

from collections.abc import Iterator

from articles.persian.affixes import PREVERBS
from articles.persian.compounds import spellings
from articles.persian.lexicon import Lexicon
from articles.persian.stems import Stemmer, join
from articles.persian.words import PREPOSITION, Word

Parts = tuple[str, ...]

_SHORTEST_PART = 2
_LONGEST_PROBED = 24  # letters

# Weights of a two-way cut, in the order of the logarithms of word frequencies.
_COMMON, _RARE, _SHORT = 11, 9, -6


class Splitter:
    """Cuts joined words; ``stemmer`` tells which parts are inflected words."""

    def __init__(self, lexicon: Lexicon, stemmer: Stemmer) -> None:
        self._lexicon = lexicon
        self._stemmer = stemmer

    def known_cuts(self, word: Word) -> Iterator[Parts]:
        """Cuts by the typed half-spaces and by the lexicon's compounds, else the likeliest one."""
        if len(word.parts) > 1:
            yield from spellings(word.parts)
        if word.joined in self._lexicon.marked_verbs:
            yield from _preverb_cuts(word.joined)
        noun = word.joined.removeprefix(PREPOSITION)
        if noun in word.indexed and noun != word.joined:
            yield PREPOSITION, noun
        bases = [base for base in (word.joined, *word.indexed) if base in self._lexicon.compounds]
        for base in bases:
            yield from self._compound_cuts(word.joined, self._lexicon.compounds[base])
        if not bases and not any(map(self._accounts_for, word.indexed)):
            yield from self._likeliest(word.joined)

    def possible_cuts(self, word: Word) -> Iterator[Parts]:
        """Every two-way cut of a word that nothing is known about, and cuts of its halves."""
        joined = word.joined
        if len(joined) > _LONGEST_PROBED or len(word.parts) > 1 or self.is_understood(word):
            return
        for first, second in _two_way(joined):
            yield first, second
            longer = (*self._pieces(first), *self._pieces(second))
            if len(longer) > 2:
                yield longer

    def is_compound(self, word: Word) -> bool:
        return any(base in self._lexicon.compounds for base in (word.joined, *word.terms))

    def is_listed_compound(self, joined: str) -> bool:
        return joined in self._lexicon.compounds

    def is_understood(self, word: Word) -> bool:
        """Whether the lexicon accounts for the word, so that there is no need to cut it."""
        return all(map(self._accounts_for, word.terms))

    def _accounts_for(self, term: str) -> bool:
        return term.startswith("v:") or self._stemmer.is_known(term)

    def _compound_cuts(self, joined: str, parts: Parts) -> Iterator[Parts]:
        """``joined`` cut like the compound it is or inflects; the last part keeps the ending."""
        beginning = join(parts[:-1])
        if joined.replace("آ", "ا").startswith(beginning.replace("آ", "ا")):
            yield from spellings(_cut_at_lengths(joined, parts))

    def _pieces(self, joined: str) -> Parts:
        """A half in pieces when it is a compound, or به with its noun."""
        stem = self._stemmer.stem(joined)
        for base in (joined, *stem.terms, *stem.indexed_only):
            if base in self._lexicon.compounds:
                return next(self._compound_cuts(joined, self._lexicon.compounds[base]), (joined,))
        noun = joined.removeprefix(PREPOSITION)
        if noun != joined and self._stemmer.is_known(noun):
            return PREPOSITION, noun
        return (joined,)

    def _likeliest(self, joined: str) -> list[Parts]:
        if len(joined) > _LONGEST_PROBED:
            return []
        scored = [(self._weigh(*cut), cut) for cut in _two_way(joined)]
        best = max(scored, default=(0, ()))
        return [best[1]] if best[0] > 0 else []

    def _weigh(self, first: str, second: str) -> int:
        """How likely two words were joined; 0 when one of them is no word."""
        weights = [self._weight(first), self._weight(second) or self._weight_of_base(second)]
        if second in self._lexicon.final_parts:
            weights[1] = _COMMON
        if not all(weights):
            return 0
        return sum(weights) + _SHORT * sum(len(part) < 3 for part in (first, second))

    def _weight(self, part: str) -> int:
        if part in self._lexicon.common or self._stemmer.is_name(part):
            return _COMMON
        return _RARE if part in self._lexicon.headwords else 0

    def _weight_of_base(self, part: str) -> int:
        base = self._stemmer.stem(part).terms[0]
        return self._weight(base) if base != part else 0


def _preverb_cuts(form: str) -> Iterator[Parts]:
    """برمیگردد is also written بر می‌گردد."""
    for preverb in PREVERBS:
        rest = form.removeprefix(preverb)
        if rest != form and rest.startswith(("می", "نمی")):
            yield preverb, rest


def _two_way(joined: str) -> Iterator[tuple[str, str]]:
    for cut in range(_SHORTEST_PART, len(joined) - _SHORTEST_PART + 1):
        yield joined[:cut], joined[cut:]


def _cut_at_lengths(joined: str, parts: Parts) -> Parts:
    """``joined`` in as many pieces as ``parts``, as long as they; the last takes the rest."""
    pieces, start = [], 0
    for part in parts[:-1]:
        pieces.append(joined[start : start + len(part)])
        start += len(part)
    return (*pieces, joined[start:])
