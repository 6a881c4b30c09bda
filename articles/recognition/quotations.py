"""Who said what: quotations and reported speech, each given to a known name.

The reader goes through a text sentence by sentence. In each it looks for verbs of speech
(`speech_verbs`), for the clause and the subject of each (`clauses`, `speakers`) and for what
it reports (`statements`), and remembers who spoke last, for «وی افزود». It prefers silence to
a guess: as soon as somebody speaks whom it cannot name, it forgets who spoke before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from articles.models.entity import Kind
from articles.recognition import speech_words as words
from articles.recognition.clauses import Clause, clause_inside, clause_of
from articles.recognition.pieces import LINE, SENTENCE_ENDS, Piece, pieces_of
from articles.recognition.spans import Span
from articles.recognition.speakers import (
    Roles,
    Status,
    Subject,
    can_speak,
    is_comma,
    noun_phrase,
    roles_in,
)
from articles.recognition.speech_verbs import ACCORDING, DEMAND, Cue, cues_in, is_finite
from articles.recognition.statements import Statement, end_clause, said, spoken

DIRECT, INDIRECT = "direct", "indirect"

MOST = 500  # quotations of one text
LONGEST = 4000  # characters of one
HEADLINE_REACH = 14  # pieces before the colon of «ظریف در نیویورک: …»
_TITLES = ("kicker", "title")
_PART = "/"


@dataclass(frozen=True, slots=True)
class Quote:
    """``field[start:end]`` was said by ``entity_id``; all offsets are into the raw text.

    ``cue`` is where the verb (or the colon) stands that says so, ``speaker`` where the
    speaker is called: by a name, a role or a pronoun. ``kind`` is DIRECT or INDIRECT.
    """

    field: str
    start: int
    end: int
    cue: tuple[int, int]
    speaker: tuple[int, int]
    entity_id: int
    kind: str


def quotations(texts: Mapping[str, str], names: Sequence[Span]) -> list[Quote]:
    """What the confirmed names among ``names`` say in one article's ``texts``.

    ``names`` are spans of these texts, at most one at a place. In order of field and place;
    of two statements one may lie inside the other.
    """
    if not any(map(can_speak, names)):
        return []
    cut = {
        name: pieces_of(text, [span for span in names if span.field == name])
        for name, text in texts.items()
    }
    roles = roles_in(cut.values())
    found: list[Quote] = []
    for name, pieces in cut.items():
        reader = _Reader(name, roles)
        reader.read(pieces)
        found += reader.quotes()
    return found


@dataclass(slots=True)
class _Said:
    """A statement and whose it is. It may still grow, or be cut. It may stand inside an
    ``outer`` one, which is ``hollow`` when there is nothing else in it."""

    statement: Statement
    cue: tuple[int, int]
    speaker: tuple[int, int]
    name: Span
    outer: _Said | None = None
    hollow: bool = False


@dataclass(slots=True)
class _Sentence:
    """``pieces[start:end]`` while it is read.

    ``clause``: where what is not yet read begins. ``subject``: of the last clause that is no
    part of what somebody says. ``inside``: what follows belongs to what was said, namely to
    ``outer`` if its speaker is known. ``after``: where the next sentence begins.
    """

    pieces: Sequence[Piece]
    end: int
    clause: int
    after: int
    in_turn: bool = False
    inside: bool = False
    subject: Subject | None = None
    outer: _Said | None = None

    @property
    def asks(self) -> bool:
        return self.end < len(self.pieces) and self.pieces[self.end].key == "؟"


@dataclass(slots=True)
class _Reader:
    """Reads one text. ``last`` spoke last, surely. ``turn`` is what is said behind a colon and
    may go on; ``awaited`` is a report whose words come in the next paragraph."""

    field: str
    roles: Roles
    last: Span | None = None
    turn: _Said | None = None
    awaited: _Said | None = None
    found: list[_Said] = field(default_factory=list)

    def quotes(self) -> list[Quote]:
        quotes: dict[tuple[int, int], Quote] = {}
        for one in self.found:
            start, end = one.statement.start, one.statement.stop
            if one.hollow or one.name.entity_id is None:
                continue
            if 0 < end - start <= LONGEST:
                kind = DIRECT if one.statement.direct else INDIRECT
                quotes[start, end] = Quote(
                    self.field, start, end, one.cue, one.speaker, one.name.entity_id, kind
                )
        return [quotes[place] for place in sorted(quotes)][:MOST]

    # --- sentences --------------------------------------------------------------------------

    def read(self, pieces: Sequence[Piece]) -> None:
        start, opens_line = 0, True
        while start < len(pieces):
            end = _sentence_end(pieces, start)
            after = self._sentence(pieces, start, end, opens_line) if end > start else end
            opens_line = after >= len(pieces) or pieces[after].key in (LINE, _PART)
            if opens_line:
                self.turn = None
            start = after + 1
        for piece in pieces:
            if piece.inner:
                inside = _Reader(self.field, self.roles)
                inside.read(piece.inner)
                self.found += inside.found

    def _sentence(self, pieces: Sequence[Piece], start: int, end: int, opens_line: bool) -> int:
        """Read one sentence; the index of its end, further on when a quotation goes on."""
        if self.awaited is not None:
            return self._awaited(pieces, start, end)
        cues = list(cues_in(pieces, start, end))
        if opens_line and (heading := self._headline(pieces, start, end, cues)):
            return heading
        if cues:
            return self._reports(pieces, start, end, cues)
        self._narration(pieces, start, end)
        return end

    def _awaited(self, pieces: Sequence[Piece], start: int, end: int) -> int:
        """The paragraph behind «… گفت:»."""
        waiting, self.awaited = self.awaited, None
        statement = spoken(pieces, start, end)
        if statement is None or waiting is None:
            return end
        waiting.statement = statement
        self._keep(waiting)
        return max(end, statement.end)

    def _narration(self, pieces: Sequence[Piece], start: int, end: int) -> None:
        """A sentence without speech goes on with what is being said, or is the writer's own;
        then whoever it names may be «وی» of the next."""
        if self.turn is not None and pieces[start].key not in words.NARRATION:
            self._extend(pieces[end - 1])
            return
        self.turn = None
        if any(map(self._may_be_meant, pieces[start:end])):
            self.last = None

    def _may_be_meant(self, piece: Piece) -> bool:
        if piece.name is not None:
            known = self.last is not None and piece.name.entity_id == self.last.entity_id
            return piece.name.kind == Kind.PERSON and not known
        known_word = piece.word
        return known_word is not None and (
            known_word.given_name or piece.has("role") or piece.has("title")
        )

    def _extend(self, piece: Piece) -> None:
        if self.turn is None:
            return
        if piece.end - self.turn.statement.start > LONGEST:
            self.turn = None
        else:
            self.turn.statement.stop = max(self.turn.statement.stop, piece.end)

    def _keep(self, one: _Said) -> None:
        self.found.append(one)
        if one.statement.runs_on:
            self.turn = one

    # --- headlines --------------------------------------------------------------------------

    def _headline(
        self, pieces: Sequence[Piece], start: int, end: int, cues: Sequence[Cue]
    ) -> int | None:
        """«ظریف: …» at the beginning of a title or a paragraph; the index of its end."""
        near = range(start + 1, min(end, start + HEADLINE_REACH))
        colon = next((at for at in near if pieces[at].key == ":"), None)
        if colon is None or any(cue.first < colon for cue in cues):
            return None
        who = noun_phrase(pieces, start, colon, self.roles)
        end = self._end_of_part(pieces, colon + 1, end)
        statement = spoken(pieces, colon + 1, end)
        if who.name is None or statement is None or not self._heads(pieces, who, colon):
            return None
        self.last = who.name
        self._keep(_Said(statement, _span(pieces, colon, colon + 1), _place(pieces, who), who.name))
        return max(end, statement.end)

    def _end_of_part(self, pieces: Sequence[Piece], start: int, end: int) -> int:
        """Of a title what belongs to its first speaker: «ظریف: … / لاوروف: …»."""
        for at in range(start, end if self.field in _TITLES else start):
            near = pieces[at + 1 : min(end, at + HEADLINE_REACH)]
            if pieces[at].key == _PART and any(piece.key == ":" for piece in near):
                return at
        return end

    def _heads(self, pieces: Sequence[Piece], who: Subject, colon: int) -> bool:
        """Whether the name alone stands before the colon; in a title also the occasion."""
        person = who.name is not None and who.name.kind == Kind.PERSON
        in_title = self.field in _TITLES
        if who.end == colon:
            return person or in_title
        occasion = pieces[who.end].key in words.PREPOSITIONS
        return in_title and person and occasion and not any(map(is_finite, pieces[who.end : colon]))

    # --- reports ----------------------------------------------------------------------------

    def _reports(self, pieces: Sequence[Piece], start: int, end: int, cues: Sequence[Cue]) -> int:
        """The verbs of speech of one sentence, in order; the index of its end."""
        sentence = _Sentence(pieces, end, clause=start, after=end)
        if self.turn is not None:
            sentence.in_turn = True
            if clause_of(pieces, start, cues[0], end, self.roles, None).nested:
                self._extend(pieces[end - 1])
                sentence.inside = True
            else:
                self.turn = None
        for cue in cues:
            if cue.first >= sentence.clause:
                self._report(cue, sentence)
        return sentence.after

    def _report(self, cue: Cue, sentence: _Sentence) -> None:
        pieces = sentence.pieces
        find = clause_inside if sentence.inside else clause_of
        clause = find(pieces, sentence.clause, cue, sentence.end, self.roles, sentence.subject)
        who = self._speaker(clause, cue, sentence)
        statement = self._statement(cue, clause, sentence)
        if clause.cuts is not None:
            if statement is None and self.awaited is None:
                # «… و به همین دلیل آن را مطرح کرده است» goes on with what is being said.
                sentence.clause = cue.last + 1
                return
            self._cut(sentence, clause.cuts)
        self._remember(who, clause)
        one = None
        asked = sentence.asks and statement is not None and not statement.direct
        if statement is not None and who is not None and not asked:
            place = _place(pieces, clause.subject)
            one = _Said(statement, _cue_span(pieces, cue), place, who)
            self._drop_hollow(sentence, clause, cue)
            self._keep(one)
        self._go_on(sentence, cue, clause, who, statement, one)

    def _speaker(self, clause: Clause, cue: Cue, sentence: _Sentence) -> Span | None:
        """Whose verb it is; None when that is not sure."""
        found = clause.subject
        if found.status is Status.NAMED:
            honoured = sentence.pieces[found.first].has("title")
            return found.name if not cue.plural or honoured else None
        if found.status not in (Status.PRONOUN, Status.DROPPED) or self.last is None:
            return None
        if cue.plural or (found.loose and sentence.in_turn):
            return None
        is_person = self.last.kind == Kind.PERSON
        return self.last if is_person or found.status is Status.DROPPED else None

    def _remember(self, who: Span | None, clause: Clause) -> None:
        """Who is «وی» from now on."""
        if not clause.nested:
            self.last = who
        elif who is not None and self.last is not None and who.entity_id != self.last.entity_id:
            self.last = None

    def _statement(self, cue: Cue, clause: Clause, sentence: _Sentence) -> Statement | None:
        if cue.kind == ACCORDING:
            return _according(sentence, cue, clause.subject)
        pieces, subject = sentence.pieces, clause.subject
        after_subject = cue.first
        if subject.end <= cue.first:
            after_subject = max(subject.end, sentence.clause)
        found = None
        if _ends_concession(pieces, cue, subject):  # what follows may be the main clause
            found = said(pieces, cue, after_subject, sentence.end, sentence.end)
        found = found or said(pieces, cue, after_subject, cue.last + 1, sentence.end)
        if found is not None and clause.nested and not sentence.inside:
            if found.first == cue.last + 1 and not found.direct:
                return None  # «آنچه پوتین گفت درست نبود»
            end_clause(found, pieces)
        return found or self._await(cue, clause, sentence) or _before(sentence, cue)

    def _await(self, cue: Cue, clause: Clause, sentence: _Sentence) -> None:
        """Note that the words come in the next paragraph, where nothing follows the colon."""
        pieces, end = sentence.pieces, sentence.end
        ends_line = end < len(pieces) and pieces[end].key == LINE
        who = self._speaker(clause, cue, sentence)
        if ends_line and who is not None and pieces[end - 1].key == ":" and cue.last + 3 >= end:
            nothing = Statement(0, 0, end, end)
            self.awaited = _Said(
                nothing, _cue_span(pieces, cue), _place(pieces, clause.subject), who
            )

    def _cut(self, sentence: _Sentence, at: int) -> None:
        """What was being said ended before ``at``."""
        while at > sentence.clause and is_comma(sentence.pieces[at - 1]):
            at -= 1
        outer = sentence.outer
        while outer is not None and at > outer.statement.first:
            outer.statement.stop = sentence.pieces[at - 1].end
            outer.statement.runs_on = False
            outer = outer.outer
        self.turn = None
        sentence.inside, sentence.outer = False, None

    def _drop_hollow(self, sentence: _Sentence, clause: Clause, cue: Cue) -> None:
        """A statement that is nothing but what a third one said is the third one's alone."""
        outer = sentence.outer
        if outer is None or not clause.nested:
            return
        begins = cue.first if cue.kind == ACCORDING else clause.subject.first
        opening = sentence.pieces[outer.statement.first : begins]
        if all(piece.key in words.CONJUNCTIONS or is_comma(piece) for piece in opening):
            outer.hollow = True
            self.turn = None if self.turn is outer else self.turn

    def _go_on(
        self,
        sentence: _Sentence,
        cue: Cue,
        clause: Clause,
        who: Span | None,
        statement: Statement | None,
        one: _Said | None,
    ) -> None:
        """Where the next clause of the sentence begins, and inside of what."""
        sentence.clause = cue.last + 1
        if cue.kind == ACCORDING:
            sentence.clause = max(sentence.clause, min(clause.subject.end, sentence.end))
        if clause.nested:
            sentence.subject = None
        else:
            sentence.subject = clause.subject if who is not None else None
        if statement is None or statement.first <= cue.first:
            return
        if statement.direct and not statement.runs_on:
            sentence.clause = statement.end
            sentence.after = max(sentence.after, statement.end)
        elif cue.verb == 0:
            sentence.clause = statement.first
            sentence.inside = True
            outer = sentence.outer if clause.nested else None
            if one is not None:
                one.outer = outer
            sentence.outer = one or outer


