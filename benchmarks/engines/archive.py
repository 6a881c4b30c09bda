"""The archive's own engine."""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from articles.persian.words import TERM_MARK
from articles.search import tree
from articles.search.analysis import index_settings
from articles.search.engines.base import Document, EngineQuery
from articles.search.engines.whoosh.index import WhooshIndex
from articles.search.request import Sort
from benchmarks.engines.analysed import documents
from benchmarks.engines.contender import FACETS, PAGE, Contender, Found, Question

FORGOTTEN, NEW_OBJECT, FROM_DISK = "words forgotten", "cold", "cold, from disk"


class Archive(Contender):
    name = "archive"
    cold_modes = (FORGOTTEN, NEW_OBJECT, FROM_DISK)

    @staticmethod
    def load(path: Path) -> list[Document]:
        return documents(path)

    def build(self, batches: Iterable[list[Document]]) -> None:
        """As a rebuild does: parts, swapped in and merged."""
        index = WhooshIndex(self.folder)
        with index.building(index_settings(())) as build:
            for batch in batches:
                index.add_to_build(batch)
            build.finish(lambda ids: [])

    def open(self) -> None:
        self._index = WhooshIndex(self.folder)

    def forget(self, mode: str) -> None:
        """Make the next question a first one: FORGOTTEN, to an index that answered others;
        NEW_OBJECT, to an index just opened; FROM_DISK, no file of which is in memory."""
        if mode == FORGOTTEN:
            self._index.forget_words()
            return
        self.open()
        if mode == FROM_DISK:
            for path in self.folder.rglob("*"):
                if path.is_file():
                    _evict(path)

    def ask(self, question: Question) -> Found:
        answer = self._index.search(engine_query(question))
        counted = sum(map(len, answer.facets.values())) + len(answer.months)
        return Found(answer.total, [pk for pk, _ in answer.hits], counted)

    def replace(self, item: Document) -> None:
        self._index.update([item])


def engine_query(question: Question) -> EngineQuery:
    period = None
    if question.since is not None and question.until is not None:
        period = tree.Period(_moment(question.since), _moment(question.until))
    source = () if question.source is None else (tree.Attribute("source", (question.source,)),)
    return EngineQuery(
        tree=_tree(question),
        filters=source,
        period=period,
        sort=Sort.NEWEST if question.newest else Sort.RELEVANCE,
        limit=PAGE,
        facets=FACETS if question.facets else (),
        months=question.facets,
    )


def _tree(question: Question) -> tree.Node:
    if question.phrase:
        return tree.Keys((tuple(map(_slot, question.phrase)),))
    if question.prefix:
        return tree.KeyPrefix(question.prefix)
    if question.any_of:
        return tree.Any(tuple(map(_word, question.any_of)))
    nodes = [_word(word) for word in question.all_of]
    nodes += [tree.Not(_word(word)) for word in question.none_of]
    return nodes[0] if len(nodes) == 1 else tree.All(tuple(nodes))


def _word(term: str) -> tree.Node:
    return tree.Keys(((_slot(term),),))


def _slot(term: str) -> tree.Slot:
    """The keys under which a term stands: as written, and as what words were reduced to."""
    return (term, TERM_MARK + term)


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _evict(path: Path) -> None:
    """Ask the system to drop the file from its page cache; other files stay."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
    finally:
        os.close(descriptor)
