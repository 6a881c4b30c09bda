"""Who the subject of a verb of speech is.

A Persian clause begins with its subject, or with adverbs and phrases of a preposition that
a comma ends. So the subject is looked for at the beginning only, among the known names, the
roles that the article gave to one of them, and the pronouns of news. Whatever else stands
there is somebody that the archive does not know.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from articles.models.entity import Kind, Mention
from articles.persian.characters import squash
from articles.recognition import speech_words as words
from articles.recognition.known_words import places
from articles.recognition.lexical import DIGITS
from articles.recognition.pieces import LINE, QUOTE, Piece
from articles.recognition.spans import Span
from articles.recognition.speech_verbs import is_finite

LONGEST_ROLE = 12  # pieces
_COMMA = "،"
_SKIPPED = words.CONJUNCTIONS | words.TIMES | {QUOTE, _COMMA, LINE}


class Status(Enum):
    NAMED = auto()  # ``name`` is the speaker
    PRONOUN = auto()  # whoever spoke before
    DROPPED = auto()  # no subject: the one of the verb before
    PHRASE = auto()  # no subject either, but a phrase in which one might hide
    UNKNOWN = auto()


@dataclass(frozen=True, slots=True)
class Subject:
    """``pieces[first:end]`` is the subject with its title, role and apposition."""

    status: Status
    first: int
    end: int
    name: Span | None = None
    loose: bool = False  # a pronoun that may also mean someone just spoken of


Roles = Mapping[str, Span]
"""Key of a role («وزیرخارجهروسیه») -> a mention of the only name that has it."""


def can_speak(name: Span) -> bool:
    """A person or a body. A place that speaks is a figure of speech, and news media are a
    source; both are left out."""
    if name.entity_id is None or name.status != Mention.Status.CONFIRMED:
        return False
    return name.kind == Kind.PERSON or (name.kind == Kind.ORGANISATION and not _is_medium(name))


def _is_medium(name: Span) -> bool:
    head = squash(name.text.split()[0])
    return head in words.MEDIA_HEADS or squash(name.text) in words.MEDIA


def is_person(piece: Piece) -> bool:
    return piece.name is not None and piece.name.kind == Kind.PERSON


def is_place_or_body(piece: Piece) -> bool:
    if piece.name is not None:
        return piece.name.kind in (Kind.PLACE, Kind.ORGANISATION)
    return piece.word is not None and piece.key in places()


def is_comma(piece: Piece) -> bool:
    return piece.key == _COMMA


# --- the subject --------------------------------------------------------------------------------


def subject(pieces: Sequence[Piece], start: int, end: int, roles: Roles) -> Subject:
    """The subject of the verb at ``end`` in the clause that begins at ``start``."""
    first, status = _after_openers(pieces, start, end)
    if first >= end:
        return Subject(status, start, end)
    return noun_phrase(pieces, first, end, roles)


def noun_phrase(pieces: Sequence[Piece], first: int, end: int, roles: Roles) -> Subject:
    """Who is meant by the words from ``first`` on."""
    unknown = Subject(Status.UNKNOWN, first, end)
    after = _pronoun_end(pieces, first, end)
    if after:
        if after < end and pieces[after].key in (words.OBJECT, words.AND):
            return unknown
        loose = pieces[first].key not in words.RUNNING_PRONOUNS
        return Subject(Status.PRONOUN, first, after, loose=loose)
    at = _after_titles(pieces, first, end)
    if at == end:
        return unknown
    if pieces[at].name is not None:
        titled_body = at > first and not is_person(pieces[at])  # «استاد دانشگاه شریف»
        return unknown if titled_body else _named(pieces, first, at, end) or unknown
    if at == first and pieces[at].has("organisation") and _is_body(pieces, at + 1, end):
        return _named(pieces, first, at + 1, end) or unknown
    if pieces[at].has("role"):
        return _by_role(pieces, at, end, roles) or unknown
    return unknown


def _pronoun_end(pieces: Sequence[Piece], first: int, end: int) -> int:
    """The index behind «وی» or «این مقام»; 0 when there is none."""
    if pieces[first].key in words.PRONOUNS:
        return first + 1
    if pieces[first].key in words.DEMONSTRATIVES and first + 1 < end:
        head = pieces[first + 1]
        if head.key in words.OFFICE_HOLDERS or head.has("role"):
            return role_end(pieces, first + 1, end)
    return 0


def _after_titles(pieces: Sequence[Piece], at: int, end: int) -> int:
    while at < end and (pieces[at].has("title") or pieces[at].has("opening")):
        at += 1
    return at


def _is_body(pieces: Sequence[Piece], at: int, end: int) -> bool:
    if at >= end:
        return False
    name = pieces[at].name
    return name is not None and name.kind == Kind.ORGANISATION


def _named(pieces: Sequence[Piece], first: int, at: int, end: int) -> Subject | None:
    """The name at ``at``, with what is said of it behind; None when it is no subject."""
    name = pieces[at].name
    if name is None or not can_speak(name):
        return None
    after = _after_apposition(pieces, at, end)
    if at + 1 < end and not _may_follow(pieces[at + 1]):
        return None
    if after < end and pieces[after].key in (words.OBJECT, words.AND, words.OR):
        return None
    if name.kind == Kind.ORGANISATION and _has_other_subject(pieces, at + 1, end):
        return None
    return Subject(Status.NAMED, first, after, name)


def _may_follow(piece: Piece) -> bool:
    """Not a second name, and no word that could be the rest of an unknown longer one."""
    if piece.key in (words.OBJECT, words.AND, words.OR):
        return False
    if is_person(piece):
        return False
    return not (piece.word is not None and piece.word.is_name_like and not is_finite(piece))


def _has_other_subject(pieces: Sequence[Piece], start: int, end: int) -> bool:
    """Whether somebody who holds an office there comes in: «شرکت …، مدیرعامل آن گفت»."""
    return any(
        is_comma(pieces[at])
        and at + 1 < end
        and (pieces[at + 1].has("role") or is_person(pieces[at + 1]))
        for at in range(start, end)
    )


def _after_apposition(pieces: Sequence[Piece], at: int, end: int) -> int:
    """Behind the name and the role given to it: «لاوروف، وزیر خارجه روسیه،»."""
    after = at + 1
    begins = after + 1 if after < end and is_comma(pieces[after]) else after
    if begins < end and pieces[begins].has("role"):
        after = role_end(pieces, begins, end)
    return after + 1 if after < end and is_comma(pieces[after]) else after


# --- roles --------------------------------------------------------------------------------------


def role_end(pieces: Sequence[Piece], first: int, end: int) -> int:
    """The index behind the role that begins at ``first``: a chain of ezafe, which a place or
    a body closes, or a word that belongs to no such chain."""
    at = first + 1
    for at in range(first + 1, min(end, first + LONGEST_ROLE)):
        if is_place_or_body(pieces[at]):
            return at + 1
        known = pieces[at].word
        if known is None or not known.is_nominal or pieces[at].has("speech"):
            return at
    return min(end, first + LONGEST_ROLE)


def _role_key(pieces: Sequence[Piece], first: int, end: int) -> str:
    keys = (
        squash(piece.name.text) if piece.name is not None else piece.key
        for piece in pieces[first:end]
    )
    return "".join(key for key in keys if key not in words.FORMAL)


def _is_closed(pieces: Sequence[Piece], first: int, after: int, end: int) -> bool:
    """Whether the role is whole: a place closes it, or what follows can't belong to it."""
    if is_place_or_body(pieces[after - 1]) and after - first > 1:
        return True
    return after >= end or pieces[after].name is None


