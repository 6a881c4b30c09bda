"""What the tagger can learn from: tagged token files, an archive's decisions, a gazetteer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

from articles.files import lines_of
from articles.models import DISPLACED, Article, Mention
from articles.recognition import rules
from articles.recognition.census import Census
from articles.recognition.chains import combined
from articles.recognition.conll import tags_of
from articles.recognition.crf import NameTagger
from articles.recognition.features import class_key
from articles.recognition.lexical import word
from articles.recognition.recogniser import Recogniser
from articles.recognition.spans import Span
from articles.recognition.tagged_tokens import (
    OUTSIDE,
    TAG_OF_KIND,
    Chunk,
    Tagged,
    Token,
    bare_sentences,
    chunks,
    read_bio,
    sentences,
    write_chunk,
)
from articles.recognition.unknown import known_chunks

_BATCH = 500  # articles read at once
_PARAGRAPHS = 100  # lines of plain text that are read together
_TEXT_LENGTH = 200  # sentences of a file that are one text to learn from


def file_texts(path: Path) -> list[list[Tagged]]:
    """The sentences of a BIO file, in texts of many sentences. Raises FileError."""
    read = list(read_bio(lines_of(path)))
    return [read[first : first + _TEXT_LENGTH] for first in range(0, len(read), _TEXT_LENGTH)]


def archive_texts() -> Iterator[list[Tagged]]:
    """The sentences of the archive about which its curators decided something.

    Other names in them are taken as the machine has them, for a name that nobody looked
    at yet is no lesson that it were none.
    """
    decided = Mention.objects.filter(origin=Mention.Origin.CURATOR, start__lt=DISPLACED)
    ids = sorted(set(decided.values_list("article_id", flat=True)))
    for first in range(0, len(ids), _BATCH):
        batch = ids[first : first + _BATCH]
        rows: dict[int, list[Mention]] = {pk: [] for pk in batch}
        mentions = Mention.objects.filter(article__in=batch, start__lt=DISPLACED).order_by("start")
        for row in mentions:
            rows[row.article_id].append(row)
        for article in Article.objects.filter(pk__in=batch).order_by("pk"):
            yield list(_lessons(article, rows[article.pk]))


def _lessons(article: Article, rows: Sequence[Mention]) -> Iterator[Tagged]:
    for field, text in article.texts().items():
        here = [row for row in rows if row.field == field]
        for tokens in sentences(text):
            inside = [r for r in here if _inside(tokens, r.start, r.end)]
            if any(row.origin == Mention.Origin.CURATOR for row in inside):
                yield [token.text for token in tokens], _decided_tags(tokens, inside)


def _decided_tags(tokens: Sequence[Token], rows: Sequence[Mention]) -> list[str]:
    """Confirmed names by their kind; rejected places outside, whoever else stands there."""
    tags = [OUTSIDE] * len(tokens)
    by_weight = sorted(rows, key=lambda row: row.origin == Mention.Origin.CURATOR)
    for row in by_weight:
        inside = _inside(tokens, row.start, row.end)
        if row.status == Mention.Status.REJECTED:
            for index in inside:
                tags[index] = OUTSIDE
        elif row.kind in TAG_OF_KIND:
            write_chunk(tags, Chunk(inside[0], inside[-1] + 1, TAG_OF_KIND[row.kind]))
    return tags


def _inside(tokens: Sequence[Token], start: int, end: int) -> list[int]:
    return [i for i, token in enumerate(tokens) if token.start < end and start < token.end]


def with_heads(text: Sequence[Tagged]) -> list[Tagged]:
    """Tagged sentences in this archive's convention, see `chains.combined`."""
    return [(tokens, _with_heads(tokens, tags)) for tokens, tags in text]


def _with_heads(tokens: Sequence[str], tags: Sequence[str]) -> list[str]:
    ruled = rules.found([word(token) for token in tokens])
    result = [OUTSIDE] * len(tokens)
    for chunk in combined(chunks(tags), ruled):
        write_chunk(result, chunk)
    return result


def distant_texts(texts: Iterable[Mapping[str, str]], names: Recogniser) -> Iterator[list[Tagged]]:
    """Articles (field -> raw text) tagged by curated names and, between these, by the rules.

    Sentences without any name are left out: they may hold names that neither knows.
    """
    for article in texts:
        spans = names.spans(article)
        yield [
            (words, tags)
            for field, text in article.items()
            for words, tags in _distant(text, [span for span in spans if span.field == field])
            if set(tags) != {OUTSIDE}
        ]


def _distant(text: str, spans: Sequence[Span]) -> Iterator[Tagged]:
    for tokens in sentences(text):
        words = [token.text for token in tokens]
        ruled = rules.found([word(token) for token in words])
        yield words, tags_of(len(words), known_chunks(tokens, spans), ruled)


def census(lines: Iterable[str], tagger: NameTagger) -> Census:
    """As what ``tagger`` reads the words of plain texts, of which each line is a paragraph."""
    counted = Census()
    paragraphs = iter(lines)
    while part := list(islice(paragraphs, _PARAGRAPHS)):
        read = [[word(token.text) for token in s] for line in part for s in sentences(line)]
        for words, tags in zip(read, tagger.tags(read), strict=True):
            counted.add(words, tags)
    return counted


def class_keys(texts: Iterable[str]) -> Iterator[list[str]]:
    """The sentences of plain texts as `word_classes` learns from them."""
    for text in texts:
        for tokens in bare_sentences(text):
            yield [class_key(word(token)) for token in tokens]
