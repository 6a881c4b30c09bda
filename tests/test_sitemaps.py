import pytest
from django.urls import reverse

from tests.factories import ArticleFactory, EntityFactory

pytestmark = pytest.mark.django_db


def test_the_index_names_sections_that_list_what_readers_may_see(client):
    shown, entity = ArticleFactory(author="نرگس رها"), EntityFactory()
    draft = ArticleFactory(status="draft", author="آرش نهان")
    index = client.get("/sitemap.xml").content.decode()
    assert "http://testserver/sitemap-articles.xml" in index
    articles = client.get("/sitemap-articles.xml").content.decode()
    assert shown.get_absolute_url() in articles
    assert draft.get_absolute_url() not in articles
    assert entity.get_absolute_url() in client.get("/sitemap-names.xml").content.decode()
    authors = client.get("/sitemap-authors.xml").content.decode()
    assert reverse("author", args=["نرگس رها"]) in authors
    assert authors.count("<url>") == 1
    assert "http://testserver/about/" in client.get("/sitemap-pages.xml").content.decode()
