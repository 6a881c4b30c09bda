"""What is known about a single token before its sentence is looked at."""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

from articles.persian.characters import squash
from articles.persian.lexicon import Lexicon
from articles.recognition import name_cues as cues
from articles.recognition.known_words import given_names, surnames

VERB, NOUN, ADJECTIVE, OTHER, UNKNOWN = "verb", "noun", "adjective", "other", "unknown"
LATIN, DIGITS, PUNCTUATION = "latin", "digits", "punctuation"

_MARKED_PLURALS = ("هایی", "های", "ها")
_PLURALS = (*_MARKED_PLURALS, "ان")
_ENDINGS = ("ی", "ای", "م", "ش", "شان", "مان", "تر", "ترین")

_WITH = "به"

_CLASSES = (
    ("title", cues.TITLES),
    ("opening", cues.OPENING_TITLES),
    ("role", cues.ROLES),
    ("speech", cues.SPEECH_VERBS),
    ("light", cues.LIGHT_VERBS),
    ("break", cues.BREAKS),
    ("determiner", cues.DETERMINERS),
    ("organisation", cues.ORGANISATION_HEADS),
    ("place", cues.PLACE_HEADS),
    ("direction", cues.DIRECTIONS),
    ("kinship", cues.KINSHIP),
)


class Word(NamedTuple):
    """``key`` is the squashed token (of punctuation the character itself), ``form`` one of
    the constants above, ``cues`` the lists of `name_cues` that hold it."""

    key: str
    form: str
    cues: frozenset[str]
    plural: bool
    given_name: bool
    surname: bool

    @property
    def is_nominal(self) -> bool:
        """Whether it may stand inside a chain of ezafe."""
        return self.form in (NOUN, ADJECTIVE, OTHER, UNKNOWN, LATIN) and "break" not in self.cues

    @property
    def is_name_like(self) -> bool:
        """Whether it looks like a part of a person's name: no ordinary word."""
        if self.given_name or self.surname:
            return self.is_nominal
        return self.form in (UNKNOWN, LATIN) and not self.cues and len(self.key) > 1


EDGE = Word("", "edge", frozenset(), plural=False, given_name=False, surname=False)
"""Stands before the first and behind the last word of a sentence."""


@cache
def lexicon() -> Lexicon:
    """The lexicon, kept in this process; the first call takes a moment."""
    return Lexicon.load(Path(settings.DATA_DIR) / "lexicon")


@lru_cache(maxsize=200_000)
def word(token: str) -> Word:
    """A space inside a token counts as a half-space, as squashing drops both."""
    key = squash(token) or token
    form, plural = _form(key)
    classes = frozenset(name for name, words in _CLASSES if key in words)
    return Word(key, form, classes, plural, key in given_names(), key in surnames())


def _form(key: str) -> tuple[str, bool]:
    """The part of speech or script, and whether it is a plural in ها or ان."""
    form = _script(key) or _part_of_speech(key)
    if form != UNKNOWN:
        return form, False
    if key.startswith(_WITH) and key[len(_WITH) :] in lexicon().headwords:
        return OTHER, False  # «به‌تازگی», «به‌طور»
    if form := _form_of_plural(key):
        return form, True
    return _form_without_ending(key) or UNKNOWN, key.endswith(_MARKED_PLURALS)


def _script(key: str) -> str | None:
    """The form of what is no Persian word."""
    if not key.isalnum():
        return PUNCTUATION
    if key[0].isdigit():
        return DIGITS
    return LATIN if key.isascii() else None


def _form_of_plural(key: str) -> str | None:
    for ending in _PLURALS:
        stem = key.removesuffix(ending)
        if ending == "ان" and stem in surnames():
            return None  # «جعفریان» is a surname of its own
        if len(stem) > 1 and stem != key and (form := _part_of_speech(stem)) != UNKNOWN:
            return form
    return None


def _form_without_ending(key: str) -> str | None:
    for ending in _ENDINGS:
        stem = key.removesuffix(ending)
        if len(stem) > 2 and stem != key and (form := _part_of_speech(stem)) in (NOUN, ADJECTIVE):
            return form
    return None


def _part_of_speech(key: str) -> str:
    known = lexicon()
    if key in cues.LIGHT_VERBS or key in known.marked_verbs:
        return VERB
    if key in known.adjectives and key not in known.nouns:
        return ADJECTIVE
    if key in known.nouns:
        return NOUN
    if key in known.bare_verbs:
        return VERB
    return OTHER if key in known.headwords else UNKNOWN
