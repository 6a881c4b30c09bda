"""Marks come from the index, are those of the analysis, and never those of another text."""

import pytest

from articles import pipeline
from articles.models import Article
from articles.search import archive, hits
from articles.search.engines.whoosh.index import WhooshIndex
from articles.search.request import SearchRequest
from tests.factories import ArticleFactory

pytestmark = pytest.mark.django_db

BODY = "گفت و گوی تازه دربارهٔ کتاب‌های قدیمی. مردی کتاب می خواند؛ گفت‌وگو پایان یافت."
QUERIES = {
    "کتاب": ["کتاب‌های", "کتاب"],
    "گفتگو": ["گفت و گوی", "گفت‌وگو"],
    "«کتاب می‌خواند»": ["کتاب می خواند"],
    "قدیم*": ["قدیمی"],
    "کتاب -تهران": ["کتاب‌های", "کتاب"],
}


def marked(query: str) -> list[str]:
    hit = archive.search(SearchRequest(q=query, exact=True)).hits[0]
    return [segment.text for segment in (*hit.headline, *hit.snippet) if segment.hit]


@pytest.fixture
def article() -> Article:
    made = ArticleFactory(title="خبر", lead="", body=BODY)
    pipeline.catch_up()
    return made


@pytest.mark.parametrize(("query", "words"), QUERIES.items())
def test_words_are_marked_as_the_index_has_them(article, query, words, monkeypatch):
    def analyse(*_: object) -> None:
        raise AssertionError("a text was analysed although the index knows where its words are")

    monkeypatch.setattr(hits, "occurrences_in", analyse)
    assert marked(query) == words


@pytest.mark.parametrize(("query", "words"), QUERIES.items())
def test_analysis_marks_the_same_where_the_index_does_not_know(article, query, words, monkeypatch):
    monkeypatch.setattr(WhooshIndex, "occurrences", lambda *_: {})
    assert marked(query) == words


def test_an_article_that_the_index_has_in_another_version_is_analysed(article):
    with pipeline.deferred():
        stored = Article.objects.get(pk=article.pk)
        stored.body = f"پیش‌گفتار. {BODY}"
        stored.save()
    assert marked("کتاب") == ["کتاب‌های", "کتاب"]
