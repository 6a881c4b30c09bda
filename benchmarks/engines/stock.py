"""Haystack's own Whoosh backend, used as its documentation shows."""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from typing import Any

from haystack import connections, indexes
from haystack.inputs import Raw
from haystack.query import SearchQuerySet
from haystack.utils.loading import UnifiedIndex

from articles.models import Article
from benchmarks.engines.analysed import Entry, ascii_word
from benchmarks.engines.contender import FACETS, PAGE, Contender, Found, Question

ALIAS = "stock"


class StockIndex(indexes.SearchIndex, indexes.Indexable):
    text = indexes.CharField(document=True)
    source = indexes.CharField(faceted=True)
    category = indexes.CharField(faceted=True)
    month = indexes.CharField(faceted=True)
    published = indexes.IntegerField()

    haystack_use_for_indexing = False

    def get_model(self) -> type[Article]:
        return Article

    def prepare(self, obj: Any) -> dict[str, Any]:
        entry: Entry = obj.entry
        prepared: dict[str, Any] = super().prepare(Article(pk=entry.pk))
        prepared |= {"text": entry.words, "published": entry.published}
        for name in (*FACETS, "month"):
            prepared[name] = prepared[f"{name}_exact"] = f"{name}{getattr(entry, name)}"
        return prepared


class Stock(Contender):
    name = "stock Haystack backend"
    largest = 20_000
    a_kind = 6

    def build(self, batches: Iterable[list[Entry]]) -> None:
        self.open()
        # One update: each further one opens the whole index again for every article.
        self._backend.update(self._index, [_article(entry) for batch in batches for entry in batch])

    def open(self) -> None:
        warnings.simplefilter("ignore")  # Whoosh's old regular expressions
        connections.connections_info[ALIAS] = {
            "ENGINE": "haystack.backends.whoosh_backend.WhooshEngine",
            "PATH": str(self.folder),
        }
        engine = connections[ALIAS]
        unified = UnifiedIndex()
        self._index = StockIndex()
        unified.build(indexes=[self._index])
        engine._index = unified
        self._backend = engine.get_backend()
        self._backend.setup()

    def ask(self, question: Question) -> Found:
        found = SearchQuerySet(using=ALIAS).filter(content=Raw(expression(question)))
        if question.source is not None:
            found = found.narrow(f"source_exact:source{question.source}")
        if question.since is not None:
            found = found.narrow(f"published:[{question.since} TO {question.until}]")
        if question.newest:
            found = found.order_by("-published")
        if question.facets:
            for name in (*FACETS, "month"):
                found = found.facet(name)
        total = found.count()
        page = [int(result.pk) for result in found[:PAGE]]
        counted = 0
        if question.facets:
            counted = sum(map(len, found.facet_counts()["fields"].values()))
        return Found(total, page, counted)

    def replace(self, item: Entry) -> None:
        self._backend.update(self._index, [_article(item)])


def expression(question: Question) -> str:
    """The question in Whoosh's query language."""
    if question.phrase:
        return '"' + " ".join(map(ascii_word, question.phrase)) + '"'
    if question.prefix:
        return ascii_word(question.prefix) + "*"
    if question.any_of:
        return "(" + " OR ".join(map(ascii_word, question.any_of)) + ")"
    words = " AND ".join(map(ascii_word, question.all_of))
    return words + "".join(f" AND NOT {ascii_word(word)}" for word in question.none_of)


def _article(entry: Entry) -> Article:
    article = Article(pk=entry.pk)
    article.entry = entry  # type: ignore[attr-defined]
    return article