def _according(sentence: _Sentence, cue: Cue, subject: Subject) -> Statement | None:
    """What stands behind «به گفته …»; with what stands before it in the same clause."""
    pieces = sentence.pieces
    if subject.name is None and subject.status is not Status.PRONOUN:
        return None
    first = sentence.clause
    while first < cue.first and (
        pieces[first].key in words.CONJUNCTIONS or is_comma(pieces[first])
    ):
        first += 1
    before = pieces[first : cue.first]
    if any(piece.key in words.SUBORDINATORS for piece in before):
        return None
    found = said(pieces, cue, subject.end, subject.end, sentence.end)
    whole = before and cue.noun != words.QUOTING and not any(map(is_finite, before))
    if found is not None and whole and not sentence.inside and not found.direct:
        found.start, found.first = pieces[first].start, first
    return found


def _ends_concession(pieces: Sequence[Piece], cue: Cue, subject: Subject) -> bool:
    """«در حالی که لاوروف بر صلح تأکید می‌کند، …»: with its object the clause is complete."""
    that = subject.first - 1
    comma = cue.last + 1 < len(pieces) and is_comma(pieces[cue.last + 1])
    return (
        comma
        and that > 0
        and pieces[that].key == words.THAT
        and (pieces[that - 1].key in words.CONCESSIONS)
    )


