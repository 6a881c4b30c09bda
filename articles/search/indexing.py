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
from django.db.models import QuerySet
from haystack import connections
from haystack.constants import DEFAULT_ALIAS
from haystack.indexes import SearchIndex

from articles.errors import EngineError, StaleReadingError
from articles.models import Article
from articles.models.queue import PendingWord, advance_revision, newest_revision, next_revision
from articles.persian.analyzer import ANALYZER_VERSION
from articles.search import analysis
from articles.search.documents import VERSIONED_TEXTS, version
from articles.search.engines.base import DOCUMENT_VERSION, Document, Engine, Prepared
from articles.search.engines.haystack import ArchiveBackend, prepared_fields, protected_words

BATCH = 2000
# Below this a second process costs more than it brings.
PARALLEL_FROM = 5000
# So often articles are read again, when the index was made anew meanwhile.
READINGS = 5

Report = Callable[[int, int], None]


def backend() -> ArchiveBackend:
    """The backend of the one engine that the settings name."""
    found: ArchiveBackend = connections[DEFAULT_ALIAS].get_backend()
    return found


def exists() -> bool:
    """Whether there is an index to search at all."""
    return backend().engine.exists()


def changed_protection(protected: set[str], released: set[str]) -> set[str]:
    """Words of either set of which the index has to be told: they are kept whole from now on,
    or no longer, and analysis makes something else of them then."""
    settings = backend().engine.settings()
    kept = kept_words(settings)
    moved = (protected - kept) | (released & kept)
    with_them = analysis.analyzer_of({**settings, "names": sorted(kept | moved)})
    without = analysis.analyzer_of({**settings, "names": sorted(kept - moved)})
    return {
        word
        for word in moved
        if analysis.keys_of(with_them.analysed(word)) != analysis.keys_of(without.analysed(word))
    }


def protect(protected: set[str], released: set[str]) -> None:
    """Keep words whole from now on, or no longer; their articles are to be indexed again."""

    def change(settings: Mapping[str, object]) -> Mapping[str, object]:
        return {**settings, "names": sorted((kept_words(settings) | protected) - released)}

    engine = backend().engine
    before = engine.settings()
    if change(before) != before:
        engine.configure(change)


def kept_words(settings: Mapping[str, object]) -> set[str]:
    """The words that an index with these settings keeps whole."""
    names = settings.get("names")
    return set(names if isinstance(names, list) else ())


OUTDATED = (
    "نمایهٔ جست‌وجو قدیمی است و شاید همهٔ خبرها پیدا نشوند؛ "
    "مدیر فنی باید «manage.py rebuild_index» را اجرا کند."
)


OLDER_DATABASE = (
    "نمایهٔ جست‌وجو تازه‌تر از پایگاه داده است (شاید نسخهٔ پشتیبان بازگردانده شده است)؛ "
    "مدیر فنی باید «manage.py check_index --repair» را اجرا کند."
)


def problem() -> str:
    """What is wrong with the index, with the remedy; empty when it can be searched well.

    Cheap: what only reading everything shows is left to ``damages``.
    """
    engine = backend().engine
    try:
        settings = engine.settings()
        newest = engine.newest_revision()
    except EngineError as error:
        return str(error)
    made_by = settings.get("analyzer_version"), settings.get("document_version")
    if made_by != (ANALYZER_VERSION, DOCUMENT_VERSION):
        return OUTDATED
    return OLDER_DATABASE if newest > newest_revision() else ""


def words_not_followed() -> set[str]:
    """Words that the index should keep whole and does not, or the other way round.

    Those of which analysis makes the same either way are left out. Reads every spelling of
    every name. Raises EngineError where there is no index.
    """
    wanted, kept = protected_words(), kept_words(backend().engine.settings())
    return changed_protection(wanted - kept, kept - wanted)


def is_current() -> bool:
    """Whether there is an index made with today's rules; otherwise it wants a rebuild."""
    return not problem()


@dataclass(frozen=True, slots=True)
class PreparedArticles:
    """Articles that were read and analysed, to be committed; picklable.

    ``removed`` maps the ids of those that are not published, or gone, to the revision of the
    reading that found them so.
    """

    ids: frozenset[int]
    documents: Prepared
    removed: Mapping[int, int]


def prepare(article_ids: Iterable[int], revision: int | None = None) -> PreparedArticles:
    """Read and analyse these articles for `commit`, in any process.

    ``revision`` is a number from `next_revision`, taken after the work was claimed; by default
    one is taken here, before anything is read.
    """
    ids = frozenset(article_ids)
    engine = backend().engine
    documents, removed = _read(ids, engine, next_revision() if revision is None else revision)
    return PreparedArticles(ids, engine.prepare(documents), removed)


def commit(prepared: Iterable[PreparedArticles]) -> None:
    """Put prepared articles into the index, in one commit.

    What has become stale meanwhile, because the index was made anew or other words are kept
    whole now, is read again here. Nothing replaces what was read later.
    """
    parts = list(prepared)
    removed: dict[int, int] = {}
    for part in parts:
        for pk, revision in part.removed.items():
            removed[pk] = max(revision, removed.get(pk, 0))
    try:
        backend().engine.commit([part.documents for part in parts], removed)
    except StaleReadingError:
        update(pk for part in parts for pk in part.ids)


