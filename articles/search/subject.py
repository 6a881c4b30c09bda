"""What articles are about: the words that are frequent in them and rare in the archive."""

from __future__ import annotations

import heapq
import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Protocol

from articles.persian.analyzer import Analyzer
from articles.persian.words import TERM_MARK
from articles.search import tree
from articles.search.analysis import Compiler
from articles.search.engines.base import Engine, EngineQuery

FIELD_COUNTS = (("title", 3), ("lead", 2), ("body", 1))
"""How often a word of each text counts."""

OPENING = 2500  # characters of a body: news says first what it is about
SHORTEST = 3  # letters
COMMON_SHARE = 0.1
"""A word in more than this share of the archive says nothing about one article."""

RESEMBLING = 14
"""Words by which an article's like are found; more find no better ones, see docs/relevance.md."""

_BEST = 10  # articles that a topic's first answer gives, whose words are looked at
_CANDIDATES = 60  # words of the best articles whose frequency in the archive is asked
_WORDS = 10
_SHARE = 0.4  # what all these words count beside those of the reader


class Texts(Protocol):
    """An article, or whatever has its texts."""

    @property
    def title(self) -> str: ...
    @property
    def lead(self) -> str: ...
    @property
    def body(self) -> str: ...


def terms_of(texts: Texts, persian: Analyzer) -> Counter[str]:
    """The stems of an article, no verbs, each as often as it counts."""
    counts: Counter[str] = Counter()
    for name, weight in FIELD_COUNTS:
        read = persian.analysed(getattr(texts, name)[:OPENING])
        stems = Counter(word.indexed or (word.exact,) for _, _, word in read.words)
        stems.update(compound.terms for compound in read.compounds.values())
        for terms, times in stems.items():
            for term in terms:
                if not term.startswith("v:") and len(term) >= SHORTEST:
                    counts[term] += weight * times
    return counts


def rare(terms: Iterable[str], engine: Engine) -> Iterator[tuple[str, tree.Keys, int]]:
    """Of the terms those that other articles hold too, but not many: with what finds them and
    the number of articles."""
    most = max(2, int(engine.count() * COMMON_SHARE))
    for term in terms:
        keys = (term, TERM_MARK + term)
        articles = engine.frequency(keys)
        if 2 <= articles <= most:
            yield term, tree.Keys(((keys,),)), articles


def resembling(
    texts: Texts, persian: Analyzer, engine: Engine, words: int = RESEMBLING
) -> tree.Any:
    """What finds the articles about the same: any of its most frequent words that are rare
    in the archive; the more of them an article has, the better it is. Finds ``texts`` too."""
    counts = terms_of(texts, persian)
    likely = [term for term, _ in counts.most_common(words * 3 // 2)]
    return tree.Any(tuple(keys for _, keys, _ in islice(rare(likely, engine), words)))


def is_topic(typed: tree.Node, compiler: Compiler) -> bool:
    """Whether a reader, whom any of plain words will do, named a topic: everything about it is
    wanted. A question wants one fact, and what else its answers speak of leads away from it."""
    return compiler.any_word and isinstance(typed, tree.Words) and not compiler.asks


def led(
    query: EngineQuery,
    texts_of: Callable[[Iterable[int]], Mapping[int, Texts]],
    persian: Analyzer,
    engine: Engine,
) -> EngineQuery:
    """The same query, led by the words of what it finds first; ``texts_of`` reads articles."""
    first = engine.search(replace(query, offset=0, limit=_BEST, facets=(), months=False)).hits
    texts = texts_of(pk for pk, _ in first)
    best = [(texts[pk], score) for pk, score in first if pk in texts]
    return replace(query, tree=raised(query.tree, best, persian, engine))


def raised(
    node: tree.Node, best: Sequence[tuple[Texts, float]], persian: Analyzer, engine: Engine
) -> tree.Node:
    """``node``, finding the same, where what resembles the ``best`` articles comes first.

    ``best`` are what it finds first, with their scores. Pseudo-relevance feedback: their
    words, weighted as in a relevance model (Lavrenko and Croft 2001) times idf, score beside
    those of the reader, as in Rocchio's formula.
    """
    shares = _relevance(best, persian)
    likely = heapq.nlargest(_CANDIDATES, shares, key=shares.__getitem__)
    size = engine.count()
    weighed = [
        (shares[term] * math.log(size / articles), keys)
        for term, keys, articles in rare(likely, engine)
    ]
    chosen = sorted(weighed, key=lambda pair: -pair[0])[:_WORDS]
    total = sum(weight for weight, _ in chosen)
    if not total:
        return node
    unit = _SHARE * _count_words(node) / total
    return tree.Raised(node, tuple((keys, weight * unit) for weight, keys in chosen))


def _relevance(best: Sequence[tuple[Texts, float]], persian: Analyzer) -> dict[str, float]:
    """Each term's share of the texts, those with higher scores counting more."""
    shares: defaultdict[str, float] = defaultdict(float)
    for texts, score in best:
        terms = terms_of(texts, persian)
        length = terms.total()
        for term, count in terms.items():
            shares[term] += score * count / length
    return shares


def _count_words(node: tree.Node) -> int:
    return sum(map(_count_words, node.nodes)) if isinstance(node, tree.Any) else 1
