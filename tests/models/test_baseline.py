import pytest
from django.contrib.auth import get_user_model
from simple_history.models import HistoricalRecords

from articles.models import Article
from tests.factories import ArticleFactory, SourceFactory

pytestmark = pytest.mark.django_db


def imported() -> Article:
    """An article as an import leaves it: written in bulk, without history."""
    Article.objects.bulk_create([Article(source=SourceFactory(), title="پیش", body="متن")])
    return Article.objects.get()


def test_the_first_edit_of_an_imported_article_keeps_what_was_there_before():
    article = imported()
    article.title = "پس"
    article.save()
    assert [row.title for row in article.history.order_by("history_id")] == ["پیش", "پس"]


def test_the_version_before_is_nobodys_edit(rf):
    article = imported()
    editor = get_user_model().objects.create_user("editor")
    request = rf.get("/")
    request.user = editor
    HistoricalRecords.context.request = request
    try:
        article.title = "پس"
        article.save()
    finally:
        del HistoricalRecords.context.request
    assert [row.history_user for row in article.history.order_by("history_id")] == [None, editor]


def test_later_edits_add_one_version_each():
    article = imported()
    for title in ("یک", "دو"):
        article.title = title
        article.save()
    assert article.history.count() == 3


def test_a_new_article_has_one_version():
    assert ArticleFactory().history.count() == 1
