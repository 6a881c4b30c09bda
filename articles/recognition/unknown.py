"""Names that the archive does not know yet, as suggestions for its curators.

The gazetteer's word stands; the model and the rules speak only about what it leaves. A
suggestion has a kind and no entity: nothing is linked, shown or searched before a
curator has decided.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from articles.models.entity import Mention
from articles.recognition import rules
from articles.recognition.crf import NameTagger, Words
from articles.recognition.gazetteer import LONGEST_RAW
from articles.recognition.lexical import word
from articles.recognition.recogniser import Recogniser
from articles.recognition.spans import Rejection, Span
from articles.recognition.tagged_tokens import (
    KIND_OF_TAG,
    TAG_OF_KIND,
    Chunk,
    Token,
    chunks,
    sentences,
)

_RULE, _MODEL = Mention.Origin.RULE.value, Mention.Origin.MODEL.value


class Named(NamedTuple):
    """A chunk of a sentence and the `Mention.Origin` that found it."""

    chunk: Chunk
    origin: str


class SuggestingRecogniser:
    """A recogniser that also suggests unknown names.

    Its spans are those of ``names`` and, where none of them stands, suggestions with
    origin RULE or MODEL and no entity. Not safe to share among threads.
    """

    suggests = True

    def __init__(self, names: Recogniser, tagger: NameTagger) -> None:
        self._names = names
        self._tagger = tagger

    def spans(self, texts: Mapping[str, str], rejections: Iterable[Rejection] = ()) -> list[Span]:
        """As `Recogniser.spans`. What overlaps a rejected place is not suggested again."""
        rejections = list(rejections)
        known = self._names.spans(texts, rejections)
        taken = [(item.field, item.start, item.end) for item in (*known, *rejections)]
        new = [
            span
            for span in self._suggestions(texts)
            if not any(_overlaps(span, *place) for place in taken)
        ]
        return sorted([*known, *new], key=lambda span: (list(texts).index(span.field), span.start))

    def _suggestions(self, texts: Mapping[str, str]) -> Iterator[Span]:
        places = [(field, tokens) for field, text in texts.items() for tokens in sentences(text)]
        read = [[word(token.text) for token in tokens] for _, tokens in places]
        for (field, tokens), found in zip(places, names(read, self._tagger), strict=True):
            for named in found:
                span = _span(field, texts[field], tokens, named)
                if span.end - span.start <= LONGEST_RAW:
                    yield span


def names(text: Sequence[Words], tagger: NameTagger) -> list[list[Named]]:
    """The names of each sentence of one text, in order, never overlapping.

    The model decides, as it weighs the rules' word among others. What the rules found as
    well is theirs, whose reason can be read.
    """
    found = []
    for words, tags in zip(text, tagger.tags(text), strict=True):
        ruled = rules.found(words)
        found.append([Named(chunk, _RULE if chunk in ruled else _MODEL) for chunk in chunks(tags)])
    return found


def known_chunks(tokens: Sequence[Token], spans: Iterable[Span]) -> list[Chunk]:
    """The sure names among ``spans`` as chunks of one sentence."""
    found = []
    for span in spans:
        inside = [i for i, t in enumerate(tokens) if t.start < span.end and span.start < t.end]
        if inside and span.kind in TAG_OF_KIND and span.status == Mention.Status.CONFIRMED:
            found.append(Chunk(inside[0], inside[-1] + 1, TAG_OF_KIND[span.kind]))
    return found


def _overlaps(span: Span, field: str, start: int, end: int) -> bool:
    return span.field == field and span.start < end and start < span.end


def _span(field: str, text: str, tokens: Sequence[Token], named: Named) -> Span:
    start, end = tokens[named.chunk.first].start, tokens[named.chunk.last - 1].end
    return Span(
        field=field,
        start=start,
        end=end,
        text=text[start:end],
        kind=KIND_OF_TAG[named.chunk.tag],
        entity_id=None,
        origin=named.origin,
        status=Mention.Status.SUGGESTED.value,
    )
