"""Which words of the archive's names must stay whole."""

from collections.abc import Iterable, Iterator

from articles.persian.affixes import PLURAL_ENDINGS
from articles.persian.characters import HALF_SPACE, fold
from articles.persian.stems import join

_EZAFE_AFTER_VOWEL = ("ای", "وی", "هی")


def whole_words(names: Iterable[str]) -> frozenset[str]:
    """The joined words of ``names`` that no rule may shorten: لاوروف، پزشکیان.

    In a name of several words, those that carry a plural or an ezafe are ordinary words
    (شورای نگهبان، نیروهای مسلح) and stay open to stemming.
    """
    return frozenset(word for name in names for word in _whole_words(name))


def _whole_words(name: str) -> Iterator[str]:
    words = [join(tuple(fold(word).split(HALF_SPACE))) for word in name.split()]
    for position, word in enumerate(words):
        linked = position < len(words) - 1 and word.endswith(_EZAFE_AFTER_VOWEL)
        inflected = len(words) > 1 and word.endswith(PLURAL_ENDINGS)
        if len(word) > 1 and not linked and not inflected:
            yield word
