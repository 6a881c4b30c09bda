import re

import pytest
from django.test import Client
from django.urls import reverse

from articles import pipeline
from articles.models import Comment
from tests.factories import (
    ArticleFactory,
    CommentFactory,
    EntityFactory,
    MentionFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    found = ArticleFactory(body="برف دماوند را پوشاند.")
    MentionFactory(article=found, entity=EntityFactory(name="دماوند"))
    return found


def reload(client, address: str, etag: str):
    return client.get(address, headers={"If-None-Match": etag})


def addresses(article) -> list[str]:
    return [
        "/",
        "/articles/",
        "/names/",
        "/sources/",
        "/about/",
        "/contact/",
        article.get_absolute_url(),
        reverse("article-print", args=[article.pk, article.slug]),
        article.source.get_absolute_url(),
        article.mentions.get().entity.get_absolute_url(),
        "/feeds/latest.rss",
        "/sitemap.xml",
        "/sitemap-articles.xml",
    ]


def test_reloading_an_unchanged_page_brings_nothing_but_a_304(client, article):
    for address in addresses(article):
        first = client.get(address)
        again = reload(client, address, first["ETag"])
        assert (address, again.status_code, again.content) == (address, 304, b"")


def test_pages_stay_with_the_reader_and_are_asked_for_again_each_time(client, article):
    assert client.get(article.get_absolute_url())["Cache-Control"] == "private, no-cache"
    assert client.get("/feeds/latest.rss")["Cache-Control"] == "public, max-age=300"


@pytest.mark.parametrize("change", ["edit", "comment", "name", "newer article"])
def test_whatever_an_article_page_shows_makes_it_new(client, article, change):
    address = article.get_absolute_url()
    etag = client.get(address)["ETag"]
    if change == "edit":
        article.lead = "لیدی تازه"
        article.save()
    elif change == "comment":
        CommentFactory(article=article, status="approved")
    elif change == "name":
        article.mentions.update(status="rejected")
    else:
        ArticleFactory(title="خبری تازه‌تر")
    assert reload(client, address, etag).status_code == 200


def test_a_search_is_an_unchanged_page_until_it_finds_more(client):
    ArticleFactory(body="برف دماوند را پوشاند.")
    pipeline.catch_up()
    first = client.get("/search/?q=برف")
    etag = first["ETag"]
    assert re.fullmatch(r"search;dur=\d+\.\d", first["Server-Timing"])
    assert reload(client, "/search/?q=برف", etag).status_code == 304
    ArticleFactory(body="برف آمد.")
    pipeline.catch_up()
    assert reload(client, "/search/?q=برف", etag).status_code == 200


def test_the_form_on_a_kept_page_can_still_be_sent(article):
    client = Client(enforce_csrf_checks=True)
    first = client.get(article.get_absolute_url())
    assert reload(client, article.get_absolute_url(), first["ETag"]).status_code == 304
    key = first.content.decode().partition('csrfmiddlewaretoken" value="')[2].partition('"')[0]
    values = {"name": "نرگس", "body": "سپاس", "csrfmiddlewaretoken": key}
    client.post(reverse("comments", args=[article.pk, article.slug]), values)
    assert Comment.objects.count() == 1


def test_a_reader_whose_form_key_is_gone_gets_a_page_with_a_new_one(client, article):
    etag = client.get(article.get_absolute_url())["ETag"]
    assert reload(Client(), article.get_absolute_url(), etag).status_code == 200


def test_a_message_for_the_reader_is_shown_once_in_spite_of_the_kept_page(client, article):
    address = article.get_absolute_url()
    etag = client.get(address)["ETag"]
    client.post(reverse("comments", args=[article.pk, article.slug]), {"name": "ن", "body": "نظر"})
    thanked = reload(client, address, etag)
    assert "نظر شما دریافت شد" in thanked.content.decode()
    assert "نظر شما دریافت شد" not in reload(client, address, thanked["ETag"]).content.decode()


def test_a_compressed_page_is_known_again_too(client, article):
    packed = {"Accept-Encoding": "gzip"}
    for number in range(30):
        ArticleFactory(title=f"خبری که صفحه را بلندتر می‌کند {number}")
    first = client.get("/articles/", headers=packed)
    assert first["Content-Encoding"] == "gzip"
    again = client.get("/articles/", headers={**packed, "If-None-Match": first["ETag"]})
    assert again.status_code == 304
