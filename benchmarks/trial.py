"""The archive's real index in a temporary folder, filled with texts of a benchmark."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from articles.persian.analyzer import Analyzer
from articles.search import analysis, tree
from articles.search.documents import Prepared, make_document
from articles.search.engines.base import EngineQuery
from articles.search.engines.whoosh.index import WhooshIndex
from articles.search.query import parse

BATCH = 5000  # documents a commit
NEVER = datetime(2000, 1, 1, tzinfo=UTC)  # no text of a benchmark is ever edited

Text = tuple[int, str, str]
"""Id, title and body of a document."""


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

    def add(self, texts: Iterable[Text]) -> None:
        waiting = iter(texts)
        while batch := list(islice(waiting, BATCH)):
            self.engine.update([make_document(_prepared(*text), self.persian) for text in batch])
        self._holds = cache(self.engine.holds)

    def node(self, query: str, any_word: bool = False) -> tree.Node:
        compiler = analysis.Compiler(self.persian, self._holds, NoDirectory(), any_word)
        return compiler.compile(parse(query).tree)

    def ids(self, query: str) -> set[int]:
        """Ids of all documents that ``query`` finds."""
        return set(self.engine.ids(self.node(query)))

    def ranked(self, query: str, any_word: bool, limit: int) -> list[tuple[int, float]]:
        """The best (id, score), best first."""
        return self.engine.search(EngineQuery(tree=self.node(query, any_word), limit=limit)).hits


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
        updated=NEVER,
    )
