"""What Haystack indexes is read in a fixed number of queries."""

import pytest
from haystack import connections

from articles.models import Article
from tests.factories import ArticleFactory, EntityFactory, MentionFactory

pytestmark = pytest.mark.django_db


def article_index():
    return connections["default"].get_unified_index().get_index(Article)


def test_names_cost_two_queries_however_many_articles_there_are(django_assert_num_queries):
    """Also where an article has no name: an empty prefetch is an answer."""
    entity = EntityFactory(name="تهران")
    named = ArticleFactory(body="تهران")
    MentionFactory(article=named, entity=entity)
    ArticleFactory.create_batch(5)
    index = article_index()
    with django_assert_num_queries(2):
        names = {article.pk: index.prepare_names(article) for article in index.index_queryset()}
    assert names.pop(named.pk) == [entity.pk]
    assert set(map(tuple, names.values())) == {()}


def test_names_of_a_single_article_are_asked_for():
    entity = EntityFactory(name="تهران")
    article = ArticleFactory(body="تهران")
    MentionFactory(article=article, entity=entity)
    assert article_index().prepare_names(article) == [entity.pk]
