"""Persian typed in Latin letters: ``lavrov`` for لاوروف, ``eghtesad`` for اقتصاد.

Nobody spells Finglish by rule, and Persian does not write its short vowels, so nothing is
transliterated: the consonants of what was typed select words of a vocabulary, and a
weighted alignment of sounds says which of them was meant.
"""

import re
from collections.abc import Iterator
from itertools import islice, product

LOANWORDS = {
    "russia": "روسیه",
    "america": "آمریکا",
    "usa": "آمریکا",
    "england": "انگلیس",
    "britain": "بریتانیا",
    "france": "فرانسه",
    "germany": "آلمان",
    "italy": "ایتالیا",
    "spain": "اسپانیا",
    "greece": "یونان",
    "turkey": "ترکیه",
    "syria": "سوریه",
    "egypt": "مصر",
    "israel": "اسرائیل",
    "palestine": "فلسطین",
    "gaza": "غزه",
    "lebanon": "لبنان",
    "jordan": "اردن",
    "yemen": "یمن",
    "saudi": "سعودی",
    "china": "چین",
    "japan": "ژاپن",
    "india": "هند",
    "ukraine": "اوکراین",
    "europe": "اروپا",
    "cinema": "سینما",
    "theater": "تئاتر",
    "theatre": "تئاتر",
    "police": "پلیس",
    "bourse": "بورس",
    "covid": "کووید",
    "vaccine": "واکسن",
    "pfizer": "فایزر",
    "va": "و",
    "o": "و",
    "euro": "یورو",
    "biden": "بایدن",
    "nato": "ناتو",
    "unesco": "یونسکو",
    "unicef": "یونیسف",
    "reuters": "رویترز",
    "bbc": "بی‌بی‌سی",
    "cnn": "سی‌ان‌ان",
    "google": "گوگل",
    "youtube": "یوتیوب",
    "facebook": "فیس‌بوک",
    "iphone": "آیفون",
    "computer": "کامپیوتر",
    "journalist": "ژورنالیست",
    "coach": "مربی",
    "champion": "قهرمان",
}
"""Words of other languages and names that English calls otherwise, typed as in English; and
the conjunction, which has no consonant."""

_DIGRAPHS = (
    *(("kh", "x"), ("gh", "q"), ("sh", "š"), ("ch", "č"), ("zh", "ž"), ("ph", "f"), ("th", "t")),
    *(("ck", "k"), ("oo", "u"), ("ou", "u"), ("ow", "ov"), ("ee", "i"), ("aa", "A"), ("w", "v")),
)
"""Replaced in this order. ``A`` is a long a."""

_DOUBLED = re.compile(r"(.)\1+", re.DOTALL)
_VOWELS = frozenset("aAeiou")
_IGNORED = str.maketrans(dict.fromkeys("'’`-_.", ""))

# Sounds of the letters: a small letter is what Latin writes for it.
_SOUNDS = (
    dict.fromkeys("زذضظ", "z")
    | dict.fromkeys("سصث", "s")
    | dict.fromkeys("تط", "t")
    | dict.fromkeys("هح", "h")
    | dict.fromkeys("غق", "q")
    | dict.fromkeys("عئء", "'")
    | {"ب": "b", "پ": "p", "ج": "j", "چ": "č", "خ": "x", "د": "d", "ر": "r", "ژ": "ž", "ش": "š"}
    | {"ف": "f", "ک": "k", "گ": "g", "ل": "l", "م": "m", "ن": "n"}
    | {"و": "v", "ی": "y", "ا": "a", "آ": "a"}
)

_SKELETON = {ord(letter): None if sound in "vya'" else sound for letter, sound in _SOUNDS.items()}

# Consonants that a Latin letter may stand for; '' where it may stand for none.
_FANNED = {
    "v": ("", "f"),
    "y": ("",),
    "g": ("g", "q", "j"),
    "q": ("q", "g"),
    "h": ("h", ""),
    "j": ("j", "ž"),
    "ž": ("ž", "j"),
    "c": ("k", "s"),
    "x": ("x", "ks"),
    "s": ("s", "z"),
}
MOST_SKELETONS = 96

FARTHEST = 2.2
"""An alignment with a greater weight is no reading at all."""

