"""The same query finds the same, wherever it is asked: page, JSON, feed, explanation."""

import re
from datetime import UTC, datetime

import pytest

from articles import pipeline
from articles.models import Article
from articles.persian.characters import persian_digits
from tests.factories import ArticleFactory, EntityFactory, SourceFactory

pytestmark = pytest.mark.django_db

QUERIES = [
    "زلزله",
    "زلزله از ۱۴۰۲ تا ۱۴۰۳",
    "زلزله تا ۱۴۰۰",
    "از مهر ۱۴۰۲",
    "۱۴۰۲",
    "زلزله از:۱۴۰۲",
    "«زلزله در بم»",
    "عنوان:(زلزله یا سیل)",
    "زلزله -بم",
    "منبع:البرز زلزله",
    "نام:دماوند",
    "زلز*",
    "کودتای ۲۸ مرداد ۱۳۳۲",
    "ناموجود",
]


@pytest.fixture
def archive():
    EntityFactory(name="دماوند")
    source = SourceFactory(name="البرز")
    moments = [datetime(2023, 10, 7, 8, 30, tzinfo=UTC), datetime(2020, 1, 1, tzinfo=UTC), None]
    for moment in moments:
        ArticleFactory(title="زلزله در بم", body="دماوند لرزید", published_at=moment)
        ArticleFactory(title="سیل", body="زلزله", published_at=moment, source=source)
    pipeline.catch_up()


def page_ids(client, params) -> set[int]:
    return {hit.article.pk for hit in client.get("/search/", params).context["results"].hits}


def json_ids(client, params) -> set[int]:
    return {result["id"] for result in client.get("/api/v1/search", params).json()["results"]}


def feed_ids(client, params) -> set[int]:
    return set(map(int, re.findall(r"<guid>\S*?/articles/(\d+)/", feed(client, params))))


def feed(client, params) -> str:
    return client.get("/search/feed.rss", params).text


def every_id() -> list[int]:
    return list(Article.objects.order_by("pk").values_list("pk", flat=True))


def explained_ids(client, params, ids) -> set[int]:
    return {
        pk
        for pk in ids
        if client.get("/api/v1/search", params | {"explain": "1", "article": pk}).json()["article"][
            "found"
        ]
    }


@pytest.mark.parametrize("exact", [{}, {"exact": "1"}])
@pytest.mark.parametrize("q", QUERIES)
def test_page_json_feed_and_verdict_agree(archive, client, q, exact):
    params = {"q": q, **exact}
    found = page_ids(client, params)
    assert json_ids(client, params) == found
    assert feed_ids(client, params) == found
    assert explained_ids(client, params, every_id()) == found


def test_the_queries_tell_readings_apart(archive, client):
    counts = {q: len(page_ids(client, {"q": q})) for q in QUERIES}
    assert counts["زلزله از ۱۴۰۲ تا ۱۴۰۳"] == 2
    assert counts["زلزله تا ۱۴۰۰"] == 2
    assert counts["۱۴۰۲"] == 2
    assert counts["زلزله"] == 6
    assert counts["ناموجود"] == 0


def test_a_program_is_told_which_period_was_read_from_the_words(archive, client):
    def notes(**params):
        return " ".join(client.get("/api/v1/search", params).json()["notes"])

    told = notes(q="زلزله از ۱۴۰۲ تا ۱۴۰۳")
    assert "از «۱۴۰۲» تا «۱۴۰۳»" in told
    assert "exact=1" in told
    assert "تا «۱۴۰۰»" in notes(q="زلزله تا ۱۴۰۰")
    assert notes(q="زلزله از ۱۴۰۲ تا ۱۴۰۳", exact="1") == ""
    assert notes(q="زلزله") == ""


def test_the_page_that_explains_fills_in_the_period_it_read(archive, client):
    shown = client.get("/search/explain/", {"q": "زلزله از ۱۴۰۲ تا ۱۴۰۳"})
    assert shown.context["asked"].q == "زلزله"
    assert shown.context["asked"].date_from == "۱۴۰۲"
    assert shown.context["results"].total == 2
    assert client.get("/search/explain/", {"q": "۱۴۰۲"}).context["results"].total == 2


def test_an_article_is_explained_by_its_number_in_either_digits_and_an_unknown_one_noted(
    archive, client
):
    def told(number):
        params = {"q": "زلزله", "explain": "1", "article": number}
        return client.get("/api/v1/search", params).json()

    known = every_id()[0]
    assert told(known)["article"] == told(persian_digits(known))["article"]
    assert "article" not in told(known + 999)
    for unknown in (known + 999, "x"):
        assert "خبری با این شماره پیدا نشد." in told(unknown)["notes"]
    assert told(known)["notes"] == []
