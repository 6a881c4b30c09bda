from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from articles.models import DailyViews
from articles.persian.calendar import format_jalali
from articles.views import shelves, trends
from tests.factories import ArticleFactory, CategoryFactory, EntityFactory, MentionFactory

pytestmark = pytest.mark.django_db


def test_shows_latest_most_viewed_categories_and_todays_jalali_date(client):
    ArticleFactory(title="خبر پرخواننده", view_count=5)
    page = client.get("/").content.decode()
    for expected in (
        "آخرین خبرها",
        "پربازدیدترین‌ها",
        "خبر پرخواننده",
        "سیاست",
        format_jalali(timezone.now(), weekday=True),
    ):
        assert expected in page
    assert '<html lang="fa" dir="rtl">' in page


def test_of_many_categories_the_fullest_are_offered_in_alphabetical_order(client, monkeypatch):
    monkeypatch.setattr(shelves, "FULLEST", 2)
    for name, size in (("آب", 1), ("ورزش", 3), ("سیاست", 2)):
        ArticleFactory.create_batch(size, category=CategoryFactory(name=name))
    offered = [category.name for category in client.get("/").context["categories"]]
    assert offered == ["سیاست", "ورزش"]


def test_works_while_the_archive_is_empty(client):
    response = client.get("/")
    assert response.status_code == 200
    assert "هنوز خبری در بایگانی نیست" in response.content.decode()


def test_leaves_drafts_and_withdrawn_articles_out(client):
    ArticleFactory(title="خبر ناتمام", status="draft", view_count=9)
    ArticleFactory(title="خبر برداشته", status="withdrawn", view_count=9)
    page = client.get("/").content.decode()
    assert "خبر ناتمام" not in page
    assert "خبر برداشته" not in page


def test_number_of_queries_does_not_grow_with_the_articles(client, django_assert_num_queries):
    client.get("/")  # the counts and trends of the archive are kept for some minutes
    ArticleFactory.create_batch(15, view_count=1)
    # Half of them without a title, whose headline comes from the body.
    ArticleFactory.create_batch(15, title="", view_count=1)
    with django_assert_num_queries(6):
        client.get("/")


def read_today(article, times, days_ago=0):
    day = timezone.localdate() - timedelta(days=days_ago)
    DailyViews.objects.add({(article.pk, day): times})


def shown_as_most_viewed(client, period) -> list[str]:
    shown = client.get("/", {"viewed": period}).context["most_viewed"].articles
    return [article.title for article in shown]


def test_the_most_viewed_of_a_day_a_week_and_a_month_differ(client):
    for title, times, days_ago in (("امروزی", 1, 0), ("هفتگی", 2, 6), ("ماهانه", 3, 29)):
        read_today(ArticleFactory(title=title), times, days_ago)
    assert shown_as_most_viewed(client, "day") == ["امروزی"]
    assert shown_as_most_viewed(client, "week") == ["هفتگی", "امروزی"]
    assert shown_as_most_viewed(client, "month") == ["ماهانه", "هفتگی", "امروزی"]
    assert shown_as_most_viewed(client, "all") == ["ماهانه", "هفتگی", "امروزی"]
    assert shown_as_most_viewed(client, "") == ["هفتگی", "امروزی"]


def test_withdrawn_articles_are_not_among_the_most_viewed(client):
    read_today(ArticleFactory(status="withdrawn"), 5)
    assert shown_as_most_viewed(client, "day") == []


def mention(entity, days_ago, count):
    moment = timezone.now() - timedelta(days=400 + days_ago)  # nothing has come in since
    for _ in range(count):
        article = ArticleFactory(body=entity.name, published_at=moment)
        MentionFactory(article=article, entity=entity)


def test_names_that_rose_are_trending_and_those_that_are_always_there_are_not(client):
    risen, usual, fallen = (EntityFactory(name=name) for name in ("سیل", "تهران", "برف"))
    mention(risen, 1, 4)
    mention(risen, 20, 1)
    mention(usual, 1, 4)
    mention(usual, 20, 16)
    mention(fallen, 20, 9)
    trends = client.get("/").context["trends"]
    assert [(trend.entity.name, trend.articles) for trend in trends] == [("سیل", 4)]


def test_the_archive_says_how_much_it_holds(client):
    ArticleFactory.create_batch(3)
    ArticleFactory(status="draft")
    page = client.get("/").content.decode()
    assert "<b>۳</b> خبر</a> از" in page
    assert "از سال ۱۴۰۲" in page


def test_the_newest_of_each_category_stand_below_and_nothing_stands_twice(client):
    for number in range(6):
        ArticleFactory(title=f"سیاسی {number}")
    sport = CategoryFactory(name="ورزش")
    for number in range(3):
        moment = datetime(2023, 9, number + 1, tzinfo=UTC)
        ArticleFactory(title=f"ورزشی {number}", category=sport, published_at=moment)
    context = client.get("/").context
    shown = {shelf.category.name: shelf.articles for shelf in context["by_category"]}
    assert [article.title for article in shown["ورزش"]] == ["ورزشی 1", "ورزشی 0"]
    assert "سیاست" not in shown  # all of them stand above


def test_texts_without_a_title_are_headed_by_their_first_line(client):
    ArticleFactory(title="", body="باران تهران را خنک کرد\nهواشناسی از روز شنبه خبر داد.")
    page = client.get("/").content.decode()
    assert "باران تهران را خنک کرد</a>" in page
    assert "هواشناسی از روز شنبه خبر داد." in page


def test_loads_nothing_from_elsewhere_and_has_no_inline_script_or_style(client):
    ArticleFactory()
    page = client.get("/").content.decode()
    assert "<style" not in page
    assert 'style="' not in page
    assert "<script>" not in page
    assert 'src="http' not in page


def test_where_little_comes_in_the_recent_time_is_longer(client, monkeypatch):
    monkeypatch.setattr(trends, "RECENT_ARTICLES", 4)
    storm = EntityFactory(name="توفان")
    for days_ago in (0, 30, 60, 90):
        mention(storm, days_ago, 1)
    assert [trend.entity for trend in client.get("/").context["trends"]] == [storm]
