from xml.etree import ElementTree as ET

import pytest

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


def test_atom_is_there_as_well(client):
    ArticleFactory()
    response = client.get("/feeds/latest.atom")
    assert response["Content-Type"].startswith("application/atom+xml")
    ET.fromstring(response.content)  # noqa: S314


def test_characters_that_xml_cannot_hold_do_not_break_the_feed(client):
    ArticleFactory(title="خبر\x0bبا نویسهٔ کنترلی", lead="لید\x01")
    assert titles(client.get("/feeds/latest.rss")) == ["خبربا نویسهٔ کنترلی"]


def test_unknown_feeds_are_not_found(client):
    for address in ("/feeds/names/99.rss", "/feeds/sources/نیست.rss", "/feeds/latest.json"):
        assert client.get(address).status_code == 404
