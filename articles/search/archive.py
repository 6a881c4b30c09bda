"""The archive's one way to be searched: a request in, results out."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from articles.errors import EngineError
from articles.models import Article, Entity
from articles.persian.analyzer import Analyzer
from articles.search import (
    analysis,
    facets,
    fallback,
    hits,
    indexing,
    periods,
    repair,
    subject,
    tree,
)
from articles.search.compiling import compiler_of, plain_compiler_of
from articles.search.directory import DatabaseDirectory, entities_called
from articles.search.engines.base import FACETS, Engine, EngineAnswer, EngineQuery
from articles.search.marking import Wanted
from articles.search.query import parse
from articles.search.request import SearchRequest, Sort, check_depth
from articles.search.results import Results


@dataclass(frozen=True, slots=True)
class _Asked:
    """A request as the engine was asked it, and what it said."""

    request: SearchRequest
    node: tree.Node
    answer: EngineAnswer
    notes: list[str]


def search(request: SearchRequest, *, substitute: bool = True) -> Results:
    """Answer ``request``; from the database alone, saying so, if the index is unavailable.

    A period among its words is searched as a period, whoever asks: ``results.typed`` is
    ``request``, ``results.request`` how it was read. Where the typed query finds nothing and a
    better one is known, the better one is answered instead and the notes say so; without
    ``substitute`` it is only suggested. Raises QueryError for pages too deep.
    """
    started = time.perf_counter()
    check_depth(request)
    read = periods.read_from_words(request)
    try:
        results = _searched(read, substitute)
    except EngineError as error:
        results = fallback.search(read, str(error))
    return replace(results, typed=request, took_ms=(time.perf_counter() - started) * 1000)


def _searched(request: SearchRequest, substitute: bool) -> Results:
    engine = indexing.backend().engine
    persian = analysis.analyzer_of(engine.settings())
    directory = DatabaseDirectory()
    typed = _ask(engine, persian, directory, request)
    better, sure = _repaired(engine, persian, directory, typed)
    shown = better if better and substitute and sure and not typed.answer.total else typed
    found = [pk for pk, _ in shown.answer.hits]
    marker = hits.Marker.of(engine, persian, Wanted.of(shown.node), found)
    return Results(
        request=request,
        total=shown.answer.total,
        hits=hits.read(shown.answer.hits, marker),
        facets=facets.make_facets(request, shown.answer),
        months=facets.make_months(request, shown.answer),
        card=_card(shown.request),
        notes=shown.notes,
        suggestion=better.request.q if better else None,
        repaired_from=request.q if shown is better else None,
    )


def _ask(
    engine: Engine, persian: Analyzer, directory: DatabaseDirectory, request: SearchRequest
) -> _Asked:
    typed = parse(request.q)
    compiler = compiler_of(engine, persian, directory, request.any_word)
    node = compiler.compile(typed.tree)
    query = _engine_query(request, node, directory)
    if request.order is Sort.RELEVANCE and subject.is_topic(typed.tree, compiler):
        query = subject.led(query, _texts, persian, engine)
    answer = engine.search(query)
    return _Asked(request, node, answer, [*typed.notes, *compiler.notes])


def _texts(pks: Iterable[int]) -> dict[int, Article]:
    return Article.objects.only("title", "lead", "body").in_bulk(list(pks))


def _repaired(
    engine: Engine, persian: Analyzer, directory: DatabaseDirectory, typed: _Asked
) -> tuple[_Asked | None, bool]:
    """The same request with a better query, where the typed one finds nothing or hardly
    anything and the better one finds far more; and whether the reader surely meant it."""
    request = typed.request
    if request.exact or not request.q:
        return None, False
    found = repair.repaired(request.q, typed.answer.total, engine)
    if found is None:
        return None, False
    better = _ask(engine, persian, directory, request.with_(q=found.text, page=request.page))
    if not repair.outdoes(better.answer.total, typed.answer.total):
        return None, False
    better.notes.insert(0, f"برای «{request.q}» خبری پیدا نشد؛ به‌جای آن «{found.text}» جست‌وجو شد.")
    return better, found.sure


def articles_with(spelling: str) -> list[int]:
    """Ids of the articles that hold ``spelling`` in any written or inflected form.

    Raises EngineError without an index.
    """
    engine = indexing.backend().engine
    compiler = plain_compiler_of(engine)
    words = tree.Any((compiler.words(spelling), compiler.phrase(spelling)))
    return [] if tree.EVERYTHING in words.nodes else engine.ids(words)


def articles_holding(words: Collection[str]) -> set[int]:
    """Ids of the articles that hold one of ``words`` in any form, with and without protection.

    Raises EngineError without an index.
    """
    engine = indexing.backend().engine
    settings = engine.settings()
    kept = indexing.kept_words(settings)
    ids: set[int] = set()
    for names in (kept.union(words), kept.difference(words)):
        persian = analysis.analyzer_of({**settings, "names": sorted(names)})
        compiler = plain_compiler_of(engine, persian)
        for word in words:
            found = compiler.words(word)
            if found != tree.EVERYTHING:
                ids.update(engine.ids(found))
    return ids


def titled(words: str, limit: int) -> list[int]:
    """Ids of the newest published articles whose title holds all these words, in any written or
    inflected form. Raises EngineError without an index."""
    engine = indexing.backend().engine
    node = plain_compiler_of(engine).words(words)
    if node == tree.EVERYTHING:
        return []
    query = EngineQuery(tree=tree.InField("title", node), sort=Sort.NEWEST, limit=limit)
    return [pk for pk, _ in engine.search(query).hits]


def related(article: Article, limit: int = 5) -> list[Article]:
    """Published articles that share the article's most significant words, best first."""
    try:
        ids = _related_ids(article, limit)
    except EngineError:
        return []  # a page without its side list is still a page
    found = Article.objects.published().for_lists().in_bulk(ids)
    return [found[pk] for pk in ids if pk in found]


def _related_ids(article: Article, limit: int) -> list[int]:
    engine = indexing.backend().engine
    alike = subject.resembling(article, analysis.analyzer_of(engine.settings()), engine)
    hits = engine.search(EngineQuery(tree=alike, limit=limit + 1)).hits
    return [pk for pk, _ in hits if pk != article.pk][:limit]


def _engine_query(
    request: SearchRequest, node: tree.Node, directory: DatabaseDirectory
) -> EngineQuery:
    start, end = request.period()
    return EngineQuery(
        tree=node,
        filters=tuple(chosen_filters(request, directory)),
        period=tree.Period(start, end) if start or end else None,
        sort=request.order,
        offset=request.offset,
        limit=request.page_size,
        facets=FACETS,
        months=True,
    )


def chosen_filters(
    request: SearchRequest, directory: DatabaseDirectory
) -> Iterable[tree.Attribute]:
    """The chosen facets. Sources or categories are alternatives, names hold together.

    No engine keeps authors: the database knows which articles are theirs.
    """
    for field, slugs in (("source", request.sources), ("category", request.categories)):
        if slugs:
            yield tree.Attribute(field, directory.with_slugs(field, slugs))
    for pk in request.names:
        yield tree.Attribute("name", (pk,))
    if request.author:
        by_author = Article.objects.filter(author=request.author).values_list("pk", flat=True)
        yield tree.Attribute("pk", tuple(by_author))


def _card(request: SearchRequest) -> Entity | None:
    """The name that the query spells, where it is nothing but a name."""
    if not request.q or request.page > 1:
        return None
    return next(iter(entities_called(request.q)), None)
