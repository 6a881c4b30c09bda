from datetime import UTC, datetime, timedelta

import pytest

from articles import pipeline
from articles.views.neighbours import neighbours
from tests.factories import ArticleFactory

pytestmark = pytest.mark.django_db

NOON = datetime(2023, 10, 7, 8, 30, tzinfo=UTC)


def test_the_articles_before_and_after_in_time_are_linked(client):
    first = ArticleFactory(published_at=NOON)
    second = ArticleFactory(published_at=NOON)  # at the same moment
    third = ArticleFactory(published_at=NOON + timedelta(hours=1))
    ArticleFactory(published_at=NOON + timedelta(minutes=1), status="draft")
    ArticleFactory(published_at=None)
    order = [first, second, third]
    assert [neighbours(one).earlier for one in order] == [None, first, second]
    assert [neighbours(one).later for one in order] == [second, third, None]
    page = client.get(second.get_absolute_url()).content.decode()
    assert f'rel="prev" href="{first.get_absolute_url()}"' in page
    assert f'rel="next" href="{third.get_absolute_url()}"' in page


def test_an_article_without_a_date_has_no_place_in_time():
    around = neighbours(ArticleFactory(published_at=None))
    assert (around.earlier, around.later) == (None, None)


def test_the_same_text_from_another_source_is_the_same_story(client):
    key = "a" * 64  # the import gives texts with the same letters the same key
    ours = ArticleFactory(title="برف بارید", content_key=key)
    theirs = ArticleFactory(title="برف بارید", content_key=key, source__name="روزنامهٔ شهر")
    ArticleFactory(title="برف بارید", content_key=key)  # the same source again
    assert neighbours(ours).elsewhere == [theirs]
    page = client.get(ours.get_absolute_url()).content.decode()
    assert "همین خبر در منابع دیگر" in page


def test_nearly_the_same_headline_within_days_is_the_same_story_and_not_merely_related():
    body = "کوه‌نوردان دماوند در برف سنگین گرفتار شدند."
    ours = ArticleFactory(title="برف سنگین دماوند را بست", body=body)
    near = {"body": body, "source__name": "روزنامهٔ شهر"}
    theirs = ArticleFactory(title="برف سنگین راه دماوند را بست", **near)
    year_ago = ArticleFactory(
        title="برف سنگین دماوند را بست", published_at=NOON - timedelta(days=365), **near
    )
    other = ArticleFactory(title="نجات کوه‌نوردان گرفتار", **near)
    ArticleFactory.create_batch(60, body="خبری از جای دیگر")
    pipeline.catch_up()
    around = neighbours(ours)
    assert around.elsewhere == [theirs]
    assert set(around.related) == {year_ago, other}
