"""Words, numbers and punctuation of raw text, sentence by sentence, and BIO tags on them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from articles.models.entity import Kind
from articles.persian.tokens import TOKEN

OUTSIDE = "O"
TAG_OF_KIND: dict[str, str] = {Kind.PERSON: "PER", Kind.PLACE: "LOC", Kind.ORGANISATION: "ORG"}
KIND_OF_TAG = {tag: kind for kind, tag in TAG_OF_KIND.items()}

# ParsTwiNER keeps parties and dynasties apart; to every other corpus a party is an organisation.
_LABELS = {**{tag: tag for tag in KIND_OF_TAG}, "POG": "ORG"}

LONGEST_SENTENCE = 200
"""Tokens; a longer one is cut, so that no text makes the tagger slow."""

_PIECE = re.compile(rf"{TOKEN.pattern}|[^\s\w]|\S")
_END = re.compile(r"[.!?؟…]+[»\"”)]*(?=\s|$)|\n")


class Token(NamedTuple):
    """``text[start:end]`` of the raw text."""

    start: int
    end: int
    text: str


class Chunk(NamedTuple):
    """Tokens ``first`` up to but not including ``last`` are a name with this tag, ``PER``."""

    first: int
    last: int
    tag: str


Tagged = tuple[list[str], list[str]]
"""The tokens of a sentence and their BIO tags."""


def sentences(text: str) -> Iterator[list[Token]]:
    """The tokens of each sentence of raw ``text``; offsets are into ``text``.

    A sentence ends at a line's end and at a full stop before a space. None is empty.
    """
    start = 0
    for end in [*(match.end() for match in _END.finditer(text)), len(text)]:
        tokens = [Token(*m.span(), m.group()) for m in _PIECE.finditer(text, start, end)]
        for first in range(0, len(tokens), LONGEST_SENTENCE):
            yield tokens[first : first + LONGEST_SENTENCE]
        start = end


def bare_sentences(text: str) -> Iterator[list[str]]:
    """The tokens of each sentence without offsets and the stop: faster, to count words."""
    for sentence in _END.split(text):
        if sentence:
            yield _PIECE.findall(sentence)


def chunks(tags: Sequence[str]) -> list[Chunk]:
    """The names of a tagged sentence; an ``I-`` without its ``B-`` begins one too."""
    found: list[Chunk] = []
    for index, tag in enumerate(tags):
        prefix, _, label = tag.partition("-")
        if not label:
            continue
        last = found[-1] if found else None
        if prefix == "I" and last and last.last == index and last.tag == label:
            found[-1] = last._replace(last=index + 1)
        else:
            found.append(Chunk(index, index + 1, label))
    return found


def write_chunk(tags: list[str], chunk: Chunk) -> None:
    """Put the tags of ``chunk`` over what ``tags`` has there."""
    for index in range(chunk.first, chunk.last):
        tags[index] = f"{'I' if index > chunk.first else 'B'}-{chunk.tag}"


def to_bioes(tags: Sequence[str]) -> list[str]:
    """The last token of a name and a name of one token get tags of their own (Ratinov and
    Roth 2009): what is learnt then knows how names end."""
    result = list(tags)
    for chunk in chunks(tags):
        result[chunk.last - 1] = f"{'S' if chunk.last - chunk.first == 1 else 'E'}-{chunk.tag}"
    return result


def from_bioes(tag: str) -> str:
    """The BIO tag."""
    return tag.replace("S-", "B-").replace("E-", "I-")


def read_bio(lines: Iterable[str]) -> Iterator[Tagged]:
    """Sentences of a token file: the first column is the token, the last one its tag.

    Columns are separated by tabs, else by spaces; a blank line ends a sentence. Tags
    other than those of persons, places and organisations count as outside.
    """
    tokens: list[str] = []
    tags: list[str] = []
    for line in lines:
        columns = _columns(line)
        if columns:
            tokens.append(columns[0])
            tags.append(_known_tag(columns[-1]) if len(columns) > 1 else OUTSIDE)
        elif tokens:
            yield tokens, tags
            tokens, tags = [], []
    if tokens:
        yield tokens, tags


def _columns(line: str) -> list[str]:
    line = line.strip("\r\n")
    columns = line.split("\t") if "\t" in line else line.split(" ")
    return [column.strip() for column in columns] if columns[0].strip() else []


def _known_tag(tag: str) -> str:
    prefix, separator, label = tag.replace("_", "-").partition("-")
    if separator and prefix in ("B", "I") and label in _LABELS:
        return f"{prefix}-{_LABELS[label]}"
    return OUTSIDE
