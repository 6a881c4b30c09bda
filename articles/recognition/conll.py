"""Tagging a token file: one token a line, a blank line after each sentence.

The tags are those of the usual Persian corpora: PER, LOC and ORG in BIO. Each sentence
stands alone, so that only what the sentence itself tells decides between readings.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from articles.models import Kind, Mention
from articles.recognition.recogniser import Recogniser
from articles.recognition.spans import Span

_TAGS: dict[str, str] = {Kind.PERSON: "PER", Kind.PLACE: "LOC", Kind.ORGANISATION: "ORG"}
_OUTSIDE = "O"
_SENTENCE = "sentence"


def tag_lines(lines: Iterable[str], recogniser: Recogniser) -> Iterator[str]:
    """Yield ``token<TAB>tag`` for each token line and an empty line for each blank one.

    The token is the first tab-separated column and may hold spaces; further columns are
    ignored. Only sure names are tagged; events have no tag. Nothing is read ahead beyond
    the present sentence.
    """
    tokens: list[str] = []
    for line in lines:
        token = line.rstrip("\r\n").partition("\t")[0]
        if token.strip():
            tokens.append(token)
            continue
        yield from _tagged(tokens, recogniser)
        yield ""
        tokens = []
    yield from _tagged(tokens, recogniser)


def _tagged(tokens: list[str], recogniser: Recogniser) -> Iterator[str]:
    for token, tag in zip(tokens, tags(tokens, recogniser), strict=True):
        yield f"{token}\t{tag}"


def tags(tokens: list[str], recogniser: Recogniser) -> list[str]:
    """The BIO tag of each token of one sentence."""
    result = [_OUTSIDE] * len(tokens)
    places = _places(tokens)
    for span in recogniser.spans({_SENTENCE: " ".join(tokens)}):
        label = _label(span)
        if label:
            inside = [i for i, (a, b) in enumerate(places) if a < span.end and span.start < b]
            for position, index in enumerate(inside):
                result[index] = f"{'I' if position else 'B'}-{label}"
    return result


def _places(tokens: list[str]) -> list[tuple[int, int]]:
    places = []
    start = 0
    for token in tokens:
        places.append((start, start + len(token)))
        start += len(token) + 1
    return places


def _label(span: Span) -> str | None:
    return _TAGS.get(span.kind) if span.status == Mention.Status.CONFIRMED else None
