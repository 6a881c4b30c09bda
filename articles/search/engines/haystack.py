"""Any engine behind Haystack's backend, so that Haystack's commands and querysets work.

What a SearchQuerySet asks comes as a tree (see `haystack_query`), what a person types as
text in the archive's query syntax: one analysis, whoever asks.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

import haystack
from haystack.backends import BaseSearchBackend, log_query
from haystack.indexes import SearchIndex
from haystack.models import SearchResult
from haystack.utils import get_identifier

from articles.models import Alias, Article, WordRule
from articles.models.entity import whole_words
from articles.models.queue import next_revision
from articles.search import analysis, repair, subject, tree
from articles.search.compiling import compiler_of
from articles.search.directory import DatabaseDirectory
from articles.search.documents import Prepared, make_document
from articles.search.engines.base import (
    Document,
    Engine,
    EngineAnswer,
    EngineQuery,
    fingerprint,
)
from articles.search.engines.haystack_options import FACET_FIELDS, gaps, order_of, refuse
from articles.search.engines.haystack_results import ArchiveResult, results
from articles.search.engines.lookups import MONTH, UnsupportedQueryError
from articles.search.engines.narrowing import narrowed
from articles.search.query import parse


class ArchiveBackend(BaseSearchBackend):
    """Haystack's view of an engine. Subclasses say how to make theirs."""

    def __init__(self, connection_alias: str, **options: Any) -> None:
        options.setdefault("BATCH_SIZE", 2000)
        super().__init__(connection_alias, **options)

    @abstractmethod
    def make_engine(self, address: str) -> Engine:
        """The engine at this address (a folder, a URL)."""

    @property
    def engine(self) -> Engine:
        return self.make_engine(
            haystack.connections.connections_info[self.connection_alias]["PATH"]
        )

    # --- writing ------------------------------------------------------------------------------

    def clear(self, models: object = None, commit: bool = True) -> None:
        """An empty index, analysed from now on with today's rules and curated names."""
        self.engine.create(analysis.index_settings(protected_words()), next_revision())

    def update(self, index: SearchIndex, iterable: Iterable[Article], commit: bool = True) -> None:
        """Index these articles as they are in the database now, in one commit.

        They are read again: Haystack may have read them before another process did.
        """
        ids = [article.pk for article in iterable]
        revision = next_revision()
        articles = index.index_queryset().filter(pk__in=ids)
        documents = list(self.documents(index, articles, self.engine.settings(), revision))
        gone = set(ids) - {document.pk for document in documents}
        self.engine.update(documents, dict.fromkeys(gone, revision))

    def documents(
        self,
        index: SearchIndex,
        articles: Iterable[Article],
        settings: Mapping[str, object],
        revision: int,
    ) -> Iterator[Document]:
        """The articles as an index with these settings keeps them.

        ``revision`` was taken before the articles were read.
        """
        persian = analysis.analyzer_of(settings)
        analysed_with = fingerprint(settings)
        for article in articles:
            yield make_document(prepared_fields(index, article), persian, revision, analysed_with)

    def remove(self, obj_or_string: Article | str, commit: bool = True) -> None:
        pk = get_identifier(obj_or_string).rpartition(".")[2]
        self.engine.update([], removed={int(pk): next_revision()})

    # --- reading ------------------------------------------------------------------------------

    @log_query
    def search(
        self,
        query_string: str | tree.Node,
        sort_by: Sequence[str] | None = None,
        start_offset: int | None = None,
        end_offset: int | None = None,
        facets: Collection[str] | None = None,
        date_facets: Mapping[str, Mapping[str, Any]] | None = None,
        narrow_queries: Iterable[str | tree.Node] | None = None,
        boost: Mapping[str, float] | None = None,
        like: Article | None = None,
        models: Collection[type] | None = None,
        fields: Collection[str] | None = None,
        result_class: type[SearchResult] | None = None,
        limit_to_registered_models: bool | None = None,
        spelling_query: str | None = None,
        **unknown: object,
    ) -> dict[str, Any]:
        """Haystack's answer to a tree, or to text in the archive's query syntax.

        ``like`` finds the articles that resemble one. Raises UnsupportedQueryError for what
        the index does not know, EngineError without an index.
        """
        refuse(unknown)
        if models and Article not in models:
            return {"results": [], "hits": 0, "facets": {}, "spelling_suggestion": None}
        engine = self.engine
        node = self._node(query_string, narrow_queries or (), boost or {}, like)
        facets, offset = facets or (), start_offset or 0
        end = engine.count() if end_offset is None else end_offset
        wanted = max(end - offset, 0)
        answer = engine.search(
            EngineQuery(
                tree=node,
                sort=order_of(sort_by or ()),
                offset=offset,
                limit=max(wanted, 1),
                facets=tuple(FACET_FIELDS[name] for name in facets if name in FACET_FIELDS),
                months=MONTH in facets,
            )
        )
        return {
            "results": results(answer.hits[:wanted], fields or (), result_class or ArchiveResult),
            "hits": answer.total,
            "facets": {
                "fields": {name: _counted(name, answer) for name in facets},
                "dates": {
                    name: [
                        (gap.start, _count(engine, tree.All((node, gap)))) for gap in gaps(**asked)
                    ]
                    for name, asked in (date_facets or {}).items()
                },
                "queries": {},
            },
            "spelling_suggestion": self.suggestion(spelling_query) if spelling_query else None,
        }

    def more_like_this(
        self,
        model_instance: Article,
        additional_query_string: str | tree.Node | None = None,
        **options: Any,
    ) -> dict[str, Any]:
        asked = additional_query_string or tree.EVERYTHING
        found: dict[str, Any] = self.search(asked, like=model_instance, **options)
        return found

    def suggestion(self, text: str) -> str | None:
        """The better query that the search page would offer for ``text``, or None."""
        engine = self.engine
        compiler = self._compiler()

        def total(typed: str) -> int:
            return _count(engine, compiler.compile(parse(typed).tree))

        found = total(text)
        better = repair.repaired(text, found, engine)
        return better.text if better and repair.outdoes(total(better.text), found) else None

    def _compiler(self) -> analysis.Compiler:
        persian = analysis.analyzer_of(self.engine.settings())
        return compiler_of(self.engine, persian, DatabaseDirectory())

    def _node(
        self,
        asked: str | tree.Node,
        narrowing: Iterable[str | tree.Node],
        boost: Mapping[str, float],
        like: Article | None,
    ) -> tree.Node:
        """All of it as one tree that an engine counts. What narrows does not score."""
        compiler = self._compiler()
        node = parse(asked).tree if isinstance(asked, str) else asked
        parts = [compiler.compile(node)]
        for part in narrowing:
            compiled = compiler.compile(narrowed(part) if isinstance(part, str) else part)
            parts.append(tree.Not(tree.Not(compiled)))  # a double negation finds without scoring
        if like is not None:
            parts += self._alike(like, compiler)
        whole = tree.All(tuple(parts))
        raising = tuple(
            (keys, float(weight))
            for term, weight in boost.items()
            for keys in _words_in(compiler.words(term))
        )
        return tree.Raised(whole, raising) if raising else whole

    def _alike(self, article: Article, compiler: analysis.Compiler) -> Iterator[tree.Node]:
        if not isinstance(article, Article):
            raise UnsupportedQueryError(f"more_like_this() takes an article, not {article!r}.")
        yield subject.resembling(article, compiler.persian, self.engine)
        yield tree.Not(tree.Attribute("pk", (article.pk,)))


