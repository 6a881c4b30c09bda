"""What was said: the part of a sentence that a verb of speech reports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from articles.recognition import speech_words as words
from articles.recognition.lexical import DIGITS
from articles.recognition.pieces import LINE, QUOTE, SENTENCE_ENDS, Piece
from articles.recognition.speakers import is_comma
from articles.recognition.speech_verbs import (
    CALL,
    DEMAND,
    MARKED,
    Cue,
    is_finite,
)

FEWEST_WORDS = 2
FEWEST_OF_OBJECT = 4  # «خبر آن را اعلام کرد» says nothing
REACH = 200  # pieces looked through for a verb
_COLON = ":"


@dataclass(slots=True)
class Statement:
    """Raw offsets of the words said; ``first`` and ``end`` are the indexes of their pieces.

    ``direct``: the very words, in quotation marks or behind a colon. ``runs_on``: behind a
    colon without marks, so the next sentences may belong to them.
    """

    start: int
    stop: int
    first: int
    end: int
    direct: bool = False
    runs_on: bool = False


def said(
    pieces: Sequence[Piece], cue: Cue, after_subject: int, at: int, end: int
) -> Statement | None:
    """The statement of the report ``cue`` in the sentence that ends at ``end``.

    ``at`` is where what follows begins, ``after_subject`` where what stands before does.
    """
    if cue.kind == DEMAND:
        return _demanded(pieces, cue, end)
    if cue.kind == CALL:
        return _verdict(pieces, after_subject, cue.first)
    return _following(pieces, cue, at, end) or _object(pieces, cue, after_subject)


def end_clause(statement: Statement, pieces: Sequence[Piece]) -> None:
    """End what a subordinate clause reports before the main one: «در حالی که … گفت …، …»."""
    for at in range(statement.first, statement.end - 1):
        if not statement.direct and is_finite(pieces[at]) and is_comma(pieces[at + 1]):
            statement.stop, statement.end = pieces[at].end, at + 1
            return


def spoken(pieces: Sequence[Piece], at: int, end: int) -> Statement | None:
    """What stands behind a colon: a quotation, or the words themselves."""
    if at >= end:
        return None
    if pieces[at].key == QUOTE:
        return quoted(pieces, at)
    found = _words(pieces, at, end)
    if found is not None:
        found.direct = found.runs_on = True
    return found


def quoted(pieces: Sequence[Piece], at: int) -> Statement:
    """The quotation at ``at``, with the paragraphs in which it goes on."""
    start, stop = pieces[at].inside
    last = at
    while stop == pieces[last].end and _goes_on(pieces, last):
        last += 2
        stop = pieces[last].inside[1]
    return Statement(start, stop, at, last + 1, direct=True)


def _goes_on(pieces: Sequence[Piece], at: int) -> bool:
    following = pieces[at + 1 : at + 3]
    return [piece.key for piece in following] == [LINE, QUOTE]


def _following(pieces: Sequence[Piece], cue: Cue, at: int, end: int) -> Statement | None:
    """Behind the verb: a colon, a quotation, که, or (of a few verbs) the clause itself."""
    comma = at < end and is_comma(pieces[at])
    if comma:
        at += 1
    if at >= end:
        return None
    key = pieces[at].key
    if key == words.THAT:
        return _clause(pieces, at + 1, end)
    if key == _COLON:
        return spoken(pieces, at + 1, end)
    if key == QUOTE and _is_whole(pieces, at, end):
        return quoted(pieces, at)
    if cue.kind == MARKED or key == words.AND or is_finite(pieces[at]):
        return None
    bare = _words(pieces, at, end)
    return bare if bare and _has_verb(pieces, at, end) else None


def _clause(pieces: Sequence[Piece], at: int, end: int) -> Statement | None:
    """Behind که: the rest of the sentence, or the quotation that it is."""
    if at >= end:
        return None
    if pieces[at].key == _COLON:
        return spoken(pieces, at + 1, end)
    if pieces[at].key == QUOTE and _is_whole(pieces, at, end):
        return quoted(pieces, at)
    return _words(pieces, at, end)


def _is_whole(pieces: Sequence[Piece], at: int, end: int) -> bool:
    """Whether the quotation is all that was said, not the first words of a sentence."""
    inner = pieces[at].inner or []
    closes = at + 1 >= end or pieces[at + 1].key in (words.AND, "،")
    return closes or any(piece.key in SENTENCE_ENDS or is_finite(piece) for piece in inner)


def _words(pieces: Sequence[Piece], at: int, end: int) -> Statement | None:
    """``pieces[at:end]`` when they are enough to be a statement."""
    if end - at < FEWEST_WORDS or (pieces[at].word and pieces[at].word.form == DIGITS):
        return None
    return Statement(pieces[at].start, pieces[end - 1].end, at, end)


def _has_verb(pieces: Sequence[Piece], at: int, end: int) -> bool:
    return any(is_finite(piece) for piece in pieces[at : min(end, at + REACH)])


def _demanded(pieces: Sequence[Piece], cue: Cue, end: int) -> Statement | None:
    """«خواستار … شد», «خواستار آن شد که …»."""
    if cue.verb - cue.first > 2:
        return Statement(
            pieces[cue.first + 1].start, pieces[cue.verb - 1].end, cue.first + 1, cue.verb
        )
    at = cue.last + 1
    if at < end and pieces[at].key in (words.THAT, words.UNTIL):
        return _words(pieces, at + 1, end)
    return None


def _verdict(pieces: Sequence[Piece], start: int, end: int) -> Statement | None:
    """«… را … خواند»: what is judged and the verdict on it."""
    marks = [at for at in range(start, end) if pieces[at].key == words.OBJECT]
    if not marks or marks[-1] + 1 >= end:
        return None
    first = _after_phrases(pieces, start, marks[0])
    if first >= marks[0]:
        return None
    return Statement(pieces[first].start, pieces[end - 1].end, first, end)


def _object(pieces: Sequence[Piece], cue: Cue, start: int) -> Statement | None:
    """«بر … تأکید کرد», «… را اعلام کرد»: what stands between the subject and the verb."""
    markers = words.OBJECT_MARKERS.get(cue.noun)
    if not markers:
        return None
    places = [at for at in range(start, cue.first) if pieces[at].key in markers]
    if not places:
        return None
    first = _after_phrases(pieces, start, places[0]) if words.OBJECT in markers else places[0]
    if any(is_finite(piece) for piece in pieces[start:first]):
        return None
    return _words(pieces, first, cue.first) if cue.first - first >= FEWEST_OF_OBJECT else None


def _after_phrases(pieces: Sequence[Piece], start: int, end: int) -> int:
    """Behind the phrases of a preposition that stand before the object, each with its comma."""
    at = start = max(start, end - REACH)
    while at < end and (pieces[at].key in words.CONJUNCTIONS or is_comma(pieces[at])):
        at += 1
    for comma in range(start, end):
        opens = pieces[at].key in words.PREPOSITIONS or pieces[at].key in words.TIMES
        if is_comma(pieces[comma]) and (opens or comma == at or _is_relative(pieces, at, comma)):
            at = comma + 1
    return at


def _is_relative(pieces: Sequence[Piece], start: int, end: int) -> bool:
    return any(piece.key in words.SUBORDINATORS for piece in pieces[start:end])
