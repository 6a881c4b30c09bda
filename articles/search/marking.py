"""Where the reader's words stand in a text, found by the analysis that found the article."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from articles.persian.analyzer import Analyzer, Token
from articles.search import tree
from articles.search.analysis import TERM_MARK

Span = tuple[int, int]


@dataclass(slots=True)
class Wanted:
    """The keys, phrases and prefixes that a compiled tree asks for, negated ones left out."""

    keys: set[str] = field(default_factory=set)
    phrases: list[tree.Sequence] = field(default_factory=list)
    prefixes: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, node: tree.Node) -> Wanted:
        wanted = cls()
        wanted._collect(node)
        return wanted

    def _collect(self, node: tree.Node) -> None:
        match node:
            case tree.All(nodes) | tree.Any(nodes):
                for child in nodes:
                    self._collect(child)
            case tree.InField(_, child):
                self._collect(child)
            case tree.KeyPrefix(prefix):
                self.prefixes.append(prefix)
            case tree.Keys(sequences):
                for sequence in sequences:
                    if len(sequence) == 1:
                        self.keys.update(sequence[0])
                    else:
                        self.phrases.append(sequence)

    def __bool__(self) -> bool:
        return bool(self.keys or self.phrases or self.prefixes)


def hit_spans(text: str, wanted: Wanted, persian: Analyzer) -> list[Span]:
    """Offsets into ``text`` of what is ``wanted``, whole words, in order, overlaps merged."""
    if not wanted or not text:
        return []
    tokens = persian.tokens(text)
    places = _places(tokens, wanted)
    spans = [_span_of_word(tokens[at], key) for key in wanted.keys for at in places.get(key, ())]
    for phrase in wanted.phrases:
        spans += _phrase_spans(tokens, places, phrase)
    for token in tokens if wanted.prefixes else ():
        if token.exact.startswith(tuple(wanted.prefixes)):
            spans.append((token.start, token.end))
    return _merged(spans)


def _places(tokens: Sequence[Token], wanted: Wanted) -> dict[str, list[int]]:
    """Of every wanted key, the tokens that have it, in order."""
    slots = (slot for phrase in wanted.phrases for slot in phrase)
    sought = wanted.keys.union(*slots)
    terms = {key[len(TERM_MARK) :] for key in sought if key.startswith(TERM_MARK)}
    places: dict[str, list[int]] = {}
    for at, token in enumerate(tokens):
        if token.exact in sought:
            places.setdefault(token.exact, []).append(at)
        for term in token.terms:
            if term in terms:
                places.setdefault(TERM_MARK + term, []).append(at)
    return places


def _span_of_word(token: Token, key: str) -> Span:
    # A joined key longer than the word itself is that of a compound starting here.
    whole = token.compound_end if len(key) > len(token.exact) + 1 else None
    return token.start, whole or token.end


def _phrase_spans(
    tokens: Sequence[Token], places: Mapping[str, list[int]], phrase: tree.Sequence
) -> list[Span]:
    starts: set[int] | None = None
    for shift, slot in enumerate(phrase):
        here = {at - shift for key in slot for at in places.get(key, ())}
        starts = here if starts is None else starts & here
    last = len(phrase) - 1
    return [(tokens[at].start, tokens[at + last].end) for at in starts or ()]


def _merged(spans: list[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