def _count(engine: Engine, node: tree.Node) -> int:
    return engine.search(EngineQuery(tree=node, limit=1)).total


def _words_in(node: tree.Node) -> Iterator[tree.Keys]:
    match node:
        case tree.Keys():
            yield node
        case tree.All(nodes) | tree.Any(nodes):
            for child in nodes:
                yield from _words_in(child)


def _counted(facet: str, answer: EngineAnswer) -> list[tuple[int, int]]:
    """(value, articles), the commonest first."""
    counts = answer.months if facet == MONTH else answer.facets[FACET_FIELDS[facet]]
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def prepared_fields(index: SearchIndex, article: Article) -> Prepared:
    """The fields of an article as `ArticleIndex` gives them to every engine."""
    fields = index.full_prepare(article)
    return Prepared(
        pk=article.pk,
        kicker=fields["kicker"],
        title=fields["title"],
        lead=fields["lead"],
        body=fields["text"],
        source=fields["source"],
        category=fields.get("category") or 0,
        names=fields.get("names") or [],
        published=article.published_at,
    )


def protected_words() -> set[str]:
    """Words of curated names that analysis must not take apart.

    See `whole_words`; and what curators said of single words.
    """
    rules = WordRule.objects.filter(kind=WordRule.Kind.PROTECTED)
    words = set(rules.values_list("word", flat=True))
    for kind, text in Alias.objects.values_list("entity__kind", "text").iterator():
        words.update(whole_words(text, kind))
    return words
