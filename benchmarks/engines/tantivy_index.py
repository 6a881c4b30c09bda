"""tantivy, the search library in Rust, through its Python binding."""

from __future__ import annotations

from collections.abc import Iterable

import tantivy

from benchmarks.engines.analysed import Entry, ascii_word
from benchmarks.engines.contender import FACETS, PAGE, Contender, Found, Question

HEAP = 128_000_000
NUMBERS = ("pk", "source", "category", "published", "month")
COUNTS = {field: {"terms": {"field": field, "size": 1000}} for field in (*FACETS, "month")}


class Tantivy(Contender):
    name = "tantivy"

    def build(self, batches: Iterable[list[Entry]]) -> None:
        index = tantivy.Index(_schema(), str(self.folder))
        writer = index.writer(HEAP)
        for batch in batches:
            for entry in batch:
                writer.add_document(_document(entry))
        writer.commit()
        writer.wait_merging_threads()

    def open(self) -> None:
        self._schema = _schema()
        self._index = tantivy.Index.open(str(self.folder))
        self._searcher = self._index.searcher()
        self._writer: tantivy.IndexWriter | None = None

    def ask(self, question: Question) -> Found:
        query = self._query(question)
        order = {"order_by_field": "published"} if question.newest else {}
        found = self._searcher.search(query, PAGE, count=True, **order)
        pks = [self._searcher.doc(address)["pk"][0] for _, address in found.hits]
        counted = 0
        if question.facets:
            facets = self._searcher.aggregate(query, COUNTS)
            counted = sum(len(facet["buckets"]) for facet in facets.values())
        return Found(found.count, pks, counted)

    def _query(self, question: Question) -> tantivy.Query:
        must, may, must_not = tantivy.Occur.Must, tantivy.Occur.Should, tantivy.Occur.MustNot
        if question.phrase:
            words: list[object] = list(map(ascii_word, question.phrase))
            return tantivy.Query.phrase_query(self._schema, "words", words)
        if question.prefix:
            pattern = ascii_word(question.prefix) + ".*"
            return tantivy.Query.regex_query(self._schema, "words", pattern)
        parts = [(must, self._word(word)) for word in question.all_of]
        parts += [(may, self._word(word)) for word in question.any_of]
        parts += [(must_not, self._word(word)) for word in question.none_of]
        if question.source is not None:
            source = tantivy.Query.term_query(self._schema, "source", question.source)
            parts.append((must, tantivy.Query.const_score_query(source, 0.0)))
        if question.since is not None and question.until is not None:
            dates = tantivy.Query.range_query(
                self._schema,
                "published",
                tantivy.FieldType.Integer,
                question.since,
                question.until,
                include_upper=False,
            )
            parts.append((must, tantivy.Query.const_score_query(dates, 0.0)))
        return parts[0][1] if len(parts) == 1 else tantivy.Query.boolean_query(parts)

    def _word(self, word: str) -> tantivy.Query:
        return tantivy.Query.term_query(self._schema, "words", ascii_word(word))

    def replace(self, item: Entry) -> None:
        if self._writer is None:
            self._writer = self._index.writer(HEAP, 1)
        self._writer.delete_documents_by_term("pk", item.pk)
        self._writer.add_document(_document(item))
        self._writer.commit()
        self._index.reload()
        self._searcher = self._index.searcher()


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("words", tokenizer_name="whitespace")
    for name in NUMBERS:
        builder.add_integer_field(name, stored=name == "pk", indexed=True, fast=True)
    return builder.build()


def _document(entry: Entry) -> tantivy.Document:
    numbers = {name: getattr(entry, name) for name in NUMBERS}
    return tantivy.Document(words=entry.words, **numbers)
