"""Whether a search finds one article, and if not, what keeps it out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from articles.models import Article, PendingArticle
from articles.persian.sentences import quoted_list
from articles.search import analysis, archive, indexing, tree
from articles.search.compiling import compiler_of
from articles.search.directory import DatabaseDirectory
from articles.search.engines.base import Engine, EngineQuery
from articles.search.explain import ExplainedWord
from articles.search.periods import read_from_words
from articles.search.query import parse
from articles.search.request import SearchRequest

NO_MATCH = {
    "source": "منبع آن با فیلتر یکی نیست.",
    "category": "دستهٔ آن با فیلتر یکی نیست.",
    "name": "نام انتخاب‌شده در آن نیست یا هنوز تأیید نشده است.",
    "pk": "نویسندهٔ آن با فیلتر یکی نیست.",
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """``reasons`` are Persian sentences on what keeps the article out; none when found."""

    found: bool
    reasons: tuple[str, ...]


def verdict(request: SearchRequest, article: Article, words: Sequence[ExplainedWord]) -> Verdict:
    """Hold ``article`` against ``request``; ``words`` are what `explain` said of both.

    Raises EngineError without an index.
    """
    request = read_from_words(request)
    reasons = list(_reasons(request, article, words))
    if reasons and PendingArticle.objects.filter(article_id=article.pk).exists():
        reasons.append("آخرین تغییر آن هنوز در جست‌وجو اعمال نشده است.")
    return Verdict(found=not reasons, reasons=tuple(reasons))


def _reasons(
    request: SearchRequest, article: Article, words: Sequence[ExplainedWord]
) -> Iterator[str]:
    if not article.is_published:
        yield "منتشر نشده است؛ جست‌وجو فقط خبرهای منتشرشده را پیدا می‌کند."
        return
    engine = indexing.backend().engine
    if not _holds(engine, article):
        yield "هنوز وارد جست‌وجو نشده است."
        return
    directory = DatabaseDirectory()
    persian = analysis.analyzer_of(engine.settings())
    compiler = compiler_of(engine, persian, directory, request.any_word)
    node = compiler.compile(parse(request.q).tree)
    if not _holds(engine, article, node):
        yield from _of_words(words)
    for chosen in archive.chosen_filters(request, directory):
        if not _holds(engine, article, tree.EVERYTHING, chosen):
            yield NO_MATCH[chosen.field]
    if _outside(request, article):
        yield "تاریخ انتشار آن بیرون از بازهٔ انتخاب‌شده است."


def _holds(
    engine: Engine,
    article: Article,
    node: tree.Node = tree.EVERYTHING,
    chosen: tree.Attribute | None = None,
) -> bool:
    only_this = tree.Attribute("pk", (article.pk,))
    filters = (only_this, chosen) if chosen else (only_this,)
    return engine.search(EngineQuery(tree=node, filters=filters, limit=1)).total > 0


def _of_words(words: Sequence[ExplainedWord]) -> Iterator[str]:
    missing = [w.typed for w in words if not (w.negated or w.optional or w.in_article)]
    unwanted = [w.typed for w in words if w.negated and w.in_article]
    if missing:
        yield f"این واژه‌ها در آن نیست: {quoted_list(missing)}."
    if unwanted:
        yield f"این واژه‌ها نباید در آن باشد، ولی هست: {quoted_list(unwanted)}."
    if not missing and not unwanted:
        yield "واژه‌ها در آن هست، اما نه به شکلی که در جست‌وجو آمده است (مثلاً پشت سر هم)."


def _outside(request: SearchRequest, article: Article) -> bool:
    start, end = request.period()
    if start is None and end is None:
        return False
    at = article.published_at
    return at is None or bool((start and at < start) or (end and at >= end))
