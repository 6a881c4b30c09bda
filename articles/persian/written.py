"""How a joined index key is written when a reader is to see it: ``هستهای`` as هسته‌ای.

Keys have lost their half-spaces, madda and hamza. They come back from the spelling of
hazm's word list, from names that the caller knows, and from the rules for می and for the
endings that stand behind a half-space.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from articles.errors import LexiconError
from articles.persian.affixes import CLITICS_AFTER_HEH, PLURAL_ENDINGS
from articles.persian.characters import HALF_SPACE, fold
from articles.persian.lexicon import Lexicon, hazm_files
from articles.persian.stems import fold_madda, join

_LOST = frozenset("آأؤئء" + HALF_SPACE)
_OBSOLETE = "ئی"  # آمریکائی for آمریکایی
_PARTICLES = ("نمی", "می")
_ATTACHED = ("یی", "یان", "ان", "ی", "شان", "مان", "ش", "م")
"""Endings that are written on to their word, longest first."""
_REMEDY = "واژه‌نامهٔ hazm خوانده نمی‌شود؛ «pip install hazm» را دوباره اجرا کنید."


def key_of(word: str) -> str:
    """The exact index key of one written word (see `analyzer.Token.exact`)."""
    return fold_madda(join(tuple(fold(word).split(HALF_SPACE))))


def spellings(words: Iterable[str]) -> dict[str, str]:
    """Key -> spelling of those words that their key does not show; of two the one that
    shows more (آمریکا before امریکا, گفت‌وگو before گفتگو)."""
    found: dict[str, str] = {}
    for word in words:
        if _LOST.isdisjoint(word):
            continue
        key = key_of(word)
        if _shown(word) > _shown(found.get(key, "")):
            found[key] = word
    return found


@lru_cache(maxsize=1)
def lexicon_spellings() -> dict[str, str]:
    """The spellings of hazm's tagged words. Raises LexiconError when they cannot be read."""
    (path,) = hazm_files("words.dat")
    try:
        with path.open(encoding="utf-8") as lines:
            words = (line.partition("\t")[0] for line in lines if not line.endswith("\t0\n"))
            return spellings(word for word in words if not word.endswith(_OBSOLETE))
    except (OSError, UnicodeDecodeError) as error:
        raise LexiconError(f"{_REMEDY} ({error})") from error


class Writer:
    """Writes keys; ``known`` are spellings by key."""

    def __init__(self, lexicon: Lexicon, known: Mapping[str, str]) -> None:
        self._lexicon = lexicon
        self._known = known

    def write(self, key: str) -> str:
        """``key`` as an editor would write it; unchanged where nothing is known."""
        if key in self._known:
            return self._known[key]
        if key in self._lexicon.marked_verbs:
            return self._verb(key)
        return self._inflected(key)

    def _verb(self, key: str) -> str:
        for particle in _PARTICLES:
            if key.startswith(particle):
                return particle + HALF_SPACE + key.removeprefix(particle)
        return key

    def _inflected(self, key: str) -> str:
        if key.endswith("هاست") and key.removesuffix("است") in self._lexicon.bare_verbs:
            return key.removesuffix("است") + " است"
        for endings, after in ((PLURAL_ENDINGS, ""), (CLITICS_AFTER_HEH, "ه"), (("ترین",), "")):
            for ending in endings:
                base = key.removesuffix(ending)
                if base != key and base.endswith(after) and base in self._lexicon.headwords:
                    return self._known.get(base, base) + HALF_SPACE + ending
        for ending in _ATTACHED:
            base = key.removesuffix(ending)
            if base != key and base in self._known:
                return self._known[base] + ending
        return key


def _shown(word: str) -> int:
    return sum(letter in _LOST for letter in word)