def _by_role(pieces: Sequence[Piece], first: int, end: int, roles: Roles) -> Subject | None:
    """«وزیر خارجه روسیه», with the name behind it or earlier in the article."""
    after = role_end(pieces, first, end)
    at = after + 1 if after < end and is_comma(pieces[after]) else after
    at = _after_titles(pieces, at, end)
    if at < end and is_person(pieces[at]):
        return _named(pieces, first, at, end) if _is_apposed(pieces, first, at) else None
    name = roles.get(_role_key(pieces, first, after))
    if name is None or (after < end and pieces[after].key in (words.OBJECT, words.AND)):
        return None
    return (
        Subject(Status.NAMED, first, after, name) if _is_closed(pieces, first, after, end) else None
    )


def _is_apposed(pieces: Sequence[Piece], first: int, at: int) -> bool:
    """Whether the role before the name is the name's own, not that of a subordinate:
    «سخنگوی دولت، علی بهادری», «وزیر خارجه روسیه سرگئی لاوروف», but «مشاور ارشد پوتین»."""
    name = pieces[at].name
    before = pieces[at - 1]
    if name is None:
        return False
    if is_comma(before) or before.has("title") or before.has("opening"):
        return True
    if at == first + 1:
        return before.key in words.SELF_CONTAINED
    return is_place_or_body(before) and " " in name.text.strip()


