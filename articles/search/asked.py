"""Which of the queries that readers typed may be suggested to others."""

from __future__ import annotations

import re

from articles.persian.characters import latin_digits, squash
from articles.search.results import Results

LONGEST = 60  # characters
MOST_WORDS = 6
MOST_DIGITS = 4  # of a year; more may be a telephone number or a number of a person

_NO_PLAIN_WORDS = re.compile(
    r'[@"«»“”()\[\]{}<>=#*:/\\~_\x00-\x1f\ud800-\udfff]|www\.|\.[a-z]{2}', re.IGNORECASE
)


def popular_key(text: str) -> str:
    """What all written forms of a query have in common; '' for one not to be kept.

    Kept is a short query in plain words: no address, no number that may be somebody's.
    """
    digits = sum(letter.isdigit() for letter in latin_digits(text))
    words = text.split()
    if digits > MOST_DIGITS or len(text) > LONGEST or len(words) > MOST_WORDS:
        return ""
    if _NO_PLAIN_WORDS.search(text):
        return ""
    key = squash(text)
    letters = sum(letter.isalpha() for letter in key)
    return key if letters >= 2 and len(key) <= LONGEST else ""


def found_as_typed(results: Results) -> bool:
    """Whether a reader's own words, and nothing beside them, found something."""
    asked = results.request
    plain = asked == type(asked)(q=asked.q)
    return plain and results.total > 0 and not results.repaired_from
