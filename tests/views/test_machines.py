import json
import re
from datetime import timedelta
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import pytest
from django.utils import timezone

from articles import pipeline
from articles.models import Kind
from tests.factories import ArticleFactory, EntityFactory, MentionFactory

pytestmark = pytest.mark.django_db


def page(client, address: str) -> str:
    return client.get(address).content.decode()


def json_ld(html: str) -> dict:
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', html)[1])


def test_an_article_tells_programs_what_it_is_and_whom_it_mentions(client):
    article = ArticleFactory(title="برف بارید", body="برف در دماوند.", author="نرگس رها")
    entity = EntityFactory(name="دماوند", kind=Kind.PLACE)
    MentionFactory(article=article, entity=entity)
    data = json_ld(page(client, article.get_absolute_url()))
    assert data["@type"] == "NewsArticle"
    assert data["headline"] == "برف بارید"
    assert data["datePublished"] == "2023-10-07T08:30:00+00:00"
    assert data["author"]["name"] == "نرگس رها"
    assert data["publisher"]["name"] == "خبرگزاری آزمون"
    assert data["mentions"][0]["@type"] == "Place"
    assert data["mentions"][0]["url"] == f"http://testserver{entity.get_absolute_url()}"
    assert "alternativeHeadline" not in data  # nothing is said about what is not there


def test_a_text_cannot_break_out_of_the_data(client):
    article = ArticleFactory(title="</script><script>alert(1)</script>&<!--")
    html = page(client, article.get_absolute_url())
    assert "<script>alert" not in html
    assert json_ld(html)["headline"] == article.title


def test_a_page_has_one_address_however_it_is_shown(client):
    article = ArticleFactory()
    ArticleFactory.create_batch(25)
    for asked, canonical in (
        (f"{article.get_absolute_url()}?reply=1", article.get_absolute_url()),
        ("/articles/?page=2&utm_source=x", "/articles/?page=2"),
        ("/names/?kind=person", "/names/?kind=person"),
    ):
        html = page(client, asked)
        assert f'<link rel="canonical" href="http://testserver{canonical}">' in html
        assert f'<meta property="og:url" content="http://testserver{canonical}">' in html


def test_an_article_is_presented_well_where_it_is_shared(client):
    article = ArticleFactory(title="برف بارید", lead="همه جا سپید شد.")
    html = page(client, article.get_absolute_url())
    assert '<meta property="og:type" content="article">' in html
    assert '<meta property="og:title" content="برف بارید">' in html
    assert '<meta property="og:description" content="همه جا سپید شد.">' in html
    picture = re.search(r'property="og:image" content="([^"]+)"', html)[1]
    assert picture == "http://testserver/static/articles/share.png"
    assert json_ld(html)["image"] == picture


def test_every_list_names_its_own_feeds(client):
    article = ArticleFactory(body="دماوند")
    entity = EntityFactory(name="دماوند")
    MentionFactory(article=article, entity=entity)
    for address in (
        article.source.get_absolute_url(),
        article.category.get_absolute_url(),
        entity.get_absolute_url(),
    ):
        links = re.findall(r'rel="alternate"[^>]*href="([^"]+)"', page(client, address))
        own = [link for link in links if "latest" not in link and "/api/" not in link]
        assert [link.rpartition(".")[2] for link in own] == ["rss", "atom"]
        assert all(client.get(link).status_code == 200 for link in own)


def test_any_search_can_be_followed_as_a_feed(client):
    source = ArticleFactory(title="برف در شهر", source__name="روزنامهٔ شهر").source
    ArticleFactory(title="برف در کوه")
    ArticleFactory(title="باران")
    pipeline.catch_up()
    html = page(client, f"/search/?q=برف&source={source.slug}&sort=oldest&page=2")
    link = re.search(r'rel="alternate" type="application/atom[^>]*href="(/search/[^"]+)"', html)[1]
    feed = client.get(link.replace("&amp;", "&").replace(".atom", ".rss"))
    titles = [one.text for one in ET.fromstring(feed.content).iter("title")]  # noqa: S314
    assert titles == ["بایگانی خبر: برف", "برف در شهر"]
    assert "page" not in link
    assert "sort" not in link


def test_a_feed_of_a_search_asks_to_come_back_while_the_index_is_unavailable(client):
    with pipeline.deferred():
        ArticleFactory(title="برف در کوه")
    assert client.get("/search/feed.rss?q=برف").status_code == 503


def test_the_news_sitemap_has_the_articles_of_two_days(client):
    now = timezone.now()
    fresh = ArticleFactory(title="تازه & داغ", published_at=now - timedelta(hours=3))
    old = ArticleFactory(published_at=now - timedelta(days=3))
    announced = ArticleFactory(published_at=now + timedelta(days=1))
    index = page(client, "/sitemap.xml")
    assert "http://testserver/sitemap-news.xml" in index
    news = unquote(page(client, "/sitemap-news.xml"))
    assert unquote(fresh.get_absolute_url()) in news
    assert "<news:title>تازه &amp; داغ</news:title>" in news
    assert unquote(old.get_absolute_url()) not in news
    assert unquote(announced.get_absolute_url()) not in news
