"""Workers and an editor at one article: in every order, names and index end as the text is."""

import pytest

from articles import pipeline
from articles.models import Article, Mention, PendingArticle
from articles.pipeline import reading
from articles.pipeline.claims import claim
from articles.pipeline.deferring import deferred
from articles.pipeline.worker import worker_name
from articles.recognition import storing
from articles.search import archive
from articles.search.engines.whoosh.index import WhooshIndex
from articles.search.request import SearchRequest
from tests.factories import ArticleFactory, EntityFactory
from tests.interleaving import every_order, stop_after, stop_before

BEFORE, AFTER = "سرگئی لاوروف در مسکو سخن گفت.", "امروز در تهران محمدجواد ظریف سخن گفت."


@pytest.fixture
def begin(fresh_archive, monkeypatch):
    """An article that waits to be read once more."""
    monkeypatch.setattr(WhooshIndex, "_merge_soon", lambda index: None)  # a thread of its own

    def make() -> Article:
        fresh_archive()
        with deferred():
            for name in ("سرگئی لاوروف", "محمدجواد ظریف"):
                EntityFactory(name=name)
            article = ArticleFactory(title="خبر", body=BEFORE)
        pipeline.catch_up()
        with deferred():
            PendingArticle.objects.add([article.pk], recognise=True)
        return article

    return make


def work(article: Article) -> None:
    """What a worker does with one claim."""
    if claimed := claim(PendingArticle, worker_name(), 10):
        reading.follow_articles(claimed)


def rewrite(article: Article) -> None:
    change(article, body=AFTER)


def withdraw(article: Article) -> None:
    change(article, status=Article.Status.WITHDRAWN)


def delete(article: Article) -> None:
    with deferred():
        Article.objects.get(pk=article.pk).delete()


def change(article: Article, **values: str) -> None:
    edited = Article.objects.get(pk=article.pk)
    for field, value in values.items():
        setattr(edited, field, value)
    with deferred():
        edited.save()


def check(article: Article) -> None:
    """What is not noted any more is right, and the rest is once it is worked off."""
    if not pipeline.waiting():
        check_names_and_index(article)
    pipeline.catch_up()
    check_names_and_index(article)


def check_names_and_index(article: Article) -> None:
    now = Article.objects.filter(pk=article.pk).first()
    names = {} if now is None else {"لاوروف": now.body == BEFORE, "ظریف": now.body == AFTER}
    for mention in Mention.objects.filter(article=article.pk):
        assert now.body[mention.start : mention.end] == mention.text
    texts = set(Mention.objects.values_list("text", flat=True))
    assert texts == {
        name for name in ("سرگئی لاوروف", "محمدجواد ظریف") if names.get(name.split()[1])
    }
    public = now is not None and now.status == Article.Status.PUBLISHED
    for name in ("لاوروف", "ظریف"):
        found = archive.search(SearchRequest(q=name, exact=True)).total
        assert found == (public and names[name]), name


@pytest.mark.parametrize("edit", [rewrite, withdraw, delete])
def test_one_worker_and_an_editor(begin, monkeypatch, edit):
    stop_after(monkeypatch, reading, "read")
    stop_before(monkeypatch, storing, "_write")
    stop_after(monkeypatch, storing, "store")
    stop_before(monkeypatch, reading, "finish")
    assert every_order(begin, {"worker": work, "editor": edit}, check) >= 5


@pytest.mark.parametrize("edit", [rewrite, withdraw, delete])
def test_two_workers_and_an_editor(begin, monkeypatch, edit):
    stop_after(monkeypatch, reading, "read")
    assert every_order(begin, {"one": work, "editor": edit, "other": work}, check) > 10
