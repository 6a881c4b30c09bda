"""Tagging a token file: one token a line, a blank line after each sentence.

The tags are those of the usual Persian corpora: PER, LOC and ORG in BIO. The gazetteer
reads each sentence by itself; the model and the rules also use what stands in the
sentences around it, as in an article.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from articles.recognition.chains import contains, overlap
from articles.recognition.crf import NameTagger
from articles.recognition.lexical import word
from articles.recognition.recogniser import Recogniser
from articles.recognition.tagged_tokens import OUTSIDE, Chunk, Token, write_chunk
from articles.recognition.unknown import known_chunks, names

_SENTENCE = "sentence"


def tag_lines(lines: Iterable[str], recogniser: Recogniser, tagger: NameTagger) -> Iterator[str]:
    """Yield ``token<TAB>tag`` for each token line and an empty line for each blank one.

    The token is the first tab-separated column and may hold spaces; further columns are
    ignored. All lines are read before the first answer.
    """
    tokens = [line.rstrip("\r\n").partition("\t")[0] for line in lines]
    tags = _in_order(tagged(_sentences(tokens), recogniser, tagger))
    for token in tokens:
        yield f"{token}\t{next(tags)}" if token.strip() else ""


def _sentences(tokens: Iterable[str]) -> list[list[str]]:
    found: list[list[str]] = [[]]
    for token in tokens:
        if token.strip():
            found[-1].append(token)
        elif found[-1]:
            found.append([])
    return found


def _in_order(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    for row in rows:
        yield from row


def tagged(
    text: Sequence[Sequence[str]], recogniser: Recogniser, tagger: NameTagger
) -> list[list[str]]:
    """The BIO tags of each sentence; curated, modelled and ruled names together."""
    known = [curated_chunks(tokens, recogniser) for tokens in text]
    read = [[word(token) for token in tokens] for tokens in text]
    found = names(read, tagger)
    return [
        tags_of(len(tokens), sure, [named.chunk for named in others])
        for tokens, sure, others in zip(text, known, found, strict=True)
    ]


def curated_chunks(tokens: Sequence[str], recogniser: Recogniser) -> list[Chunk]:
    """The sure names of the gazetteer in one sentence."""
    spans = recogniser.spans({_SENTENCE: " ".join(tokens)})
    return known_chunks(list(_placed(tokens)), spans)


def _placed(tokens: Iterable[str]) -> Iterator[Token]:
    start = 0
    for token in tokens:
        yield Token(start, start + len(token), token)
        start += len(token) + 1


def tags_of(length: int, sure: Sequence[Chunk], others: Sequence[Chunk]) -> list[str]:
    """Tags of a sentence: a curated name wins, unless it is a part of a longer one.

    «دانشگاه تهران» is an organisation although «تهران» is curated, as the longest name
    wins within the gazetteer, too.
    """
    longer = [o for o in others if any(contains(o, chunk) for chunk in sure)]
    kept = [*longer, *(c for c in sure if not any(overlap(c, o) for o in longer))]
    kept += [o for o in others if not any(overlap(o, chunk) for chunk in kept)]
    tags = [OUTSIDE] * length
    for chunk in kept:
        write_chunk(tags, chunk)
    return tags
