"""Where the reader's words stand in a text: what the index says, or what analysis finds again."""

from __future__ import annotations

from dataclasses import dataclass, field

from articles.persian.analyzer import Analyzer
from articles.search import tree
from articles.search.analysis import keys_of, spans_of
from articles.search.engines.base import Occurrence, Occurrences

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
            case tree.InField(_, child) | tree.Raised(child):
                self._collect(child)
            case tree.KeyPrefix(prefix):
                self.prefixes.append(prefix)
            case tree.Keys(sequences):
                for sequence in sequences:
                    if len(sequence) == 1:
                        self.keys.update(sequence[0])
                    else:
                        self.phrases.append(sequence)

    def every_key(self) -> set[str]:
        """The keys, those of the phrases among them."""
        return self.keys.union(*(slot for phrase in self.phrases for slot in phrase))

    def __bool__(self) -> bool:
        return bool(self.keys or self.phrases or self.prefixes)


def hit_spans(found: Occurrences, wanted: Wanted) -> list[Span]:
    """Raw offsets of what is ``wanted`` in a text, in order, overlaps merged."""
    spans = [
        (start, end)
        for key in (*wanted.keys, *wanted.prefixes)
        for _, start, end in found.get(key, ())
    ]
    for phrase in wanted.phrases:
        spans += _phrase_spans(found, phrase)
    return _merged(spans)


def occurrences_in(text: str, wanted: Wanted, persian: Analyzer) -> Occurrences:
    """What an index would know of ``text``, found by analysing it."""
    found: dict[str, list[Occurrence]] = {}
    if not wanted or not text:
        return found
    sought, prefixes = wanted.every_key(), tuple(wanted.prefixes)
    read = persian.analysed(text)
    spans = spans_of(read)
    for key, places in keys_of(read).items():
        if key in sought:
            found[key] = [Occurrence(at, spans.starts[at], spans.end_of(at, key)) for at in places]
    for at, (start, end, word) in enumerate(read.words if prefixes else ()):
        for prefix in prefixes:
            if word.exact.startswith(prefix):
                found.setdefault(prefix, []).append(Occurrence(at, start, end))
    return found


def _phrase_spans(found: Occurrences, phrase: tree.Sequence) -> list[Span]:
    slots = [
        {each.position - shift: each for key in slot for each in found.get(key, ())}
        for shift, slot in enumerate(phrase)
    ]
    starts = set.intersection(*map(set, slots))
    return [(slots[0][at].start, slots[-1][at].end) for at in starts]


def _merged(spans: list[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
