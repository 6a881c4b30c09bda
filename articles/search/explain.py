"""Why an article was found, or was not: what became of each word of a query.

The same analysis and the same keys as the search itself, laid open.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from articles.models import Article
from articles.persian.analyzer import Analyzer
from articles.search import analysis, indexing, tree
from articles.search.compiling import compiler_of
from articles.search.directory import DatabaseDirectory
from articles.search.engines.base import Engine
from articles.search.marking import Wanted, hit_spans, occurrences_in
from articles.search.periods import read_from_words
from articles.search.query import parse
from articles.search.request import SearchRequest

VERB_MARK = "v:"


@dataclass(frozen=True, slots=True)
class Place:
    """A piece of an article's own text that a word of the query hits."""

    field: str
    text: str


@dataclass(frozen=True, slots=True)
class ExplainedWord:
    """One thing that was asked for.

    ``folded`` is how its letters are read, ``stems`` what is sought for it, ``spellings``
    the other ways to write it that count as well. ``negated`` words exclude, ``optional``
    ones are not sought. ``articles`` is how many hold it; ``in_article`` whether the explained
    one does, ``places`` where in its text.
    """

    typed: str
    kind: str
    folded: str
    stems: tuple[str, ...]
    spellings: tuple[str, ...]
    optional: bool
    negated: bool
    articles: int
    in_article: bool
    places: tuple[Place, ...]


def explain(request: SearchRequest, article: Article | None = None) -> list[ExplainedWord]:
    """The words of ``request.q`` in their order, held against ``article`` when given.

    A period among them is none of the words, as in the search. Raises EngineError without
    an index.
    """
    request = read_from_words(request)
    engine = indexing.backend().engine
    persian = analysis.analyzer_of(engine.settings())
    compiler = compiler_of(engine, persian, DatabaseDirectory(), request.any_word)
    explainer = _Explainer(engine, persian, compiler, article)
    return list(explainer.of(parse(request.q).tree, negated=False))


@dataclass(frozen=True, slots=True)
class _Explainer:
    engine: Engine
    persian: Analyzer
    compiler: analysis.Compiler
    article: Article | None

    def of(self, node: tree.Node, negated: bool) -> Iterator[ExplainedWord]:
        match node:
            case tree.All(nodes) | tree.Any(nodes):
                for child in nodes:
                    yield from self.of(child, negated)
            case tree.Not(child):
                yield from self.of(child, not negated)
            case tree.Words(text):
                yield from self.words(text, negated)
            case tree.Phrase(text):
                sequences = self.persian.phrase(text, self.engine.holds)
                yield self.word(text, "phrase", self.compiler.phrase(text), sequences, negated)
            case tree.Prefix(text):
                yield self.word(f"{text}*", "prefix", self.compiler.prefix(text), (), negated)
            case tree.Fuzzy(text):
                yield self.word(f"{text}~", "fuzzy", self.compiler.fuzzy(text), (), negated)
            case tree.Field(name, child):
                yield from self.in_field(name, child, negated)

    def in_field(self, name: str, node: tree.Node, negated: bool) -> Iterator[ExplainedWord]:
        """A field over brackets applies to every word inside them, as in `analysis.Compiler`."""
        match node:
            case tree.All(nodes) | tree.Any(nodes):
                for child in nodes:
                    yield from self.in_field(name, child, negated)
            case tree.Not(child):
                yield from self.in_field(name, child, not negated)
            case tree.Words(text) if name == "title":
                yield from self.words(text, negated, field=name)
            case tree.Words(text) | tree.Phrase(text) | tree.Prefix(text) | tree.Fuzzy(text):
                compiled = self.compiler.compile(tree.Field(name, node))
                yield self.word(_as_typed(node, text), name, compiled, (), negated)
            case _:
                yield from self.of(node, negated)

    def words(self, text: str, negated: bool, field: str | None = None) -> Iterator[ExplainedWord]:
        units = self.persian.units(text, self.compiler.holds_term)
        sought = self.compiler.wanted(units)
        for unit in units:
            keys = self.compiler.keys(unit)
            yield self.word(
                unit.text,
                field or "word",
                tree.InField(field, keys) if field else keys,
                unit.sequences,
                negated,
                optional=unit not in sought,
            )

    def word(
        self,
        typed: str,
        kind: str,
        node: tree.Node,
        sequences: tuple[tree.Sequence, ...],
        negated: bool,
        optional: bool = False,
    ) -> ExplainedWord:
        holding = self.engine.ids(node)
        in_article = self.article is not None and self.article.pk in holding
        return ExplainedWord(
            typed=typed,
            kind=kind,
            folded=self.persian.prefix(typed),
            stems=_stems(sequences),
            spellings=tuple(_spelt(sequence) for sequence in sequences if len(sequence) > 1),
            optional=optional,
            negated=negated,
            articles=len(holding),
            in_article=in_article,
            places=tuple(self.places(Wanted.of(node), kind)),
        )

    def places(self, wanted: Wanted, kind: str) -> Iterator[Place]:
        if self.article is None:
            return
        texts = self.article.texts()
        for name, text in ({kind: texts[kind]} if kind in texts else texts).items():
            for start, end in hit_spans(occurrences_in(text, wanted, self.persian), wanted):
                yield Place(name, text[start:end])


def _as_typed(node: tree.Node, text: str) -> str:
    """With the sign behind the word that made it a prefix or a fuzzy word."""
    match node:
        case tree.Prefix():
            return f"{text}*"
        case tree.Fuzzy():
            return f"{text}~"
    return text


def _stems(sequences: tuple[tree.Sequence, ...]) -> tuple[str, ...]:
    terms = (term for sequence in sequences if len(sequence) == 1 for term in sequence[0])
    return tuple(dict.fromkeys(map(_readable, terms)))


def _spelt(sequence: tree.Sequence) -> str:
    return " + ".join("/".join(map(_readable, slot)) for slot in sequence)


def _readable(term: str) -> str:
    """A verb's term as its infinitive: v:رفت is رفتن."""
    return term.removeprefix(VERB_MARK) + "ن" if term.startswith(VERB_MARK) else term
