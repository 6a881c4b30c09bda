"""What the database can answer while the index rests: the newest articles, by title and lead."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db.models.functions import Left

from articles.models import Article, Mention
from articles.models.article import ArticleQuerySet
from articles.persian.characters import persian_digits, squash
from articles.search import analysis, hits, tree
from articles.search.marking import Wanted
from articles.search.query import parse
from articles.search.request import SearchRequest, Sort
from articles.search.results import Results

log = logging.getLogger(__name__)

NEWEST = 2000  # articles that are looked through; bounds the time of an answer
OPENING = 160  # characters of a body, in place of a title or lead that is not there


def search(request: SearchRequest, problem: str) -> Results:
    """A limited answer, which says so. ``problem`` names the remedy and is logged."""
    log.error("Searching the newest titles in the database, for the index rests: %s", problem)
    typed = parse(request.q)
    columns = ("pk", "title", "lead", Left("body", OPENING))
    newest = _filtered(request).latest_first().values_list(*columns)[:NEWEST]
    found = [
        pk for pk, title, lead, body in newest if _matches(typed.tree, title or body, lead or body)
    ]
    if request.order is Sort.OLDEST:
        found.reverse()
    page = found[request.offset : request.offset + request.page_size]
    unmarked = hits.Marker(Wanted(), analysis.analyzer(()))
    return Results(
        request=request,
        total=len(found),
        hits=hits.read([(pk, 0.0) for pk in page], unmarked),
        notes=[*typed.notes, _limits()],
        limited=True,
    )


def _limits() -> str:
    return (
        "جست‌وجوی کامل فعلاً در دسترس نیست؛ این نتیجه‌ها فقط از تیتر و لید "
        f"{persian_digits(NEWEST)} خبر آخر است."
    )


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
        mentions = Mention.objects.confirmed().filter(entity_id=name)
        articles = articles.filter(pk__in=mentions.values("article_id"))
    return articles


def _matches(node: tree.Node, title: str, lead: str) -> bool:
    """Whether the words, half-spaces and spaces aside, are written in the two texts."""
    match node:
        case tree.All(nodes):
            return all(_matches(child, title, lead) for child in nodes)
        case tree.Any(nodes):
            return any(_matches(child, title, lead) for child in nodes)
        case tree.Not(child):
            return not _matches(child, title, lead)
        case tree.Words(text) | tree.Fuzzy(text):
            texts = squash(f"{title}\n{lead}")
            return all(squash(word) in texts for word in text.split())
        case tree.Phrase(text) | tree.Prefix(text):
            return squash(text) in squash(f"{title}\n{lead}")
        case tree.Field("title", child):
            return _matches(child, title, "")
    return True  # other fields are asked of the index only
