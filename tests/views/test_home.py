import pytest
from django.utils import timezone

from articles.persian.calendar import format_jalali
from tests.factories import ArticleFactory

pytestmark = pytest.mark.django_db


def test_shows_latest_most_viewed_categories_and_todays_jalali_date(client):
    ArticleFactory(title="خبر پرخواننده", view_count=5)
    page = client.get("/").content.decode()
    for expected in (
        "آخرین اخبار",
        "پربازدیدترین‌ها",
        "خبر پرخواننده",
        "سیاست",
        format_jalali(timezone.now(), weekday=True),
    ):
        assert expected in page
    assert '<html lang="fa" dir="rtl">' in page


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
    ArticleFactory.create_batch(15, view_count=1)
    # Half of them without a title, whose headline comes from the body.
    ArticleFactory.create_batch(15, title="", view_count=1)
    with django_assert_num_queries(3):
        client.get("/")


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
    assert "<script" not in page
    assert 'src="http' not in page
