"""Whose verb of speech it is, where a sentence has several clauses.

A clause ends with its verb. A new one that begins with «و» and no subject has the subject of
the one before; one behind که belongs to what is being said, or to a relative clause.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from articles.recognition import speech_words as words
from articles.recognition.pieces import Piece
from articles.recognition.speakers import (
    Roles,
    Status,
    Subject,
    is_comma,
    is_person,
    noun_phrase,
    subject,
)
from articles.recognition.speech_verbs import ACCORDING, Cue, is_finite

_NONE = (Status.DROPPED, Status.PHRASE)


@dataclass(frozen=True, slots=True)
class Clause:
    """``nested``: it stands inside what another says, or in a relative clause. ``cuts``: where
    it begins when it ends what the clause before was saying."""

    subject: Subject
    nested: bool = False
    cuts: int | None = None


def clause_of(
    pieces: Sequence[Piece], start: int, cue: Cue, end: int, roles: Roles, before: Subject | None
) -> Clause:
    """The clause of ``cue`` in a sentence of which ``pieces[start:end]`` is still to be read.

    ``before`` is the subject of the clause before in the same sentence, if that is known.
    """
    if cue.kind == ACCORDING:
        return Clause(_according(pieces, cue, end, roles))
    start = _after_colon(pieces, start, cue.first)
    verbs = _verbs(pieces, start, cue.first)
    tail = verbs[-1] + 1 if verbs else start
    inner = _last_subordinator(pieces, tail, cue.first)
    if inner is not None:
        return Clause(_named(subject(pieces, inner + 1, cue.first, roles)), nested=True)
    main = subject(pieces, start, verbs[0] if verbs else cue.first, roles)
    if not verbs:
        return Clause(_inherited(pieces, start, cue.first, main, before))
    own = subject(pieces, tail, cue.first, roles)
    if main.status in _NONE and before is not None and pieces[start].key == words.AND:
        main = before
    relative = _last_subordinator(pieces, main.end, verbs[0]) is not None
    return Clause(_joined(pieces, tail, cue.first, main, own, relative))


def clause_inside(
    pieces: Sequence[Piece], start: int, cue: Cue, end: int, roles: Roles, before: Subject | None
) -> Clause:
    """Like `clause_of`, where ``pieces[start:end]`` is what the subject ``before`` says."""
    if cue.kind == ACCORDING:
        return Clause(_named(_according(pieces, cue, end, roles)), nested=True)
    start = _after_colon(pieces, start, cue.first)
    verbs = _verbs(pieces, start, cue.first)
    tail = verbs[-1] + 1 if verbs else start
    inner = _last_subordinator(pieces, tail, cue.first)
    own = subject(pieces, tail if inner is None else inner + 1, cue.first, roles)
    if not verbs or inner is not None or pieces[tail].key != words.AND:
        return Clause(_named(own), nested=True)
    main = subject(pieces, start, verbs[0], roles)
    speaks_on = own.status in _NONE and main.status is Status.UNKNOWN and before is not None
    if speaks_on and before is not None and _is_clean(pieces, tail, cue.first):
        return Clause(before, cuts=tail)
    return Clause(_named(own), cuts=tail)


def _according(pieces: Sequence[Piece], cue: Cue, end: int, roles: Roles) -> Subject:
    first = cue.last + 1
    if first >= end:
        return Subject(Status.UNKNOWN, first, end)
    found = noun_phrase(pieces, first, end, roles)
    source = found.name is not None and not is_person(pieces[_name_at(pieces, found)])
    if cue.noun == words.QUOTING and source:
        return Subject(Status.UNKNOWN, first, end)  # an agency: a source, no speaker
    return found


def _name_at(pieces: Sequence[Piece], found: Subject) -> int:
    return next((at for at in range(found.first, found.end) if pieces[at].name), found.first)


def _verbs(pieces: Sequence[Piece], start: int, end: int) -> list[int]:
    return [at for at in range(start, end) if is_finite(pieces[at])]


def _after_colon(pieces: Sequence[Piece], start: int, end: int) -> int:
    """A clause does not reach back over a colon: «خبرگزاری فارس: وزیر نفت گفت …»."""
    return next((at + 1 for at in range(end - 1, start - 1, -1) if pieces[at].key == ":"), start)


def _last_subordinator(pieces: Sequence[Piece], start: int, end: int) -> int | None:
    for at in range(end - 1, start - 1, -1):
        if pieces[at].key in words.SUBORDINATORS:
            return at
    return None


def _named(found: Subject) -> Subject:
    """``found`` when it is a name: inside another's words «وی» may be anyone."""
    if found.status is Status.NAMED:
        return found
    return Subject(Status.UNKNOWN, found.first, found.end)


def _inherited(
    pieces: Sequence[Piece], start: int, end: int, main: Subject, before: Subject | None
) -> Subject:
    """``main``, or the subject before it where it has none of its own."""
    if before is None or main.status not in _NONE:
        return main
    joined = start < end and (pieces[start].key == words.AND or is_comma(pieces[start]))
    if main.status is Status.DROPPED or (joined and _is_clean(pieces, start, end)):
        return before
    return main


def _joined(
    pieces: Sequence[Piece], tail: int, end: int, main: Subject, own: Subject, relative: bool
) -> Subject:
    """The subject of the last of several clauses. ``main`` begins the first, ``own`` the last."""
    unknown = Subject(Status.UNKNOWN, tail, end)
    continues = own.status in _NONE and _is_clean(pieces, tail, end)
    if own.status in (Status.NAMED, Status.PRONOUN):
        return unknown if relative and main.status is Status.NAMED else own
    if main.status not in (Status.NAMED, Status.PRONOUN):
        return unknown
    if tail < end and pieces[tail].key == words.AND:
        return main if continues else unknown
    if relative and (tail == end or is_comma(pieces[tail]) or continues):
        return main
    return unknown


def _is_clean(pieces: Sequence[Piece], start: int, end: int) -> bool:
    """Whether nobody can hide in these words."""
    return not any(
        is_person(piece)
        or piece.has("role")
        or piece.has("title")
        or (piece.word is not None and piece.word.is_name_like)
        for piece in pieces[start:end]
    )
