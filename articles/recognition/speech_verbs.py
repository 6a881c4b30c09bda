"""The finite verbs of a sentence, and those among them that report what somebody said.

A form is known by its squashed key, so می‌گوید, می گوید and ميگويد are one; the perfect is
read with its auxiliary, whether that is joined or not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from articles.persian.characters import squash
from articles.recognition import speech_words as words
from articles.recognition.lexical import VERB, Word
from articles.recognition.pieces import QUOTE, Piece

SAY, MARKED, CALL, DEMAND, ACCORDING = "say", "marked", "call", "demand", "according"

REACH = 60  # pieces between «خواستار» and its «شد» at most
_PARTICLES = ("می", "نمی")
_STANDING_IN = frozenset(map(squash, ("هم", "نیز")))  # «تأکید هم کرد»
_VERBS = words.SIMPLE | words.CALLING | words.LIGHT


class Form(NamedTuple):
    """A form of the verb with the past stem ``verb``."""

    verb: str
    plural: bool = False
    negative: bool = False
    present: bool = False


class Cue(NamedTuple):
    """``pieces[first:last + 1]`` report speech. ``noun`` is that of a compound verb, or ''.

    Of a demand, ``first`` is «خواستار» and ``verb`` the index of its «شد».
    """

    first: int
    last: int
    kind: str
    noun: str = ""
    plural: bool = False
    verb: int = 0


@cache
def _finite() -> Mapping[str, Form]:
    """Joined forms of the third person that state something, by their keys."""
    forms: dict[str, Form] = {}
    for past, stems in _VERBS.items():
        for negation in ("", "ن"):
            negative = bool(negation)
            for plural, ending in ((False, ""), (True, "ند")):
                known = Form(past, plural, negative)
                forms[negation + past + ending] = known
                forms[f"{negation}می{past}{ending}"] = known
                perfect = "اند" if plural else "است"
                forms[f"{negation}{past}ه{perfect}"] = known
            for stem in stems:
                for plural, ending in ((False, "د"), (True, "ند")):
                    key = f"{negation}می{stem}{ending}"
                    forms[key] = Form(past, plural, negative, present=True)
    return {squash(form): known for form, known in forms.items()}


@cache
def _participles() -> Mapping[str, Form]:
    return {
        squash(f"{negation}{past}ه"): Form(past, negative=bool(negation))
        for past in _VERBS
        for negation in ("", "ن")
    }


def is_finite(piece: Piece) -> bool:
    """Whether a clause may end with this word."""
    return piece.word is not None and _is_finite(piece.word)


@lru_cache(maxsize=100_000)
def _is_finite(known: Word) -> bool:
    """Verbs but for participles and infinitives, which are as often nouns."""
    return known.form == VERB and not known.key.endswith(("ه", "ن"))


def cues_in(pieces: Sequence[Piece], start: int, end: int) -> Iterator[Cue]:
    """The reports among ``pieces[start:end]``, which are one sentence, in order."""
    keys = _keys()
    after = start
    for at in range(start, end):
        if at < after or pieces[at].key not in keys:
            continue
        cue = _cue_at(pieces, at, start, end)
        if cue is not None:
            yield cue
            after = at + 1 if cue.kind == DEMAND else cue.last + 1


@cache
def _keys() -> frozenset[str]:
    """Keys of the words at which a report can be recognised."""
    forms = frozenset(_finite()) | frozenset(_participles())
    return forms | words.DEMANDING | words.ACCORDING | {words.QUOTING, *_PARTICLES}


def _cue_at(pieces: Sequence[Piece], at: int, start: int, end: int) -> Cue | None:
    key = pieces[at].key
    if key in words.DEMANDING:
        return _demand(pieces, at, end)
    if cue := _according(pieces, at, start, end):
        return cue
    found = _form_at(pieces, at, start, end)
    if found is None or found[0].negative:
        return None
    form, last = found
    if form.verb in words.SIMPLE:
        return _simple(pieces, at, last, form, start)
    if form.verb in words.CALLING:
        return None if form.present else Cue(at, last, CALL, plural=form.plural)
    return _compound(pieces, at, last, form, start)


def _form_at(pieces: Sequence[Piece], at: int, start: int, end: int) -> tuple[Form, int] | None:
    """The form that begins at ``at`` and the index of its last piece."""
    key = pieces[at].key
    following = pieces[at + 1].key if at + 1 < end else ""
    if key in _PARTICLES and (form := _finite().get(key + following)):
        return form, at + 1
    if (form := _finite().get(key)) is not None:
        return form, at
    participle = _participles().get(key)
    if participle is None or following in words.PASSIVE:
        return None
    if following in words.PERFECT:
        return participle._replace(plural=following in _PLURAL_AUXILIARIES), at + 1
    before = pieces[at - 1].key if at > start else ""
    if following in (":", QUOTE, words.THAT) and before not in words.NOUN_BEFORE:
        return participle, at
    return None


_PLURAL_AUXILIARIES = frozenset(map(squash, ("اند", "بودند")))


def _simple(pieces: Sequence[Piece], at: int, last: int, form: Form, start: int) -> Cue | None:
    """«گفت», but not that of «خواهد گفت», «باید گفت»."""
    before = pieces[at - 1].key if at > start else ""
    if before in words.FUTURE or before in words.IMPERSONAL:
        return None
    return Cue(at, last, SAY if form.verb != "نوشت" else MARKED, plural=form.plural)


def _compound(pieces: Sequence[Piece], at: int, last: int, form: Form, start: int) -> Cue | None:
    """«تأکید کرد» and its like, from the noun on."""
    if at > start and pieces[at - 1].key in words.FUTURE:
        return None
    before = at - 1
    if before > start and pieces[before].key in _STANDING_IN:
        before -= 1
    for count in (2, 1):
        first = before - count + 1
        if first < start or any(piece.word is None for piece in pieces[first : before + 1]):
            continue
        noun = "".join(piece.key for piece in pieces[first : before + 1])
        for kind, nouns in _NOUNS:
            if form.verb in nouns.get(noun, ()):
                return Cue(first, last, kind, noun, form.plural)
    return None


_NOUNS = ((SAY, words.SAYING), (MARKED, words.MARKED_SAYING), (CALL, words.CALLING_NOUNS))


def _demand(pieces: Sequence[Piece], at: int, end: int) -> Cue | None:
    """«خواستار … شد»: the verb is looked for behind."""
    for verb in range(at + 1, min(end, at + REACH)):
        found = _form_at(pieces, verb, at, end)
        if found and found[0].verb == "شد":
            form, last = found
            return None if form.negative else Cue(at, last, DEMAND, plural=form.plural, verb=verb)
    return None


def _according(pieces: Sequence[Piece], at: int, start: int, end: int) -> Cue | None:
    """«به گفته …», «به نقل از …»."""
    key = pieces[at].key
    if key not in words.ACCORDING and key != words.QUOTING:
        return None
    if at == start or pieces[at - 1].key not in words.ACCORDING_BEFORE:
        return None
    if key == words.QUOTING:
        if at + 1 < end and pieces[at + 1].key == squash("از"):
            return Cue(at - 1, at + 1, ACCORDING, words.QUOTING)
        return None
    first = at - 1
    if first > start and pieces[first - 1].key == squash("بنا"):
        first -= 1
    return Cue(first, at, ACCORDING)
