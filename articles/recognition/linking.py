"""What else a text calls a name, and which spellings may be one name: rules over text alone.

Nothing here changes anything: `proposals` keeps what follows for curators to decide.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from articles.models import Kind
from articles.persian.characters import squash
from articles.recognition.person_names import SHORTEST_SURNAME

LONGEST_SPELLING = 100  # characters that `Mention.also_called` holds
SHORTEST_VARIANT = 4
"""Letters; among shorter names one letter more or less makes another name."""

_VOWELS = "اویه"
_BEFORE = 12  # characters before a mention in which initials may stand
_LETTER = "[آ-ی]"

_LATIN = re.compile(
    r"\s{0,2}[(（]\s{0,2}([A-Za-z\u00c0-\u024f][A-Za-z\u00c0-\u024f .'’-]{1,60}?)\s{0,2}[)）]"
)
_SHORT_FORM = re.compile(rf"\s{{0,2}}[(（«]\s?({_LETTER}{{2,12}})\s?[)）»]")
_INITIALS = re.compile(rf"(?<!\w)((?:{_LETTER}\s?\.\s?){{1,2}})$")


def also_called(text: str, start: int, end: int, kind: str) -> str:
    """Another spelling that the text gives the name at ``text[start:end]``, or ''.

    - in Latin letters in brackets behind it: «زبیگنیو رائو (Zbigniew Rau)»; capitals alone
      abbreviate a body, be it one that ends in a place: «انجمن پیشبرد علوم آمریکا (AAAS)»;
    - of an organisation a short form there: «سازمان پیمان آتلانتیک شمالی (ناتو)»;
    - of a person, which may be a surname, with the initials before it: «ج. بایدن».

    Whether the initials are those of the name is for `initials_fit` to say.
    """
    if latin := latin_after(text, end):
        return "" if latin.isupper() and kind in (Kind.PERSON, Kind.PLACE) else latin
    if kind == Kind.ORGANISATION and (match := _SHORT_FORM.match(text, end)):
        return match[1]
    if kind == Kind.PERSON and "." in text[max(0, start - 2) : start]:
        left = text[max(0, start - _BEFORE) : start]
        match = _INITIALS.search(left)
        spelling = text[start - len(left) + match.start() : end] if match else ""
        return spelling if len(spelling) <= LONGEST_SPELLING else ""
    return ""


def latin_after(text: str, end: int) -> str:
    """The Latin spelling in brackets behind the place, or ''."""
    match = _LATIN.match(text, end)
    return match[1] if match else ""


def place_of(spelling: str, text: str, start: int, end: int) -> tuple[int, int]:
    """Where the spelling stands that `also_called` found, or the name itself."""
    if text.endswith(spelling, start, end):
        return end - len(spelling), end
    first = text.find(spelling, max(0, end - len(spelling)))
    return (first, first + len(spelling)) if first >= 0 else (start, end)


def is_latin(spelling: str) -> bool:
    return spelling[:1] < "\u0250"


def surname_key(name: str) -> str:
    """The squashed last word of a person's name; '' where it is the only one, or too short."""
    parts = name.split()
    key = squash(parts[-1]) if len(parts) > 1 else ""
    return key if len(key) >= SHORTEST_SURNAME else ""


def initials_fit(spelling: str, name: str) -> bool:
    """Whether the spelling is ``name``'s surname behind initials of its other words."""
    *initials, surname = spelling.split(".")
    if not initials or not (key := surname_key(name)) or squash(surname) != key:
        return False
    letters = [squash(letter) for letter in initials]
    first_letters = [squash(part)[:1] for part in name.split()[:-1]]
    return letters[0] == first_letters[0] and letters[1:] in ([], first_letters[1 : len(letters)])


def variants(key: str) -> Iterator[str]:
    """Squashed spellings that may be the same foreign name, transliterated another time.

    One long vowel more, less or another, which Persian may leave unwritten or write otherwise
    («بلینکن» and «بلینکین»); the consonants, the first and the last letter stay. A vowel at
    the end is grammar more often than spelling: «اصفهان» and «اصفهانی».
    """
    if len(key) < SHORTEST_VARIANT:
        return
    for index in range(1, len(key)):
        for vowel in _VOWELS:
            yield key[:index] + vowel + key[index:]
    for index in range(1, len(key) - 1):
        if key[index] in _VOWELS:
            if len(key) > SHORTEST_VARIANT:
                yield key[:index] + key[index + 1 :]
            for vowel in _VOWELS.replace(key[index], ""):
                yield key[:index] + vowel + key[index + 1 :]