def update(article_ids: Iterable[int]) -> None:
    """Index these articles as they are now; those not published or gone are taken out."""
    ids = frozenset(article_ids)
    engine = backend().engine
    for _ in range(READINGS - 1):
        try:
            engine.update(*_read(ids, engine, next_revision()))
        except StaleReadingError:
            continue
        return
    engine.update(*_read(ids, engine, next_revision()))


def _read(
    ids: frozenset[int], engine: Engine, revision: int
) -> tuple[list[Document], dict[int, int]]:
    """The documents of the published ones among ``ids``, and the others with ``revision``."""
    with _no_collections():
        documents = list(_documents(ids, engine.settings(), revision))
    gone = ids - {document.pk for document in documents}
    return documents, dict.fromkeys(gone, revision)


def rebuild(report: Report | None = None, workers: int | None = None) -> int:
    """Make the index anew beside the old one and swap it in; the number of articles.

    Readers search the old index until the new one is complete. ``workers`` processes
    analyse (default: one for each core); ``report(done, total)`` counts articles.
    The database is the truth: also where it is older than the index, a backup for example.
    """
    follow_index()
    settings = analysis.index_settings(protected_words())
    total = Article.objects.published().count()
    done = 0
    with backend().engine.building(settings, next_revision()) as build:
        for count in _each(partial(_build_part, settings), list(_ranges()), total, workers):
            done += count
            if report is not None:
                report(done, max(done, total))
        build.finish(partial(_documents_now, settings))
    PendingWord.objects.add(words_not_followed())
    return done


def follow_index() -> None:
    """Let the revisions of the database go on above those of the index.

    They are below after a backup of the database was restored; the index would refuse it.
    """
    try:
        newest = backend().engine.newest_revision()
    except EngineError:
        return  # what cannot be read refuses nothing
    advance_revision(newest)


def _ranges() -> Iterator[tuple[int, int]]:
    """Ranges of ids, both ends included, of up to BATCH published articles each."""
    ids = Article.objects.published().order_by("pk").values_list("pk", flat=True)
    last = 0
    while batch := list(ids.filter(pk__gt=last)[:BATCH]):
        yield batch[0], batch[-1]
        last = batch[-1]


def _each(
    work: Callable[[tuple[int, int]], int],
    batches: Sequence[tuple[int, int]],
    total: int,
    workers: int | None,
) -> Iterator[int]:
    """``work`` over the ranges of ids, in several processes when there is enough to do."""
    workers = workers or os.cpu_count() or 1
    if workers == 1 or total < PARALLEL_FROM:
        yield from map(work, batches)
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, context, initializer=django.setup) as pool:
        yield from pool.map(work, batches)


def _build_part(settings: dict[str, object], between: tuple[int, int]) -> int:
    """Put the articles of a range of ids into the build; how many."""
    revision = next_revision()
    index = _article_index()
    articles = index.index_queryset().filter(pk__range=between)
    with _no_collections():
        documents = list(backend().documents(index, articles, settings, revision))
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


def _documents(
    ids: Iterable[int], settings: Mapping[str, object], revision: int
) -> Iterator[Document]:
    """The published articles among ``ids`` as the engine keeps them."""
    index = _article_index()
    articles = index.index_queryset().filter(pk__in=ids)
    yield from backend().documents(index, articles, settings, revision)


def _documents_now(settings: Mapping[str, object], ids: Iterable[int]) -> Iterator[Document]:
    """The same, read with a number of their own."""
    yield from _documents(ids, settings, next_revision())


def _article_index() -> SearchIndex:
    return connections[DEFAULT_ALIAS].get_unified_index().get_index(Article)


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
    found = Differences()
    for part in differences():
        found.missing += part.missing
        found.stale += part.stale
        found.orphaned += part.orphaned
    return found


def differences() -> Iterator[Differences]:
    """How index and database disagree, one range of ids after the other.

    What others change meanwhile is looked at twice, so that it is hardly ever told.
    """
    first: int | None = 0
    while first is not None:
        found, following = _differences_from(first)
        if suspects := found.all_ids():
            found = _differences_among(suspects)
        yield found
        first = following


def _differences_from(first: int) -> tuple[Differences, int | None]:
    """Those of the next BATCH published articles from the id ``first`` on, and of what the
    index has between them; and with which id to go on, if any."""
    articles = list(_comparable().filter(pk__gte=first).order_by("pk")[:BATCH])
    last = articles[-1].pk if len(articles) == BATCH else None
    found = _held_against(articles, backend().engine.versions(first, last))
    return found, None if last is None else last + 1


def _differences_among(ids: Sequence[int]) -> Differences:
    indexed = backend().engine.versions(min(ids), max(ids))
    articles = list(_comparable().filter(pk__in=ids))
    return _held_against(articles, {pk: indexed[pk] for pk in ids if pk in indexed})


def _comparable() -> QuerySet[Article]:
    """Published articles with what their version is made of."""
    columns = (*VERSIONED_TEXTS, "source_id", "category_id", "published_at")
    return _article_index().index_queryset().only(*columns)


def _held_against(articles: Iterable[Article], indexed: Mapping[int, int]) -> Differences:
    index = _article_index()
    found = Differences()
    unseen = dict(indexed)
    for article in articles:
        known = unseen.pop(article.pk, None)
        if known is None:
            found.missing.append(article.pk)
        elif known != version(prepared_fields(index, article)):
            found.stale.append(article.pk)
    found.orphaned = list(unseen)
    return found
