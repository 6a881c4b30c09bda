"""The archive's real index in a temporary folder, filled with texts of a benchmark."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from articles.persian.analyzer import Analyzer
from articles.search import analysis, subject, tree
from articles.search.documents import Prepared, make_document
from articles.search.engines.base import Document, EngineQuery
from articles.search.engines.whoosh.index import WhooshIndex
from articles.search.query import parse

BATCH = 5000  # documents a commit

Text = tuple[int, str, str]
"""Id, title and body of a document."""


class _Texts(NamedTuple):
    title: str
    lead: str
    body: str


class NoDirectory:
    """Queries of a benchmark name no source, category or name."""

    def sources(self, text: str) -> tuple[int, ...]:
        return ()

    categories = names = sources


class Trial:
    """Texts in, questions through the archive's own parser, analysis and engine."""

    def __init__(self, folder: Path, persian: Analyzer | None = None) -> None:
        self.persian = persian or analysis.analyzer(())
        self.engine = WhooshIndex(folder)
        if not self.engine.exists():
            self.engine.create(analysis.index_settings(()))
        self._holds = cache(self.engine.holds)
        self._texts: dict[int, _Texts] = {}

    def add(self, texts: Iterable[Text]) -> None:
        waiting = iter(texts)
        while batch := list(islice(waiting, BATCH)):
            self._texts |= {pk: _Texts(title, "", body) for pk, title, body in batch}
            self.engine.update([self._document(*text) for text in batch])
        self._holds = cache(self.engine.holds)

    def node(self, query: str, any_word: bool = False) -> tree.Node:
        return self._compiler(any_word).compile(parse(query).tree)

    def ids(self, query: str) -> set[int]:
        """Ids of all documents that ``query`` finds."""
        return set(self.engine.ids(self.node(query)))

    def ranked(self, query: str, any_word: bool, limit: int) -> list[tuple[int, float]]:
        """The best (id, score), best first."""
        typed = parse(query).tree
        compiler = self._compiler(any_word)
        asked = EngineQuery(tree=compiler.compile(typed), limit=limit)
        if subject.is_topic(typed, compiler):
            asked = subject.led(asked, lambda _: self._texts, self.persian, self.engine)
        return self.engine.search(asked).hits

    def related(self, pk: int, limit: int, words: int) -> list[int]:
        """The ids of the documents that have most of so many words of one, itself among them."""
        alike = subject.resembling(self._texts[pk], self.persian, self.engine, words)
        return [found for found, _ in self.engine.search(EngineQuery(tree=alike, limit=limit)).hits]

    def _document(self, pk: int, title: str, body: str) -> Document:
        prepared = _prepared(pk, title, body)
        return make_document(prepared, self.persian, revision=0, analysis=0)

    def _compiler(self, any_word: bool) -> analysis.Compiler:
        return analysis.Compiler(self.persian, self._holds, NoDirectory(), any_word)


@contextmanager
def temporary_trial(texts: Iterable[Text], persian: Analyzer | None = None) -> Iterator[Trial]:
    with TemporaryDirectory(prefix="archive-benchmark-") as folder:
        trial = Trial(Path(folder), persian)
        trial.add(texts)
        yield trial


def _prepared(pk: int, title: str, body: str) -> Prepared:
    return Prepared(
        pk=pk,
        kicker="",
        title=title,
        lead="",
        body=body,
        source=0,
        category=0,
        names=[],
        published=None,
    )
