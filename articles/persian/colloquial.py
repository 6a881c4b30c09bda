"""Spoken Persian as it is typed, and its formal spelling: میخوام is می‌خواهم.

The stems are those of hazm's ``iverbs.dat`` and ``verbs.dat``, single words those of its
``iwords.dat`` (hazm itself is not imported); the endings and sound changes below are the usual
ones of Tehran's speech. A form may have several formal spellings: whoever asks takes those that
the archive holds.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain

from articles.errors import LexiconError
from articles.persian.characters import HALF_SPACE, fold
from articles.persian.lexicon import hazm_files

_ENDINGS = {
    "م": "م",
    "ی": "ی",
    "ه": "د",
    "د": "د",
    "یم": "یم",
    "ین": "ید",
    "ید": "ید",
    "ن": "ند",
    "ند": "ند",
}
"""Spoken ending of the present -> formal ending."""

_PREFIXES = {
    "نمی": "نمی" + HALF_SPACE,
    "می": "می" + HALF_SPACE,
    "ب": "ب",
    "ن": "ن",
}

_MISSPELT_STEMS = {"اور": "آور"}

_SHORT_PREFIXES = ("ب", "ن")
_CLITICS = {"شون": "شان", "تون": "تان", "مون": "مان"}
_SOUND_CHANGES = (
    (re.compile("^(ن?می|)ا?ومد"), r"\1آمد"),
    (re.compile("تونست"), "توانست"),
    (re.compile("(?<=د)ون(?=ست)"), "ان"),
    (re.compile("ون(?=$|ی$|ه$|ها|ا$|م$)"), "ان"),  # خیابون، تهرونی
    (re.compile("وم$"), "ام"),  # تموم
)
_ENDINGS_OF_NOUNS = (("ا", HALF_SPACE + "ها"), ("و", " را"), ("ه", " است"))
"""کتابا, کتابو, خوبه"""

_SHORTEST = 3
_REMEDY = "واژه‌نامهٔ hazm خوانده نمی‌شود؛ «pip install hazm» را دوباره اجرا کنید."


def formal(word: str) -> list[str]:
    """Formal spellings of a spoken ``word``, likeliest first; empty when it is not spoken.

    A spelling may be several words (کتابو: کتاب را). Raises LexiconError without hazm's files.
    """
    joined = fold(word).replace(HALF_SPACE, "")
    found = [*_listed().get(joined, ()), *_verbs().get(joined, ())]
    if len(joined) > _SHORTEST:
        found += _reshaped(joined)
    return [text for text in dict.fromkeys(found) if fold(text).replace(HALF_SPACE, "") != joined]


def _reshaped(joined: str) -> Iterator[str]:
    """By the sounds and endings of speech."""
    changed = {pattern.sub(replacement, joined) for pattern, replacement in _SOUND_CHANGES}
    for base in (*sorted(changed - {joined}), joined):
        yield base
        for spoken, written in _CLITICS.items():
            if base.endswith(spoken):
                yield base.removesuffix(spoken) + written
        for spoken, written in _ENDINGS_OF_NOUNS:
            if base.endswith(spoken):
                yield base.removesuffix(spoken) + written


@lru_cache(maxsize=1)
def _listed() -> dict[str, tuple[str, ...]]:
    """Spoken word -> formal words, from ``iwords.dat``."""
    found: dict[str, tuple[str, ...]] = {}
    for line in _lines("iwords.dat"):
        spoken, _, written = line.strip().partition(" ")
        key = fold(spoken).replace(HALF_SPACE, "")
        found[key] = (*found.get(key, ()), written.strip())
    return found


@lru_cache(maxsize=1)
def _verbs() -> dict[str, tuple[str, ...]]:
    """Spoken verb form, joined -> formal forms."""
    found: dict[str, tuple[str, ...]] = {}
    stems = chain(_stems(_lines("iverbs.dat")), _regular_stems(_lines("verbs.dat")))
    for spoken, written in _forms(stems):
        key = fold(spoken).replace(HALF_SPACE, "").replace("آ", "ا")
        found[key] = (*found.get(key, ()), written)
    return found


def _stems(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    """(spoken, formal) present stems; the lines are ``past#present spoken flag``."""
    for line in lines:
        stems, spoken, _ = line.split()
        written = fold(stems.partition("#")[2])
        yield fold(spoken), _MISSPELT_STEMS.get(written, written)


def _regular_stems(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Present stems that are spoken as they are written: زن of میزنه. Lines: ``past#present``."""
    for line in lines:
        for stem in fold(line.partition("#")[2]).split(" یا "):
            if stem:
                yield stem, stem


def _forms(stems: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Every (spoken, formal) form of the present with its prefixes."""
    for spoken, written in stems:
        for prefix, formal_prefix in _PREFIXES.items():
            linked = prefix in _SHORT_PREFIXES and written.startswith("آ")  # ب + آید is بیاید
            stem = "یا" + written[1:] if linked else written
            heard = "ی" + spoken if linked else spoken
            for ending, formal_ending in _ENDINGS.items():
                if heard != stem or ending != formal_ending:
                    yield prefix + heard + ending, formal_prefix + stem + formal_ending
            if heard != stem and prefix in _SHORT_PREFIXES:
                yield prefix + heard, formal_prefix + stem  # بذار


def _lines(name: str) -> list[str]:
    """The lines of one of hazm's data files that are not empty."""
    (path,) = hazm_files(name)
    try:
        return [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    except (OSError, UnicodeDecodeError) as error:
        raise LexiconError(f"{_REMEDY} ({error})") from error
