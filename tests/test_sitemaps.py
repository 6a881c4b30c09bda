import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import Article
from articles.sitemaps import ArticleSitemap, EntitySitemap
from tests.factories import ArticleFactory, EntityFactory

pytestmark = pytest.mark.django_db


def test_the_index_names_sections_that_list_what_readers_may_see(client):
    shown, entity = ArticleFactory(author="نرگس رها"), EntityFactory()
    draft = ArticleFactory(status="draft", author="آرش نهان")
    index = client.get("/sitemap.xml").content.decode()
    assert "http://testserver/sitemap-articles.xml" in index
    last = ArticleSitemap().paginator.num_pages  # keys go on from test to test on PostgreSQL
    articles = client.get(f"/sitemap-articles.xml?p={last}").content.decode()
    assert shown.get_absolute_url() in articles
    assert draft.get_absolute_url() not in articles
    names = client.get(f"/sitemap-names.xml?p={EntitySitemap().paginator.num_pages}")
    assert entity.get_absolute_url() in names.content.decode()
    authors = client.get("/sitemap-authors.xml").content.decode()
    assert reverse("author", args=["نرگس رها"]) in authors
    assert authors.count("<url>") == 1
    assert "http://testserver/about/" in client.get("/sitemap-pages.xml").content.decode()


def test_pages_are_ranges_of_keys_that_nobody_counts(client, monkeypatch):
    monkeypatch.setattr(ArticleSitemap, "limit", 3)
    articles = ArticleFactory.create_batch(7)
    withdrawn = articles[3]
    Article.objects.filter(pk=withdrawn.pk).set_status("withdrawn")
    pages = ArticleSitemap().paginator.num_pages
    assert client.get("/sitemap.xml").text.count("sitemap-articles.xml") == pages
    found = []
    for number in range(1, pages + 1):
        with CaptureQueriesContext(connection) as asked:
            found.append(client.get(f"/sitemap-articles.xml?p={number}").text)
        assert not any("COUNT(" in one["sql"] or "OFFSET" in one["sql"] for one in asked)
    for article in articles:
        listed = sum(article.get_absolute_url() in page for page in found)
        assert listed == (article != withdrawn)
    assert client.get(f"/sitemap-articles.xml?p={pages + 1}").status_code == 404


def test_an_empty_archive_has_an_empty_sitemap(client):
    assert client.get("/sitemap-articles.xml").text.count("<url>") == 0
