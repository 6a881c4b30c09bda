"""Where a name may begin and end in a word of raw Persian text.

A hit in squashed text counts when it is a whole word, or a word with an inflection
attached to it. The inflections are those that the Academy's spelling rules
(«دستور خط فارسی») list for nouns: plural ها with its clitics, ezafe ی, indefinite ای,
possessives and the copula.
"""

from __future__ import annotations

import re
from enum import Enum, auto

from articles.persian.characters import HALF_SPACE, TRANSLATION
from articles.recognition.squashed import HALF_SPACES, MARKS

_REST_OF_WORD = re.compile(rf"(?:[^\W_]|[{re.escape(MARKS + HALF_SPACES)}])*")

_PLURALS = frozenset(["ها", "های", "هایی", "هایش", "هایم", "هایت", "هایشان", "هایمان", "هایتان"])
_POSSESSIVES = frozenset(["شان", "مان", "تان"])
_DETACHED = _PLURALS | _POSSESSIVES | frozenset(["ی", "ام", "ات", "اش", "ایم", "اید", "اند"])
_INDEFINITE = "ای"

# Direction marks may open before the name and close behind it: they stay outside.
_DIRECTION_MARKS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069"
_TRAILING = HALF_SPACES + _DIRECTION_MARKS

_ADDRESS_BEFORE = re.compile(r"[A-Za-z0-9][./@:_-]+$|[/@]$")
_ADDRESS_AFTER = re.compile(r"[./@:_]+[A-Za-z0-9]|[/@]")

SHORTEST_INFLECTED = 3
"""Letters a name needs before an inflection may be joined to it: «تنها» is not «تن» + ها."""


class Edge(Enum):
    """What lies on the outer side of a name's first letter."""

    OPEN = auto()  # a space, punctuation, the beginning of the text
    HALF_SPACE = auto()
    LETTER = auto()


def edge_before(text: str, start: int) -> Edge:
    """What separates ``text[start:]`` from the letter before it."""
    half_space = False
    for offset in range(start - 1, -1, -1):
        character = text[offset]
        if character in HALF_SPACES:
            half_space = True
        elif character.isalnum():
            return Edge.HALF_SPACE if half_space else Edge.LETTER
        elif character not in MARKS:
            break
    return Edge.OPEN


def is_in_address(text: str, start: int, end: int) -> bool:
    """Whether a Latin name is a piece of an e-mail or web address: «news@irna.ir»."""
    before = text[max(0, start - 3) : start]
    return bool(_ADDRESS_BEFORE.search(before) or _ADDRESS_AFTER.match(text, end))


def end_of_name(text: str, end: int, key: str, *, half_space_ends: bool) -> int | None:
    """Where the name whose letters end at ``end`` ends in ``text``; None inside a word.

    Marks on the last letter and an inflection that is joined («لاوروفها») or attached
    by a half-space («لاوروف‌ها») belong to the name, because a highlight that ended
    inside the word would break the joining of its letters. An inflection behind a space
    stays outside. With ``half_space_ends`` the name may also end before a half-space
    that some other word follows.
    """
    rest = _REST_OF_WORD.match(text, end)[0].rstrip(_TRAILING)  # type: ignore[index]
    if not rest:
        return end
    tail = rest.translate(TRANSLATION)
    if not tail or _is_inflection(tail, key):
        return end + len(rest)
    if half_space_ends and tail.startswith(HALF_SPACE):
        return end + len(rest) - len(rest.lstrip(MARKS))
    return None


def _is_inflection(tail: str, key: str) -> bool:
    ending = tail.replace(HALF_SPACE, "")
    if ending == _INDEFINITE:
        return key.endswith("ه")
    if tail.startswith(HALF_SPACE):
        return ending in _DETACHED
    if len(key) < SHORTEST_INFLECTED:
        return False
    if ending == "ی":
        # «آمریکای»; after a consonant it makes an adjective: «ایرانی», «کرمانشاهی».
        return key.endswith(("ا", "و"))
    return ending in _PLURALS or ending in _POSSESSIVES
