"""A text as the words, names, marks and quotations that a reader of sentences sees.

Written forms do not matter here: a word is known by its squashed key. A known name is one
piece, however many words it has; what stands between quotation marks is one piece with
pieces of its own inside; a bracket that closes in its line is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from articles.persian.tokens import TOKEN
from articles.persian.wrapping import WIDEST, ends_paragraph, wrapped_at
from articles.recognition.lexical import Word, word
from articles.recognition.spans import Span

NAME, QUOTE, LOOSE, LINE = "@", "«»", '"', "\n"
SENTENCE_ENDS = frozenset({".", "!", "؟", "؛", LINE})

DEEPEST = 4
LONGEST_QUOTE = 4000  # characters; a mark left open must not swallow an article
LONGEST_BRACKET = 40  # pieces
BLANK_LINES = 2
INDENT = 10  # characters of white space before a paragraph at most

_MARKS = {",": "،", "?": "؟", ";": "؛", "“": "«", "”": "»", "„": "«", "″": '"', "‟": '"'}
_PIECE = re.compile(
    rf"(?P<word>{TOKEN.pattern})|(?P<line>[\n\r]+)|(?P<dots>\.{{2,}}|…)"
    r'|(?P<mark>[.!؟?؛;،,:()«»“”„″‟"]|/(?=\s))'
)
_TALK = {1: re.compile("و(گو(ی|ها.*)?|شنود.*|شنید)"), 2: re.compile("گو(ی|ها.*)?|شنود.*|شنید")}
"""How «گفت‌وگو» goes on behind one and behind two words."""
_TALK_BEGINS = frozenset("وگش")

_CLOSES = {"»": "«", ")": "("}


@dataclass(slots=True)
class Piece:
    """``text[start:end]`` of the raw text. ``key`` is a word's squashed form, a mark, or one of
    the constants above; ``word`` belongs to words, ``name`` to names, ``inner`` to quotations.
    """

    start: int
    end: int
    key: str
    word: Word | None = None
    name: Span | None = None
    inner: list[Piece] | None = None

    def has(self, cue: str) -> bool:
        """Whether the word is on that list of `name_cues`."""
        return self.word is not None and cue in self.word.cues

    @property
    def inside(self) -> tuple[int, int]:
        """Raw offsets of what stands between the marks of a quotation."""
        closed = self.end - 1 if self.inner and self.inner[-1].end < self.end else self.end
        return self.start + 1, closed


@dataclass(slots=True)
class _Frame:
    """A mark that has not been closed yet, and what came behind it. The text itself is the
    outermost frame; its mark is never closed."""

    mark: Piece
    pieces: list[Piece] = field(default_factory=list)


def pieces_of(text: str, names: Iterable[Span]) -> list[Piece]:
    """The pieces of ``text``; ``names`` are spans of this text that do not overlap."""
    nest = [_Frame(Piece(0, 0, ""))]
    width = _line_width(text)
    for piece in _flat(text, sorted(names, key=lambda span: span.start)):
        if piece.key == LINE:
            if width is None or _ends_paragraph(text, piece, width):
                _end_line(nest, piece, text)
        elif piece.key in ("«", "(") or (piece.key == '"' and not _is_open(nest, '"')):
            _open(nest, piece)
        elif piece.key in ("»", ")", '"'):
            _close(nest, piece)
        else:
            _append(nest[-1].pieces, piece)
    while len(nest) > 1:
        _give_up(nest)
    return nest[0].pieces


def _flat(text: str, names: Sequence[Span]) -> Iterator[Piece]:
    waiting = iter([*names, None])
    name = next(waiting)
    at = 0
    while match := _PIECE.search(text, at):
        start, at = match.span()
        while name is not None and name.start < start:
            name = next(waiting)
        if name is not None and name.start == start:
            at = max(at, name.end)
            yield Piece(start, name.end, NAME, name=name)
        elif match.lastgroup == "word":
            yield Piece(start, at, (found := word(match.group())).key, found)
        elif match.lastgroup == "line":
            yield Piece(start, at, LINE)
        elif match.lastgroup == "dots":
            yield Piece(start, at, "…")
        else:
            yield Piece(start, at, _MARKS.get(match.group(), match.group()))


def _line_width(text: str) -> int | None:
    """The width of the lines of a hard-wrapped text, None where a line is a paragraph."""
    lines = [line for line in map(str.strip, text.splitlines()) if line]
    width = wrapped_at(lines)
    narrow = bool(lines) and max(map(len, lines)) <= WIDEST
    if width is None and narrow and text.count("\n\n") >= BLANK_LINES:
        return WIDEST  # too short to be sure, but its paragraphs have blank lines between them
    return width


def _ends_paragraph(text: str, line: Piece, width: int) -> bool:
    """Whether a line of a hard-wrapped text ends more than the line."""
    if text.count("\n", line.start, line.end) > 1:
        return True
    before = text[max(0, line.start - 2 * width) : line.start]
    return ends_paragraph(before.rpartition("\n")[2].strip(), width)


def _append(pieces: list[Piece], piece: Piece) -> None:
    """Add ``piece``; «گفت و گو», however it is written, is one word and no verb."""
    if piece.key[:1] in _TALK_BEGINS:
        for keys in (("گفت",), ("گفت", "و")):
            behind = pieces[-len(keys) :]
            said = tuple(other.key for other in behind) == keys
            if said and _TALK[len(keys)].fullmatch(piece.key):
                del pieces[-len(keys) :]
                talk = word("گفت‌وگو")
                piece = Piece(behind[0].start, piece.end, talk.key, talk)
                break
    pieces.append(piece)


def _is_open(nest: Sequence[_Frame], mark: str) -> bool:
    return any(frame.mark.key == mark for frame in nest)


def _open(nest: list[_Frame], mark: Piece) -> None:
    if len(nest) > DEEPEST:
        nest[-1].pieces.append(Piece(mark.start, mark.end, LOOSE))
    else:
        nest.append(_Frame(mark))


def _close(nest: list[_Frame], mark: Piece) -> None:
    opening = _CLOSES.get(mark.key, mark.key)
    if not _is_open(nest, opening):
        nest[-1].pieces.append(Piece(mark.start, mark.end, LOOSE))
        return
    while nest[-1].mark.key != opening:
        _give_up(nest)
    _shut(nest, mark.end)


def _shut(nest: list[_Frame], end: int) -> None:
    """Close the innermost mark at ``end``."""
    frame = nest[-1]
    if frame.mark.key == "(":
        if len(frame.pieces) <= LONGEST_BRACKET:
            nest.pop()
        else:
            _give_up(nest)
    elif end - frame.mark.start > LONGEST_QUOTE or not frame.pieces:
        _give_up(nest)
    elif all(piece.name for piece in frame.pieces):  # some papers put names in quotation marks
        nest.pop()
        nest[-1].pieces.extend(frame.pieces)
    else:
        nest.pop()
        nest[-1].pieces.append(Piece(frame.mark.start, end, QUOTE, inner=frame.pieces))


def _give_up(nest: list[_Frame]) -> None:
    """The innermost mark opened nothing."""
    frame = nest.pop()
    nest[-1].pieces.append(Piece(frame.mark.start, frame.mark.end, LOOSE))
    nest[-1].pieces.extend(frame.pieces)


def _end_line(nest: list[_Frame], line: Piece, text: str) -> None:
    """Brackets and straight marks end with their line. A guillemet stays open, and is
    repeated where a quotation goes on in the next paragraph."""
    while nest[-1].mark.key in ("(", '"'):
        _give_up(nest)
    if (
        len(nest) == 2
        and nest[-1].pieces
        and text[line.end : line.end + INDENT].lstrip()[:1] == "«"
    ):
        _shut(nest, nest[-1].pieces[-1].end)
    nest[-1].pieces.append(line)