def roles_in(texts: Iterable[Sequence[Piece]]) -> Roles:
    """The roles that the texts of one article give to known persons, each to one only."""
    found: dict[str, Span | None] = {}
    for pieces in texts:
        for at, piece in enumerate(pieces):
            if is_person(piece) and piece.name is not None and can_speak(piece.name):
                for key in _roles_of(pieces, at):
                    known = found.setdefault(key, piece.name)
                    if known is None or known.entity_id != piece.name.entity_id:
                        found[key] = None
    return {key: name for key, name in found.items() if name is not None}


def _roles_of(pieces: Sequence[Piece], at: int) -> Iterable[str]:
    begins = at + 1
    if begins < len(pieces) and is_comma(pieces[begins]):
        begins += 1
    if begins < len(pieces) and pieces[begins].has("role"):
        after = role_end(pieces, begins, len(pieces))
        if _is_own(pieces, begins, after) and _is_closed(pieces, begins, after, len(pieces)):
            yield _role_key(pieces, begins, after)
    for first in range(max(0, at - LONGEST_ROLE), at):
        if pieces[first].has("role"):
            after = role_end(pieces, first, at)
            gap = pieces[after:at]
            apposed = all(is_comma(p) or p.has("title") for p in gap)
            if apposed and _is_own(pieces, first, after) and _is_apposed(pieces, first, at):
                yield _role_key(pieces, first, after)
            return


def _is_own(pieces: Sequence[Piece], first: int, after: int) -> bool:
    """Whether few can have the role: «رئیس‌جمهور», or one of several words, not «وزیر»."""
    return after - first > 1 or pieces[first].key in words.SELF_CONTAINED


# --- what may stand before a subject ------------------------------------------------------------


def _after_openers(pieces: Sequence[Piece], start: int, end: int) -> tuple[int, Status]:
    """Behind conjunctions, adverbs of time and phrases that a comma ends. When nothing is left
    before ``end``: whether there was a phrase."""
    at, status = start, Status.DROPPED
    while at < end:
        piece = pieces[at]
        if piece.key in _SKIPPED or (piece.word is not None and piece.word.form == DIGITS):
            at += 1
        elif piece.key in words.PREPOSITIONS:
            after = _after_phrase(pieces, at, end)
            if after is None:
                return _after_agency(pieces, at, end)
            at, status = after, Status.PHRASE if after >= end else status
        elif piece.key in words.POINTING and (after := _after_this(pieces, at, end)):
            at = after
        else:
            break
    return at, status


def _after_phrase(pieces: Sequence[Piece], at: int, end: int) -> int | None:
    """Behind «در ادامه», «در این نشست» or a phrase with its comma; None without one."""
    following = [piece.key for piece in pieces[at + 1 : min(at + 3, end)]]
    if following and following[0] in words.SETTING:
        return at + 4 if following[-1] in words.POINTING else at + 2
    for comma in range(at + 1, end):
        if is_comma(pieces[comma]):
            return comma + 1
        if is_finite(pieces[comma]):
            return None
    if len(following) == 2 and following[0] in words.POINTING:
        return at + 3
    return None


def _after_agency(pieces: Sequence[Piece], at: int, end: int) -> tuple[int, Status]:
    """«به گزارش ایرنا لاوروف …»: the name behind the agency may be the subject."""
    if at + 1 < end and pieces[at + 1].key == squash("گزارش"):
        for name in range(at + 2, min(at + 6, end)):
            if _is_body(pieces, name, end) and name + 1 < end and is_person(pieces[name + 1]):
                return name + 1, Status.DROPPED
    return end, Status.PHRASE


def _after_this(pieces: Sequence[Piece], at: int, end: int) -> int | None:
    """«این را», «این مطلب را»: what was quoted just before."""
    for count in (1, 2):
        if at + count < end and pieces[at + count].key == words.OBJECT:
            return at + count + 1
    return None
