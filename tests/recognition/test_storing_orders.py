"""Two readers of one article that an editor rewrites: in every order, only what holds is stored."""

import pytest
from django.db import transaction

from articles.models import Article, Mention
from articles.pipeline.deferring import deferred
from articles.recognition.reading import read
from articles.recognition.recogniser import current
from articles.recognition.storing import store
from tests.factories import ArticleFactory, EntityFactory
from tests.interleaving import every_order, point

BEFORE, AFTER = "سرگئی لاوروف در مسکو سخن گفت.", "امروز در تهران محمدجواد ظریف سخن گفت."


@pytest.fixture
def begin(fresh_archive):
    def make() -> int:
        fresh_archive()
        with deferred():
            for name in ("سرگئی لاوروف", "محمدجواد ظریف"):
                EntityFactory(name=name)
            return ArticleFactory(title="خبر", body=BEFORE).pk

    return make


def read_and_store(pk: int) -> None:
    names = current()
    readings = read([Article.objects.get(pk=pk)], names)
    point("read")
    with transaction.atomic():
        stored = store(readings, names)
        if pk not in stored.outdated:
            check(pk)


def rewrite(pk: int) -> None:
    article = Article.objects.get(pk=pk)
    article.body = AFTER
    with deferred():
        article.save()


def check(pk: int) -> None:
    """The mentions are those of the text as it is."""
    [mention] = Mention.objects.filter(article=pk)
    body = Article.objects.get(pk=pk).body
    assert body[mention.start : mention.end] == mention.text
    assert mention.text == ("سرگئی لاوروف" if body == BEFORE else "محمدجواد ظریف")


def check_once_read_again(pk: int) -> None:
    read_and_store(pk)
    check(pk)


def test_two_readers_and_an_editor(begin):
    workers = {"one": read_and_store, "editor": rewrite, "other": read_and_store}
    assert every_order(begin, workers, check_once_read_again) == 30
