"""Names that the archive does not know yet, as suggestions for its curators.

The gazetteer's word stands; the model and the rules speak only about what it leaves. A
suggestion has a kind and no entity: nothing is linked, shown or searched before a
curator has decided.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple

from articles.models.entity import Mention
from articles.recognition.crf import NameTagger, Words
from articles.recognition.gazetteer import LONGEST_RAW
from articles.recognition.lexical import word
from articles.recognition.recogniser import Recogniser
from articles.recognition.spans import Reading, Rejection, Span
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
        self.names = names
        self._tagger = tagger

    def spans(self, texts: Mapping[str, str], rejections: Iterable[Rejection] = ()) -> list[Span]:
        """As `Recogniser.spans`. What overlaps a rejected place is not suggested again."""
        return self.spans_of_articles([Reading(texts, list(rejections))])[0]

    def spans_of_articles(self, readings: Sequence[Reading]) -> list[list[Span]]:
        """The spans of many articles, which the model reads together."""
        known = self.names.spans_of_articles(readings)
        new = self._suggestions(readings)
        return [_combined(*row) for row in zip(readings, known, new, strict=True)]

    def _suggestions(self, readings: Sequence[Reading]) -> Iterator[list[Span]]:
        places = [
            [(field, tokens) for field, text in reading.texts.items() for tokens in sentences(text)]
            for reading in readings
        ]
        read = [[[word(token.text) for token in tokens] for _, tokens in here] for here in places]
        found = names_of_texts(read, self._tagger)
        for reading, here, names_here in zip(readings, places, found, strict=True):
            yield [
                _span(field, reading.texts[field], tokens, named)
                for (field, tokens), sentence in zip(here, names_here, strict=True)
                for named in sentence
            ]


def _combined(reading: Reading, known: Sequence[Span], new: Sequence[Span]) -> list[Span]:
    """The known names and, of the new ones, those that fit between."""
    order = {field: number for number, field in enumerate(reading.texts)}
    taken = sorted(
        (order[item.field], item.start, item.end)
        for item in (*known, *reading.rejections)
        if item.field in order
    )
    starts = [(field, start) for field, start, _ in taken]
    furthest = list(accumulate(((field, end) for field, _, end in taken), max))

    def is_free(span: Span) -> bool:
        before = bisect_left(starts, (order[span.field], span.end))
        return not before or furthest[before - 1] <= (order[span.field], span.start)

    kept = [span for span in new if span.end - span.start <= LONGEST_RAW and is_free(span)]
    return sorted([*known, *kept], key=lambda span: (order[span.field], span.start))


def names(text: Sequence[Words], tagger: NameTagger) -> list[list[Named]]:
    """The names of each sentence of one text, in order, never overlapping.

    The model decides, as it weighs the rules' word among others. What the rules found as
    well is theirs, whose reason can be read.
    """
    return names_of_texts([text], tagger)[0]


def names_of_texts(texts: Sequence[Sequence[Words]], tagger: NameTagger) -> list[list[list[Named]]]:
    """The same for many texts, which is faster."""
    return [[_named(*sentence) for sentence in text] for text in tagger.read(texts)]


def _named(tags: Sequence[str], ruled: Sequence[Chunk]) -> list[Named]:
    return [Named(chunk, _RULE if chunk in ruled else _MODEL) for chunk in chunks(tags)]


def known_chunks(tokens: Sequence[Token], spans: Iterable[Span]) -> list[Chunk]:
    """The sure names among ``spans`` as chunks of one sentence."""
    found = []
    for span in spans:
        inside = [i for i, t in enumerate(tokens) if t.start < span.end and span.start < t.end]
        if inside and span.kind in TAG_OF_KIND and span.status == Mention.Status.CONFIRMED:
            found.append(Chunk(inside[0], inside[-1] + 1, TAG_OF_KIND[span.kind]))
    return found


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