_DROPPED_LATIN = {"e": 0.12, "o": 0.15, "a": 0.2, "A": 0.7, "i": 0.45, "u": 0.5, "h": 0.6}
_DROPPED_PERSIAN = {"a": 0.5, "v": 0.7, "y": 0.7, "'": 0.2, "silent": 0.3}
_AS_SILENT = {"e": 0.05, "a": 0.05, "h": 0.0}
_PAIRS = {
    ("a", "a"): 0.0, ("A", "a"): 0.0, ("e", "a"): 0.6, ("i", "a"): 0.6, ("o", "a"): 0.5,
    ("u", "a"): 0.7, ("u", "v"): 0.0, ("o", "v"): 0.1,
    ("i", "y"): 0.0, ("e", "y"): 0.3,
    ("v", "f"): 0.3, ("c", "k"): 0.0, ("c", "s"): 0.2, ("x", "k"): 0.6,
    ("q", "g"): 0.4, ("g", "q"): 0.2, ("g", "j"): 0.4, ("k", "q"): 0.5, ("k", "x"): 0.5,
    ("j", "ž"): 0.2, ("ž", "j"): 0.3, ("s", "z"): 0.4, ("z", "s"): 0.6,
    ("a", "'"): 0.15, ("A", "'"): 0.1, ("e", "'"): 0.1, ("o", "'"): 0.1, ("i", "'"): 0.3,
}  # fmt: skip
_AT_START = {("e", "a"): 0.05, ("o", "a"): 0.05, ("i", "a"): 0.2, ("u", "a"): 0.2}
_MISFIT = 1.5
_CONSONANT_ALONE = 0.9


def sounds(typed: str) -> str:
    """What was typed as sounds, one letter each, doubled consonants once: ``mašhad``."""
    text = typed.lower().translate(_IGNORED)
    for written, sound in _DIGRAPHS:
        text = text.replace(written, sound)
    return _without_doubles(text)


def skeletons_of_latin(sounded: str) -> set[str]:
    """Every consonant skeleton that the result of `sounds` may have, at most 96."""
    choices = [("",) if c in _VOWELS else _FANNED.get(c, (c,)) for c in sounded]
    chosen = islice(product(*choices), MOST_SKELETONS)
    return {_without_doubles("".join(consonants)) for consonants in chosen}


def _without_doubles(sounds_in_row: str) -> str:
    """Doubled sounds once: Latin doubles them for ّ, Persian writes them in الله."""
    return _DOUBLED.sub(r"\1", sounds_in_row)


def skeletons(word: str) -> Iterator[str]:
    """The consonants of a Persian word, with and without its silent ه."""
    yield _without_doubles(word.translate(_SKELETON))
    silent = _silent(word)
    if silent > 0:
        yield _without_doubles((word[:silent] + word[silent + 1 :]).translate(_SKELETON))


def _silent(word: str) -> int:
    """Where a silent ه may stand, at the end or before ای (هسته‌ای, joined); -1 for nowhere."""
    if len(word) > 2 and word.endswith("ه"):
        return len(word) - 1
    return len(word) - 3 if len(word) > 4 and word.endswith("های") else -1


def distance(sounded: str, word: str) -> float:
    """Weight of the best alignment of `sounds` with a Persian word in canonical letters.

    0 is a perfect fit; above `FARTHEST` it is another word.
    """
    silent = _silent(word)
    letters = ["silent" if at == silent else _SOUNDS.get(c, "?") for at, c in enumerate(word)]
    unheard = [_unheard(letters, at) for at in range(len(letters))]
    row = [0.0]
    for weight in unheard:
        row.append(row[-1] + weight)
    for i, typed in enumerate(sounded):
        alone = _unwritten(typed, i)
        following = [row[0] + alone]
        for j, sound in enumerate(letters):
            following.append(
                min(
                    row[j] + _together(typed, sound, i == j == 0),
                    row[j + 1] + alone,
                    following[j] + unheard[j],
                )
            )
        row = following
        if min(row) > FARTHEST:
            return min(row)
    return row[-1]


def _together(typed: str, sound: str, first: bool) -> float:
    if typed == sound:
        return 0.0
    if sound == "silent":
        return _AS_SILENT.get(typed, _MISFIT)
    if first and (typed, sound) in _AT_START:
        return _AT_START[typed, sound]
    return _PAIRS.get((typed, sound), _MISFIT)


def _unwritten(typed: str, at: int) -> float:
    """A Latin letter for which Persian writes none."""
    if at == 0 and typed in _VOWELS:  # a word that begins with a vowel begins with ا or ع
        return 0.8
    return _DROPPED_LATIN.get(typed, _CONSONANT_ALONE)


def _unheard(letters: list[str], at: int) -> float:
    """A Persian letter for which nothing was typed."""
    following = letters[at + 1 : at + 2]
    if at == 0 and letters[0] == "a" and following in (["v"], ["y"]):  # او and ای are one vowel
        return 0.1
    if at and letters[at - 1] == "silent":  # the alef of ه‌ای
        return 0.1
    if following == [letters[at]]:  # رئیسی, folded to رییسی; الله
        return 0.3
    return _DROPPED_PERSIAN.get(letters[at], 1.2)
