"""What others do with Persian, as functions from a text to its tokens.

``whitespace`` cuts at spaces and strips punctuation. ``hazm`` is hazm's Normalizer and
Stemmer. ``Snowball`` is the Persian algorithm of snowballstemmer 3. ``Lucene 9`` and
``Lucene 10`` follow the published rules of Apache Lucene's PersianAnalyzer: a character
filter that turns the half-space into a space, the word breaks of UAX #29, lower case,
DecimalDigitFilter, ArabicNormalizationFilter, PersianNormalizationFilter and the stop
words of J. Savoy; Lucene 10 puts PersianStemFilter behind them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache

import snowballstemmer
from mots_vides import stop_words

Tokens = Callable[[str], list[str]]

MARKS = "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
WITH_HALF_SPACE = re.compile(rf"[\w{MARKS}\u200c\u200d]+")
WORD = re.compile(rf"\d+(?:[.,٫٬]\d+)*|[\w{MARKS}\u200d]+")
PUNCTUATION = "".join(
    chr(code) for code in range(0x3000) if unicodedata.category(chr(code)).startswith("P")
)


def whitespace(text: str) -> list[str]:
    return [word for piece in text.split() if (word := piece.strip(PUNCTUATION))]


def hazm(text: str) -> list[str]:
    return [_hazm_stem(word) for word in WITH_HALF_SPACE.findall(_normalizer().normalize(text))]


def snowball(text: str) -> list[str]:
    return [snowball_stem(word) for word in WITH_HALF_SPACE.findall(text.lower())]


def lucene9(text: str) -> list[str]:
    words = WORD.findall(text.replace("\u200c", " ").lower())
    return [word for word in map(lucene_fold, words) if word and word not in _lucene_stop_words()]


def lucene10(text: str) -> list[str]:
    return [lucene_stem(word) for word in lucene9(text)]


BASELINES: dict[str, Tokens] = {
    "whitespace": whitespace,
    "hazm": hazm,
    "Snowball": snowball,
    "Lucene 9": lucene9,
    "Lucene 10": lucene10,
}


def stems() -> dict[str, Callable[[str], tuple[str, str]]]:
    """For each baseline that stems: (the word folded, its stem)."""
    return {
        "hazm": lambda word: (normal := _normalizer().normalize(word), _hazm_stem(normal)),
        "Snowball": lambda word: (lucene_fold(word), lucene_fold(snowball_stem(word))),
        "Lucene 10": lambda word: (folded := lucene_fold(word), lucene_stem(folded)),
    }


# --- hazm and Snowball ----------------------------------------------------------------------


@cache
def _normalizer():
    from hazm import Normalizer

    return Normalizer()


@cache
def _stemmer():
    from hazm import Stemmer

    return Stemmer()


@cache
def _hazm_stem(word: str) -> str:
    return _stemmer().stem(word)


@cache
def snowball_stem(word: str) -> str:
    return snowballstemmer.stemmer("persian").stemWord(word)


# --- Lucene ---------------------------------------------------------------------------------

# ArabicNormalizationFilter and PersianNormalizationFilter in one table.
_FOLDED = str.maketrans(
    {"آ": "ا", "أ": "ا", "إ": "ا", "ى": "ي", "ة": "ه", "ی": "ي", "ے": "ي", "ک": "ك"}
    | {"ۀ": "ه", "ہ": "ه", "ـ": None, "\u0654": None}
    | {chr(code): None for code in range(0x064B, 0x0653)}
)
SUFFIXES = ("ات", "ان", "ترين", "تر", "يي", "ي", "ها", "\u200c")
# Endings and particles of Lucene's list that the packaged copy of Savoy's words lacks.
# Once the half-space is a space these are words, and dropping them is Lucene's stemming.
PARTICLES = (
    *("ها", "های", "هایی", "می", "نمی", "ای", "ام", "اش", "ات", "تر", "ترین"),
    *("مان", "تان", "شان", "اند", "ه", "ی", "وگو"),
)


def lucene_fold(word: str) -> str:
    return "".join(map(_digit, word.translate(_FOLDED)))


def _digit(letter: str) -> str:
    return str(unicodedata.digit(letter)) if letter.isdecimal() else letter


@cache
def lucene_stem(word: str) -> str:
    """Each suffix in turn, as long as two letters stay."""
    for suffix in SUFFIXES:
        if word.endswith(suffix) and len(word) >= len(suffix) + 2:
            word = word[: -len(suffix)]
    return word


@cache
def _lucene_stop_words() -> frozenset[str]:
    return frozenset(map(lucene_fold, (*stop_words("persian"), *PARTICLES)))