def _before(sentence: _Sentence, cue: Cue) -> Statement | None:
    """«…»، لاوروف گفت: the quotation that opens the clause."""
    pieces = sentence.pieces
    at = sentence.clause
    if cue.noun in words.OBJECT_MARKERS or at >= cue.first:
        return None
    if pieces[at].inner is None or cue.last + 1 < sentence.end:
        return None
    start, stop = pieces[at].inside
    return Statement(start, stop, at, at + 1, direct=True)


def _sentence_end(pieces: Sequence[Piece], start: int) -> int:
    end = start
    while end < len(pieces) and pieces[end].key not in SENTENCE_ENDS:
        end += 1
    return end


def _span(pieces: Sequence[Piece], first: int, end: int) -> tuple[int, int]:
    return pieces[first].start, pieces[end - 1].end


def _cue_span(pieces: Sequence[Piece], cue: Cue) -> tuple[int, int]:
    """Where the verb stands; of «خواستار … شد» only its first word."""
    return _span(pieces, cue.first, (cue.first if cue.kind == DEMAND else cue.last) + 1)


def _place(pieces: Sequence[Piece], subject: Subject) -> tuple[int, int]:
    """Where the speaker is called so; nowhere when the verb has no subject of its own."""
    first, end = subject.first, subject.end
    while end - 1 > first and is_comma(pieces[end - 1]):
        end -= 1
    if end <= first:
        return pieces[first].start, pieces[first].start
    return _span(pieces, first, end)
