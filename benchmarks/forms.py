"""The written forms in which one Persian text reaches an archive or is typed."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable
from zlib import crc32

ZWNJ = "\u200c"
ORIGINAL = "original"

# Letters that join to both sides, and those that join to the one before only.
DUAL_JOINING = frozenset("بپتثجچحخسشصضطظعغفقکگلمنهیيكئـ")
RIGHT_JOINING = frozenset("اآدذرزژوأإؤة")
HARAKAT = "\u064e\u064f\u0650\u0651\u0652"


def forms(text: str) -> dict[str, str]:
    """The forms of ``text`` by name, the text itself first.

    Forms that change nothing are left out. What is chosen by chance (where a vowel mark
    stands) is the same at every run.
    """
    made = {name: make(text) for name, make in FORMS.items()}
    return {ORIGINAL: text} | {name: form for name, form in made.items() if form != text}


def joined(text: str) -> str:
    return text.replace(ZWNJ, "")


def spaced(text: str) -> str:
    return text.replace(ZWNJ, " ")


def arabic(text: str) -> str:
    return text.replace("ی", "ي").replace("ک", "ك")


def without_madda(text: str) -> str:
    return text.translate(str.maketrans("آأإؤئ", "اااوی"))


def with_harakat(text: str) -> str:
    chance = _chance(text)
    return "".join(
        letter + (chance.choice(HARAKAT) if letter.isalpha() and chance.random() < 0.5 else "")
        for letter in text
    )


def with_tatweel(text: str) -> str:
    chance = _chance(text)
    return "".join(
        letter + ("ـ" * chance.randint(1, 3) if _joins(text, at) and chance.random() < 0.4 else "")
        for at, letter in enumerate(text)
    )


def presentation(text: str) -> str:
    """Every letter as the glyph that stands there: Unicode's presentation forms A and B."""
    return "".join(
        PRESENTATION.get((letter, _shape(text, at)), letter) for at, letter in enumerate(text)
    )


FORMS: dict[str, Callable[[str], str]] = {
    "joined": joined,
    "spaced": spaced,
    "NBSP": lambda text: text.replace(ZWNJ, "\u00a0"),
    "U+00AC": lambda text: text.replace(ZWNJ, "\u00ac"),
    "Arabic letters": arabic,
    "no madda": without_madda,
    "harakat": with_harakat,
    "tatweel": with_tatweel,
    "presentation": presentation,
    "Arabic, joined": lambda text: arabic(joined(text)),
    "Arabic, spaced": lambda text: arabic(spaced(text)),
    "no madda, joined": lambda text: without_madda(joined(text)),
    "no madda, spaced": lambda text: without_madda(spaced(text)),
    "tatweel, joined": lambda text: with_tatweel(joined(text)),
    "presentation, joined": lambda text: presentation(joined(text)),
}


def _chance(text: str) -> random.Random:
    return random.Random(crc32(text.encode()))


def _joins(text: str, at: int) -> bool:
    """Whether the letter at ``at`` is drawn joined to the one after it."""
    following = text[at + 1 : at + 2]
    return text[at] in DUAL_JOINING and (following in DUAL_JOINING or following in RIGHT_JOINING)


def _shape(text: str, at: int) -> str:
    before = at > 0 and _joins(text, at - 1)
    after = at + 1 < len(text) and _joins(text, at)
    return {
        (True, True): "medial",
        (True, False): "final",
        (False, True): "initial",
        (False, False): "isolated",
    }[before, after]


def _presentation_forms() -> dict[tuple[str, str], str]:
    """(letter, shape) -> glyph, from the decompositions in Unicode's character data."""
    glyphs = {}
    for code in (*range(0xFB50, 0xFE00), *range(0xFE70, 0xFEFD)):
        found = re.fullmatch(
            r"<(initial|medial|final|isolated)> ([0-9A-F]{4})", unicodedata.decomposition(chr(code))
        )
        if found:
            glyphs[chr(int(found[2], 16)), found[1]] = chr(code)
    return glyphs


PRESENTATION = _presentation_forms()
