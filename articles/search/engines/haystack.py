"""Any engine behind Haystack's backend, so that Haystack's commands and querysets work.

Haystack's query objects write our own query syntax, which the archive's parser reads:
there is one language and one analysis, whoever asks.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

import haystack
from haystack.backends import BaseSearchBackend, BaseSearchQuery, log_query
from haystack.constants import DJANGO_CT
from haystack.indexes import SearchIndex
from haystack.models import SearchResult
from haystack.utils import get_identifier

from articles.models import Alias, Article, Kind, WordRule
from articles.models.queue import next_revision
from articles.search import analysis, tree
from articles.search.directory import DatabaseDirectory, word_lists
from articles.search.documents import Prepared, make_document
from articles.search.engines.base import FACETS, Document, Engine, EngineQuery, fingerprint
from articles.search.query import parse
from articles.search.request import DEEPEST_RESULT, Sort

MONTH = "month"  # a facet: Jalali months as yyyymm
ORDERS = {"-published": Sort.NEWEST, "published": Sort.OLDEST}
DATE_LOOKUPS = {"gte": "از", "gt": "از", "lte": "تا", "lt": "تا"}


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
            yield make_document(_prepared(index, article), persian, revision, analysed_with)

    def remove(self, obj_or_string: Article | str, commit: bool = True) -> None:
        pk = get_identifier(obj_or_string).rpartition(".")[2]
        self.engine.update([], removed={int(pk): next_revision()})

    # --- reading ------------------------------------------------------------------------------

    @log_query
    def search(
        self,
        query_string: str,
        sort_by: Sequence[str] | None = None,
        start_offset: int = 0,
        end_offset: int | None = None,
        facets: Iterable[str] | None = None,
        narrow_queries: Iterable[str] | None = None,
        models: Iterable[type] | None = None,
        result_class: type[SearchResult] | None = None,
        **_: Any,
    ) -> dict[str, Any]:
        if models and Article not in set(models):
            return {"results": [], "hits": 0, "facets": {}, "spelling_suggestion": None}
        compiler = analysis.Compiler(
            analysis.analyzer_of(self.engine.settings()),
            cache(self.engine.holds),
            DatabaseDirectory(),
            lists=word_lists(),
        )
        parts = [query_string, *(narrow_queries or ())]
        nodes = tuple(compiler.compile(parse(part).tree) for part in parts if part != "*")
        offset = start_offset or 0
        answer = self.engine.search(
            EngineQuery(
                tree=tree.All(nodes),
                sort=ORDERS.get((sort_by or [""])[0], Sort.RELEVANCE),
                offset=offset,
                limit=(DEEPEST_RESULT if end_offset is None else end_offset) - offset,
                facets=tuple(name for name in FACETS if name in (facets or {})),
                months=MONTH in (facets or {}),
            )
        )
        counted = answer.facets | ({MONTH: answer.months} if answer.months else {})
        kind = result_class or SearchResult
        return {
            "results": [_result(kind, pk, score) for pk, score in answer.hits],
            "hits": answer.total,
            "facets": {
                "fields": {
                    name: sorted(counts.items(), key=lambda item: -item[1])
                    for name, counts in counted.items()
                }
            },
            "spelling_suggestion": None,
        }


class ArchiveQuery(BaseSearchQuery):
    """Writes what a SearchQuerySet asks in the archive's own query syntax."""

    def build_query_fragment(self, field: str, filter_type: str, value: Any) -> str:
        if field == DJANGO_CT:
            return "*"
        if field == "published":
            return f"{DATE_LOOKUPS.get(filter_type, 'تاریخ')}:{_date(value)}"
        prefix = {"title": "عنوان:", "source": "منبع:", "category": "دسته:", "names": "نام:"}
        return prefix.get(field, "") + self._words(filter_type, value)

    def _words(self, filter_type: str, value: Any) -> str:
        if filter_type == "in":
            return "(" + " OR ".join(_quoted(item) for item in value) + ")"
        if filter_type in {"exact", "iexact"}:
            return _quoted(value)
        if filter_type in {"startswith", "istartswith"}:
            return _plain(value) + "*"
        prepared = getattr(value, "prepare", None)
        return f"({prepared(self) if prepared else _plain(value)})"

    def build_alt_parser_query(self, *_: Any, **__: Any) -> str:
        raise NotImplementedError("The archive has one query syntax; see articles.search.query.")


def _result(kind: type[SearchResult], pk: int, score: float) -> SearchResult:
    """With the id by which Haystack's ``update_index --remove`` names what is stale."""
    return kind("articles", "article", str(pk), score, id=f"articles.article.{pk}")


def _prepared(index: SearchIndex, article: Article) -> Prepared:
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
        updated=article.updated_at,
    )


def protected_words() -> set[str]:
    """Words of curated names that analysis must not take apart.

    Every word of a person's name; of other names only those that are a single word,
    because «سازمان» and «امور» are ordinary words inside longer names. And what curators
    said of single words.
    """
    rules = WordRule.objects.filter(kind=WordRule.Kind.PROTECTED)
    words = set(rules.values_list("word", flat=True))
    for kind, text in Alias.objects.values_list("entity__kind", "text").iterator():
        parts = text.split()
        if kind == Kind.PERSON or len(parts) == 1:
            words.update(parts)
    return words


def _plain(value: object) -> str:
    """The words of ``value`` without anything that the query syntax gives a meaning."""
    return " ".join(str(value).translate(dict.fromkeys(map(ord, '"«»“”()*:'), " ")).split())


def _quoted(value: object) -> str:
    return f'"{_plain(value)}"'


def _date(value: object) -> str:
    return value.strftime("%Y-%m-%d") if isinstance(value, date | datetime) else _plain(value)
