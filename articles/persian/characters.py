"""Letters, marks and digits: one canonical spelling for every way of encoding a word.

The tables follow the Unicode blocks Arabic, Arabic Supplement, Arabic Extended-A and the
two Arabic Presentation Forms; the half-space look-alikes are those met in scraped news.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator

HALF_SPACE = "\u200c"
"""ZERO WIDTH NON-JOINER, the half-space (نیم‌فاصله) of Persian spelling."""

HALF_SPACE_LOOKALIKES = frozenset("\u00ac\u00ad\u200b\u200c\ufeff")
"""Characters that stand for the half-space in real text: the NOT SIGN comes from a
Windows-1256 mix-up, the soft hyphen and the zero-width spaces from word processors."""

_LETTER_VARIANTS = {
    "ی": "يىېۍےۑێئٸ",
    "ک": "كڪګڬڭڮ",
    "ه": "ہھەۀۂۃۿة",
    "ا": "أإٱٲٳٵ",
    "و": "ؤٶۆۇۈۉۊۋٷۏڤ",
    "ر": "ڕڒړ",
    "ل": "ڵ",
    "ب": "ٮ",
    "ن": "ں",
    "": "ء",
}

_DROPPED_RANGES = (
    (0x0610, 0x061A),  # honorifics written above a letter
    (0x061C, 0x061C),  # Arabic letter mark
    (0x0640, 0x0640),  # tatweel
    (0x064B, 0x065F),  # harakat
    (0x0670, 0x0670),  # superscript alef
    (0x06D6, 0x06DC),  # Koranic signs
    (0x06DF, 0x06E8),
    (0x06EA, 0x06ED),
    (0x08D3, 0x08FF),
    (0x200D, 0x200F),  # zero width joiner, direction marks
    (0x202A, 0x202E),  # direction embeddings
    (0x2060, 0x2060),  # word joiner
    (0x2066, 0x2069),  # direction isolates
)

_PRESENTATION_FORMS = ((0xFB50, 0xFDFF), (0xFE70, 0xFEFC))


def _code_points(ranges: Iterable[tuple[int, int]]) -> Iterator[int]:
    for first, last in ranges:
        yield from range(first, last + 1)


def _letters_and_digits() -> dict[int, str]:
    table = {ord(c): letter for letter, variants in _LETTER_VARIANTS.items() for c in variants}
    table.update(dict.fromkeys(_code_points(_DROPPED_RANGES), ""))
    table.update({ord(c): HALF_SPACE for c in HALF_SPACE_LOOKALIKES})
    for digit in range(10):
        table[0x660 + digit] = table[0x6F0 + digit] = str(digit)
    return table


def _translation() -> dict[int, str]:
    """The letter table, and every presentation form through NFKC and the same table."""
    table = _letters_and_digits()
    for code_point in _code_points(_PRESENTATION_FORMS):
        plain = unicodedata.normalize("NFKC", chr(code_point)).replace(" ", "")
        if plain != chr(code_point):
            table[code_point] = plain.translate(table)
    return table


TRANSLATION = _translation()
"""For ``str.translate``: raw character -> canonical letters, '' when it is only a mark.
``آ`` stays; whether it may become ``ا`` depends on the word."""

_NOT_CANONICAL = re.compile(
    f"[{re.escape(''.join(chr(code) for code, new in TRANSLATION.items() if new != chr(code)))}]"
)
_COMBINING_HAMZA = re.compile("[\u0653-\u0655]")
_TEH_BEFORE_ARTICLE = re.compile("[ةﺓﺔ](?=[\u200c\u00a0 ]?[اﺍ][لﻟ])")
_HALF_SPACES = re.compile(HALF_SPACE + "{2,}")

# Words whose hamza is written in several ways, and words with two accepted spellings.
# Both sides are folded: the letter table has already turned ئ into ی and أ into ا.
_SPELLING_FAMILIES = tuple(
    (variant.translate(TRANSLATION), standard.translate(TRANSLATION))
    for variant, standard in (
        ("هیات", "هیئت"),
        ("مساله", "مسئله"),
        ("مسوول", "مسئول"),
        ("جرات", "جرئت"),
        ("نشات", "نشئت"),
        ("شوون", "شئون"),
        ("رووس", "رئوس"),
        ("امپراطور", "امپراتور"),
        ("اطاق", "اتاق"),
        ("بلیط", "بلیت"),
        ("ذغال", "زغال"),
    )
)


def fold(text: str) -> str:
    """Raw text -> canonical letters, half-spaces kept as single ZWNJ inside the word.

    ``مسؤولِ`` and ``مسوول`` give ``مسیول``, ``۲۰۲۱`` gives ``2021``, ``آیة‌الله`` gives
    ``آیت‌الله`` while a final ``ة`` gives ``ه``. Never raises; ``آ`` is kept.
    """
    if _NOT_CANONICAL.search(text):  # most words need no table, which costs more than the search
        if _COMBINING_HAMZA.search(text):
            text = unicodedata.normalize("NFC", text)
        text = teh_before_article(text).translate(TRANSLATION)
    text = _in_one_spelling(text)
    if HALF_SPACE in text:
        text = _HALF_SPACES.sub(HALF_SPACE, text).strip(HALF_SPACE)
    return text


def _in_one_spelling(text: str) -> str:
    """Canonical letters, with each spelling family written in the standard way."""
    for variant, standard in _SPELLING_FAMILIES:
        if variant in text:
            text = text.replace(variant, standard)
    return text


def teh_before_article(text: str) -> str:
    """``ة`` -> ``ت`` before the article ``ال``, even when a space lies between (آية الله).

    Keeps the length, so that offsets still hold.
    """
    return _TEH_BEFORE_ARTICLE.sub("ت", text)


class SquashTable(dict[int, str]):
    """``str.translate`` table for matching names without regard to spaces and half-spaces.

    Letter -> canonical letter(s) in lower case, ``آ`` -> ``ا``; marks, white space, the
    underscore and half-spaces -> ''; anything else -> the barrier ``|``, which no name
    contains. Fills itself on demand, one entry a code point.
    """

    BARRIER = "|"

    def __missing__(self, code_point: int) -> str:
        self[code_point] = squashed = self._squash(code_point)
        return squashed

    def _squash(self, code_point: int) -> str:
        character = chr(code_point)
        canonical = TRANSLATION.get(code_point, character)
        if canonical == HALF_SPACE or not canonical or character.isspace() or character == "_":
            return ""
        if not canonical.isalnum():
            return self.BARRIER
        return canonical.lower().replace("آ", "ا")


_SQUASH = SquashTable()


def squash_table() -> SquashTable:
    """The shared `SquashTable`."""
    return _SQUASH


def squash(text: str) -> str:
    """Key under which two spellings of a short text are equal: names, duplicate titles.

    Folded, without spaces, half-spaces and punctuation, ``آ`` as ``ا``, Latin in lower case.
    """
    squashed = fold(text).translate(_SQUASH).replace(SquashTable.BARRIER, "")
    return _in_one_spelling(squashed)  # once more: what stood apart may now be one (هی آت)


def unfolded_spellings(key: str) -> Iterator[str]:
    """``key`` and what it would be if its spelling families were written the other ways.

    For matching squashed text, which only went through the letter table: the key
    ``هییتدولت`` (هیئت دولت) must also be sought as ``هیاتدولت`` (هیأت دولت).
    """
    yield key
    for variant, standard in _SPELLING_FAMILIES:
        if standard in key:
            yield key.replace(standard, variant)


_TO_PERSIAN = str.maketrans("0123456789٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹۰۱۲۳۴۵۶۷۸۹")
_SEPARATORS = str.maketrans({",": "٬", ".": "٫"})
_TO_LATIN = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", "01234567890123456789")


def persian_digits(value: object) -> str:
    """``str(value)`` with every digit as ۰-۹; separators stay as they are."""
    return str(value).translate(_TO_PERSIAN)


def latin_digits(text: str) -> str:
    """``text`` with Persian and Arabic digits as 0-9; everything else stays."""
    return text.translate(_TO_LATIN)


def persian_number(value: int | float) -> str:
    """12345.6 -> ۱۲٬۳۴۵٫۶ with the separators of Persian typography."""
    return persian_digits(f"{value:,}".translate(_SEPARATORS))


_PERSIAN_LETTER = re.compile("[\u0620-\u064a\u066e-\u06d3\u06fa-\u06ff\u0750-\u077f\ufb50-\ufefc]")
_LATIN_LETTER = re.compile("[A-Za-z\u00c0-\u024f]")
_READ_FOR_DIRECTION = 600  # characters; what follows does not turn a paragraph round


def direction(text: str) -> str:
    """``rtl`` or ``ltr``: how a line of Persian news is laid out.

    The first letter decides in HTML's ``dir=auto``, which turns round every Persian headline
    that begins with «WHO» or «iOS 17». Here a third of the words being Persian is enough;
    what has no letters is Persian too.
    """
    persian = latin = 0
    for word in text[:_READ_FOR_DIRECTION].split():
        if _PERSIAN_LETTER.search(word):
            persian += 1
        elif _LATIN_LETTER.search(word):
            latin += 1
    return "rtl" if 2 * persian >= latin else "ltr"
