"""What the database can answer while the index is unavailable: the newest articles, by title
and lead."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple

from django.db.models.functions import Left

from articles.models import Article, Mention
from articles.models.article import ArticleQuerySet
from articles.persian.characters import persian_digits, squash
from articles.search import analysis, hits, tree
from articles.search.directory import DatabaseDirectory
from articles.search.marking import Wanted
from articles.search.query import parse
from articles.search.request import SearchRequest, Sort
from articles.search.results import Results

log = logging.getLogger(__name__)

NEWEST = 2000  # articles that are looked through; bounds the time of an answer
OPENING = 160  # characters of a body, in place of a title or lead that is not there


class _Row(NamedTuple):
    """What is looked through of an article; ``title`` and ``lead`` are squashed."""

    pk: int
    title: str
    lead: str
    source: int
    category: int
    published: datetime | None


Test = Callable[[_Row], bool]


def search(request: SearchRequest, problem: str) -> Results:
    """A limited answer, which says so. ``problem`` names the remedy and is logged."""
    log.error("Searching the newest titles: the index is unavailable: %s", problem)
    typed = parse(request.q)
    reader = _Reader(request.any_word)
    fits = reader.test(typed.tree)
    found = [row.pk for row in _newest(request) if fits(row)]
    if request.order is Sort.OLDEST:
        found.reverse()
    page = found[request.offset : request.offset + request.page_size]
    unmarked = hits.Marker(Wanted(), analysis.analyzer(()))
    return Results(
        request=request,
        total=len(found),
        hits=hits.read([(pk, 0.0) for pk in page], unmarked),
        notes=[*typed.notes, *reader.compiler.notes, _limits()],
        limited=True,
    )


def _limits() -> str:
    return (
        "جست‌وجوی کامل فعلاً در دسترس نیست؛ این نتیجه‌ها فقط از تیتر و لید "
        f"{persian_digits(NEWEST)} خبر آخر است."
    )


def _newest(request: SearchRequest) -> Iterable[_Row]:
    columns = ("pk", "title", "lead", Left("body", OPENING), "source_id", "category_id")
    articles = _filtered(request).latest_first()
    for pk, title, lead, body, source, category, published in articles.values_list(
        *columns, "published_at"
    )[:NEWEST]:
        texts = squash(title or body), squash(lead or body)
        yield _Row(pk, *texts, source, category or 0, published)


def _filtered(request: SearchRequest) -> ArticleQuerySet:
    articles = Article.objects.published()
    start, end = request.period()
    bounds: dict[str, datetime | None] = {"published_at__gte": start, "published_at__lt": end}
    articles = articles.filter(**{name: moment for name, moment in bounds.items() if moment})
    if request.sources:
        articles = articles.filter(source__slug__in=request.sources)
    if request.categories:
        articles = articles.filter(category__slug__in=request.categories)
    if request.author:
        articles = articles.filter(author=request.author)
    for name in request.names:
        articles = articles.filter(pk__in=_with_names([name]))
    return articles


def _with_names(ids: Iterable[int]) -> Iterable[int]:
    mentions = Mention.objects.confirmed().filter(entity_id__in=ids)
    return mentions.order_by().values_list("article_id", flat=True).distinct()


@dataclass(slots=True)
class _Reader:
    """Turns a typed tree into a test of articles: half-spaces and spaces aside, the words must
    be written in the two texts; of fields the database knows as much as the index."""

    any_word: bool
    compiler: analysis.Compiler

    def __init__(self, any_word: bool) -> None:
        self.any_word = any_word
        self.compiler = analysis.Compiler(
            analysis.analyzer(()), lambda key: False, DatabaseDirectory()
        )

    def test(self, node: tree.Node, lead: bool = True) -> Test:
        """Without ``lead`` only titles count."""
        match node:
            case tree.All(nodes):
                every = [self.test(child, lead) for child in nodes]
                return lambda row: all(fits(row) for fits in every)
            case tree.Any(nodes):
                some = [self.test(child, lead) for child in nodes]
                return lambda row: any(fits(row) for fits in some)
            case tree.Not(child):
                unwanted = self.test(child, lead)
                return lambda row: not unwanted(row)
            case tree.Words(text):
                return self.written(text.split(), lead, any if self.any_word else all)
            case tree.Phrase(text) | tree.Prefix(text) | tree.Fuzzy(text):
                return self.written([text], lead)
            case tree.Field("title", child):
                return self.test(child, lead=False)
            case tree.Field(name, child):
                return self.test(self.compiler.field(name, child))
        return self.fact(node, lead)

    def written(
        self,
        words: Iterable[str],
        lead: bool,
        needed: Callable[[Iterable[bool]], bool] = all,
    ) -> Test:
        keys = [squash(word) for word in words]
        if lead:
            return lambda row: needed(key in row.title or key in row.lead for key in keys)
        return lambda row: needed(key in row.title for key in keys)

    def fact(self, node: tree.Node, lead: bool) -> Test:
        """What the compiler made of a field."""
        match node:
            case tree.Attribute("source", ids):
                return lambda row: row.source in ids
            case tree.Attribute("category", ids):
                return lambda row: row.category in ids
            case tree.Attribute("name", ids):
                holding = frozenset(_with_names(ids))
                return lambda row: row.pk in holding
            case tree.Attribute(_, ids):
                articles = frozenset(ids)
                return lambda row: row.pk in articles
            case tree.Period(start, end):
                return lambda row: _is_within(row.published, start, end)
            case tree.Keys(sequences):  # a name that is in no list, looked for as a phrase
                spelt = ("".join(slot[0] for slot in sequence) for sequence in sequences)
                return self.written(spelt, lead, any)
        raise TypeError(f"the database cannot look for {type(node).__name__}")


def _is_within(moment: datetime | None, start: datetime | None, end: datetime | None) -> bool:
    earliest, latest = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
    return moment is not None and (start or earliest) <= moment < (end or latest)
