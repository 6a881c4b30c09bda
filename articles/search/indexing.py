"""The index follows the database: updates, complete rebuilds, comparison."""

from __future__ import annotations

import gc
import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial

import django
from haystack import connections
from haystack.constants import DEFAULT_ALIAS

from articles.errors import EngineError
from articles.models import Article
from articles.persian.analyzer import ANALYZER_VERSION
from articles.search import analysis
from articles.search.documents import version
from articles.search.engines.base import Document
from articles.search.engines.haystack import ArchiveBackend, protected_words

BATCH = 2000
# Below this a second process costs more than it brings.
PARALLEL_FROM = 5000

Report = Callable[[int, int], None]


def backend() -> ArchiveBackend:
    """The backend of the one engine that the settings name."""
    found: ArchiveBackend = connections[DEFAULT_ALIAS].get_backend()
    return found


def exists() -> bool:
    """Whether there is an index to search at all."""
    return backend().engine.exists()


def protect(word: str, protected: bool) -> None:
    """Keep ``word`` whole from now on, or no longer; its articles are to be indexed again."""
    engine = backend().engine
    settings = dict(engine.settings())
    names = settings.get("names")
    words = set(names if isinstance(names, list) else ())
    changed = words | {word} if protected else words - {word}
    if changed != words:
        engine.configure(settings | {"names": sorted(changed)})


OUTDATED = (
    "نمایهٔ جست‌وجو قدیمی است و شاید همهٔ خبرها پیدا نشوند؛ "
    "مدیر فنی باید «manage.py rebuild_index» را اجرا کند."
)


def problem() -> str:
    """What is wrong with the index, with the remedy; empty when it can be searched well.

    Cheap: what only reading everything shows is left to ``damages``.
    """
    try:
        made_with = backend().engine.settings().get("analyzer_version")
    except EngineError as error:
        return str(error)
    return "" if made_with == ANALYZER_VERSION else OUTDATED


def is_current() -> bool:
    """Whether there is an index made with today's rules; otherwise it wants a rebuild."""
    return not problem()


def update(article_ids: Iterable[int]) -> None:
    """Index these articles as they are now; those not published or gone are taken out."""
    ids = set(article_ids)
    engine = backend().engine
    with _no_collections():
        documents = list(_documents(ids, engine.settings()))
    engine.update(documents, removed=ids - {document.pk for document in documents})


def rebuild(report: Report | None = None, workers: int | None = None) -> int:
    """Make the index anew beside the old one and swap it in; the number of articles.

    Readers search the old index until the new one is complete. ``workers`` processes
    analyse (default: one for each core); ``report(done, total)`` counts articles.
    """
    settings = analysis.index_settings(protected_words())
    ids = list(Article.objects.published().order_by("pk").values_list("pk", flat=True))
    batches = [ids[first : first + BATCH] for first in range(0, len(ids), BATCH)]
    done = 0
    with backend().engine.building(settings) as build:
        for count in _each(partial(_build_part, settings), batches, len(ids), workers):
            done += count
            if report is not None:
                report(done, len(ids))
        build.finish(partial(_documents, settings=settings))
    return done


def _each(
    work: Callable[[Sequence[int]], int],
    batches: Sequence[Sequence[int]],
    total: int,
    workers: int | None,
) -> Iterator[int]:
    """``work`` over the batches, in several processes when there is enough to do."""
    workers = workers or os.cpu_count() or 1
    if workers == 1 or total < PARALLEL_FROM:
        yield from map(work, batches)
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, context, initializer=django.setup) as pool:
        yield from pool.map(work, batches)


def _build_part(settings: dict[str, object], ids: Sequence[int]) -> int:
    with _no_collections():
        documents = list(_documents(ids, settings))
        backend().engine.add_to_build(documents)
    return len(documents)


@contextmanager
def _no_collections() -> Iterator[None]:
    """Analysed documents are hundreds of thousands of lists, none in a cycle: to look them
    through for garbage again and again costs a fifth of the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _documents(ids: Iterable[int], settings: Mapping[str, object]) -> Iterator[Document]:
    """The published articles among ``ids`` as the engine keeps them."""
    index = connections[DEFAULT_ALIAS].get_unified_index().get_index(Article)
    yield from backend().documents(index, index.index_queryset().filter(pk__in=ids), settings)


def damages() -> list[str]:
    """What is broken in the stored index, read in full."""
    return backend().engine.damages()


@dataclass(slots=True)
class Differences:
    """How the index and the database disagree; ids of articles."""

    missing: list[int] = field(default_factory=list)
    stale: list[int] = field(default_factory=list)
    orphaned: list[int] = field(default_factory=list)

    def all_ids(self) -> list[int]:
        return [*self.missing, *self.stale, *self.orphaned]


def compare() -> Differences:
    """Hold every article of the index against the database."""
    indexed = backend().engine.versions()
    index = connections[DEFAULT_ALIAS].get_unified_index().get_index(Article)
    found = Differences()
    articles = index.index_queryset().only("updated_at", "source_id", "category_id")
    for article in articles.order_by("pk").iterator(chunk_size=BATCH):
        names = index.prepare_names(article)
        now = version(article.updated_at, article.source_id, article.category_id or 0, names)
        known = indexed.pop(article.pk, None)
        if known is None:
            found.missing.append(article.pk)
        elif known != now:
            found.stale.append(article.pk)
    found.orphaned = list(indexed)
    return found
