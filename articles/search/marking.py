"""Where the reader's words stand in a text, found by the analysis that found the article."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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
    spans = [span for token in tokens if (span := _word_span(token, wanted)) is not None]
    for phrase in wanted.phrases:
        spans += _phrase_spans(tokens, phrase)
    return _merged(spans)


def _keys(token: Token) -> Iterable[str]:
    yield token.exact
    for term in token.terms:
        yield TERM_MARK + term


def _word_span(token: Token, wanted: Wanted) -> Span | None:
    if any(token.exact.startswith(prefix) for prefix in wanted.prefixes):
        return token.start, token.end
    for key in _keys(token):
        if key in wanted.keys:
            # A joined key longer than the word itself is that of a compound starting here.
            whole = token.compound_end if len(key) > len(token.exact) + 1 else None
            return token.start, whole or token.end
    return None


def _phrase_spans(tokens: Sequence[Token], phrase: tree.Sequence) -> list[Span]:
    last = len(phrase) - 1
    return [
        (tokens[at].start, tokens[at + last].end)
        for at in range(len(tokens) - last)
        if all(
            any(key in slot for key in _keys(tokens[at + shift]))
            for shift, slot in enumerate(phrase)
        )
    ]


def _merged(spans: list[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
