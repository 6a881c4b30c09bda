from datetime import date, timedelta

import pytest
from django.db import DatabaseError
from django.utils import timezone

from articles.models import DailyViews
from articles.views import counting
from articles.views.counting import ViewBuffer
from tests.factories import ArticleFactory

pytestmark = pytest.mark.django_db

READER = {"HTTP_USER_AGENT": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"}


def total(article) -> int:
    article.refresh_from_db()
    return article.view_count


def test_a_view_writes_nothing_until_it_is_time(client, monkeypatch):
    monkeypatch.setattr(counting, "FLUSH_SECONDS", 3600)
    article = ArticleFactory()
    client.get(article.get_absolute_url(), **READER)
    assert total(article) == 0
    monkeypatch.setattr(counting, "FLUSH_SECONDS", 0)
    client.get("/about/")  # any request will do
    assert total(article) == 1


def test_several_processes_add_up():
    article = ArticleFactory()
    for times in (2, 3):
        buffer = ViewBuffer()
        for _ in range(times):
            buffer.add(article.pk)
        buffer.flush()
    assert total(article) == 5
    assert DailyViews.objects.get().count == 5
    assert DailyViews.objects.get().day == timezone.localdate()


def test_nothing_is_lost_while_the_database_is_busy(monkeypatch):
    article, buffer = ArticleFactory(), ViewBuffer()
    buffer.add(article.pk)
    with monkeypatch.context() as busy:
        busy.setattr(counting.DailyViews.objects, "add", _fail)
        buffer.flush()
    buffer.flush()
    assert total(article) == 1


def _fail(counts):
    raise DatabaseError


def test_an_article_deleted_in_between_does_not_take_the_others_with_it():
    gone, there = ArticleFactory.create_batch(2)
    buffer = ViewBuffer()
    buffer.add(gone.pk)
    buffer.add(there.pk)
    gone.delete()
    buffer.flush()
    assert total(there) == 1


def test_days_that_no_list_asks_for_are_dropped():
    article, buffer = ArticleFactory(), ViewBuffer()
    DailyViews.objects.add({(article.pk, timezone.localdate() - timedelta(days=40)): 7})
    DailyViews.objects.add({(article.pk, timezone.localdate() - timedelta(days=29)): 1})
    buffer.add(article.pk)
    buffer.flush()
    assert sorted(DailyViews.objects.values_list("count", flat=True)) == [1, 1]
    assert total(article) == 9


def test_the_day_is_the_one_of_tehran(monkeypatch):
    article, buffer = ArticleFactory(), ViewBuffer()
    monkeypatch.setattr(counting.timezone, "localdate", lambda: date(2026, 3, 21))
    buffer.add(article.pk)
    buffer.flush()
    assert DailyViews.objects.get().day == date(2026, 3, 21)
