"""Cutting raw text into tokens, with offsets into the raw text.

One regular expression over explicit character ranges: ``\\w`` would drop harakat and
half-spaces, and so cut words apart. It has no nested repetition over the same
characters, so the time is linear in the length of the text.
"""

import re
from itertools import accumulate
from typing import NamedTuple

_DIGITS = "0-9\u0660-\u0669\u06f0-\u06f9"
_ARABIC = (
    "\u0610-\u061a\u061c\u0620-\u065f\u066e-\u06d3\u06d5-\u06dc\u06df-\u06e8\u06ea-\u06ef"
    "\u06fa-\u06fc\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufbb1\ufbd3-\ufd3d\ufd50-\ufdfc"
    "\ufe70-\ufefc"
)
_INSIDE_WORD = "\u00ac\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff"
_MARKS = "\u0300-\u036f\u064b-\u0652"  # harakat land on Latin letters, too
_LATIN = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f"

TOKEN = re.compile(
    rf"[{_ARABIC}][{_ARABIC}{_INSIDE_WORD}]*"
    rf"|[{_DIGITS}]+(?:[.,/:٫٬][{_DIGITS}]+)*"
    rf"|[{_LATIN}][{_LATIN}{_MARKS}0-9]*(?:['’][{_LATIN}]+)?"
)
"""A Persian word with its marks and half-spaces, a number with its separators
(``۱۲٫۵``, ``۱۴۰۲/۰۷/۱۵``), or a Latin word."""

_CUT = re.compile(f"({TOKEN.pattern})")

_LETTER = re.compile(f"[{_ARABIC}]")


class Tokens(NamedTuple):
    """Token ``i`` is ``texts[i]``, which is ``raw[starts[i] : ends[i]]``."""

    texts: list[str]
    starts: list[int]
    ends: list[int]


def tokenize(raw: str) -> Tokens:
    """The tokens of raw text, in order, never overlapping. Lists, for C makes them at once and
    whole archives are read."""
    pieces = _CUT.split(raw)  # a gap, a token, a gap …
    ends = list(accumulate(map(len, pieces)))
    return Tokens(pieces[1::2], ends[:-1:2], ends[1::2])


def is_inside_word(text: str, offset: int) -> bool:
    """Whether ``offset`` lies between two Persian letters or marks of one word, which a
    half-space would part."""
    return (
        0 < offset < len(text)
        and _LETTER.match(text, offset - 1) is not None
        and _LETTER.match(text, offset) is not None
    )
