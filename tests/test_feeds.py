import html
import re
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

import pytest

from articles.feeds import ITEMS
from articles.search import indexing
from tests.factories import ArticleFactory, CategoryFactory, EntityFactory, MentionFactory

pytestmark = pytest.mark.django_db


def titles(response) -> list[str]:
    assert response.status_code == 200
    return [title.text for title in ET.fromstring(response.content).iter("title")][1:]  # noqa: S314


def test_the_latest_articles_newest_first_without_drafts(client):
    ArticleFactory(title="کهنه", published_at=None)
    ArticleFactory(title="تازه")
    ArticleFactory(title="ناتمام", status="draft")
    assert titles(client.get("/feeds/latest.rss")) == ["تازه", "کهنه"]


def test_source_category_and_name_have_feeds_of_their_own(client):
    entity = EntityFactory(name="شیراز")
    wanted = ArticleFactory(
        title="خبر شیراز",
        body="در شیراز",
        category=CategoryFactory(name="شهر"),
        source__name="روزنامهٔ شهر",
    )
    MentionFactory(article=wanted, entity=entity)
    ArticleFactory(title="خبری دیگر")
    for address in (
        f"/feeds/sources/{wanted.source.slug}.rss",
        f"/feeds/categories/{wanted.category.slug}.rss",
        f"/feeds/names/{entity.pk}.rss",
    ):
        assert titles(client.get(address)) == ["خبر شیراز"]


def feed_of_a_frequent_name(articles):
    entity = EntityFactory(name="شیراز")
    for number in range(articles):
        moment = datetime(2023, 10, 7, 8, number, tzinfo=UTC)
        article = ArticleFactory(title=f"خبر {number}", body="در شیراز", published_at=moment)
        MentionFactory(article=article, entity=entity)
    return f"/feeds/names/{entity.pk}.rss"


def test_the_index_says_which_articles_of_a_name_are_the_newest(
    client, django_assert_max_num_queries
):
    address = feed_of_a_frequent_name(ITEMS + 5)
    indexing.rebuild()
    with django_assert_max_num_queries(3) as asked:
        found = titles(client.get(address))
    assert found == [f"خبر {number}" for number in range(ITEMS + 4, 4, -1)]
    assert not any("articles_mention" in query["sql"] for query in asked.captured_queries)


def test_without_an_index_a_name_has_its_feed_all_the_same(client):
    assert titles(client.get(feed_of_a_frequent_name(3))) == ["خبر 2", "خبر 1", "خبر 0"]


def test_atom_is_there_as_well(client):
    ArticleFactory()
    response = client.get("/feeds/latest.atom")
    assert response["Content-Type"].startswith("application/atom+xml")
    ET.fromstring(response.content)  # noqa: S314


def test_characters_that_xml_cannot_hold_do_not_break_the_feed(client):
    ArticleFactory(title="خبر\x0bبا نویسهٔ کنترلی", lead="لید\x01")
    assert titles(client.get("/feeds/latest.rss")) == ["خبربا نویسهٔ کنترلی"]


def test_a_feed_holds_only_what_its_own_query_finds(client):
    """A reader is offered «پزشکیان»; a feed reader would keep it as what was asked for."""
    ArticleFactory.create_batch(12, title="سخنان مسعود پزشکیان", body="پزشکیان گفت")
    indexing.rebuild()
    assert "پزشکیان" in client.get("/search/", {"q": "پزشکبان"}).text
    assert titles(client.get("/search/feed.rss", {"q": "پزشکبان"})) == []
    assert len(titles(client.get("/search/feed.rss", {"q": "پزشکیان"}))) == 12


def test_without_an_index_a_search_has_no_feed_rather_than_a_wrong_one(client):
    ArticleFactory(title="برف")
    assert client.get("/search/", {"q": "گوینده:لاوروف"}).status_code == 200
    assert client.get("/search/feed.rss", {"q": "گوینده:لاوروف"}).status_code == 503


@pytest.mark.parametrize("kind", ["rss", "atom"])
def test_a_search_feed_says_its_own_address_with_its_query(client, kind):
    """Feed readers keep a feed by it; without the query it is the feed of everything."""
    ArticleFactory(title="برف")
    ArticleFactory(title="باران")
    indexing.rebuild()
    feed = client.get(f"/search/feed.{kind}", {"q": "برف", "from": "1400", "page": "3"})
    (address,) = re.findall(r'<(?:atom:)?link href="([^"]*)" rel="self"', feed.text)
    again = client.get(html.unescape(address))
    assert again.text == feed.text
    assert "برف" in again.text
    assert "باران" not in again.text


def test_a_search_feed_begins_with_the_newest_whatever_page_was_open(client):
    ArticleFactory(title="برف")
    indexing.rebuild()
    for page in ("2", "100000"):
        assert titles(client.get("/search/feed.rss", {"q": "برف", "page": page})) == ["برف"]


def test_unknown_feeds_are_not_found(client):
    for address in ("/feeds/names/99.rss", "/feeds/sources/نیست.rss", "/feeds/latest.json"):
        assert client.get(address).status_code == 404
