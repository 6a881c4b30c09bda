"""Whoever stores, edits, decides and counts at the same time: nothing is lost in any order."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import User

from articles import curation, pipeline
from articles.models import Article, Mention, PendingArticle, Proposal, Suggestion
from articles.recognition import proposals, reading, storing, suggestions, synchronising
from articles.recognition.recogniser import current
from articles.recognition.spans import Span
from tests.factories import ArticleFactory, EntityFactory
from tests.interleaving import every_order, point, stop_before

NAME = "زبیگنیو رائوفسکی"
BODY = f"{NAME} (Zbigniew Raufsky) با زرتاش آمد."


@pytest.fixture
def begin(fresh_archive) -> Callable[[], SimpleNamespace]:
    """An archive with two names that may be one, and two articles with the same names."""

    def made() -> SimpleNamespace:
        fresh_archive()
        with pipeline.deferred():
            names = [EntityFactory(name=name) for name in (NAME, "زبیگنیو رائوفسکین")]
            articles = [ArticleFactory(title="خبر", body=BODY) for _ in range(2)]
        proposals.refresh()
        user = User.objects.create_superuser("curator")
        return SimpleNamespace(names=names, articles=articles, user=user)

    return made


class Suggesting:
    """The archive's own names, and one word as a suggestion where nothing was rejected."""

    suggests = True

    def __init__(self) -> None:
        self.names = current()

    def spans_of_articles(self, readings):
        known = self.names.spans_of_articles(readings)
        return [
            [*spans, *([] if one.rejections else self.suggested(one.texts["body"]))]
            for spans, one in zip(known, readings, strict=True)
        ]

    def suggested(self, text):
        if (start := text.find("زرتاش")) >= 0:
            yield Span("body", start, start + 5, "زرتاش", "person", None, "model", "suggested")


def store(article) -> None:
    reader = Suggesting()
    found = reading.read([article], reader)
    point("read")
    with pipeline.deferred():
        storing.store(found, reader.names, noting=True)


def check(archive) -> None:
    assert suggestions.audit() == []
    assert proposals.audit() == []


def test_two_writers_add_up(begin, monkeypatch):
    stop_before(monkeypatch, synchronising, "carry_out")

    def both(archive):
        check(archive)
        assert Suggestion.objects.get().articles == 2
        assert Proposal.objects.get(reason="latin").mentions == 2

    workers = {name: lambda a, at=at: store(a.articles[at]) for at, name in enumerate("ab")}
    assert every_order(begin, workers, both) > 2


def test_who_counts_anew_and_who_adds_agree(begin, monkeypatch):
    stop_before(monkeypatch, synchronising, "carry_out")

    def recount(archive):
        proposals.follow([name.pk for name in archive.names])
        suggestions.rebuild()

    assert every_order(begin, {"writer": lambda a: store(a.articles[0]), "counter": recount}, check)


def test_a_decision_in_the_meantime_stays_whichever_comes_first(begin):
    def begun():
        archive = begin()
        store(archive.articles[0])
        return archive

    def reject(archive):
        with pipeline.deferred():
            curation.reject(Mention.objects.all(), archive.user)

    def kept(archive):
        assert set(Mention.objects.values_list("origin", "status")) == {("curator", "rejected")}
        assert suggestions.audit() == []

    workers = {"writer": lambda a: store(a.articles[0]), "curator": reject}
    assert every_order(begun, workers, kept)


def test_no_mark_stands_in_the_middle_of_an_edited_text(begin):
    def edit(archive):
        with pipeline.deferred():
            article = archive.articles[0]
            article.body = f"دیروز {BODY}"
            article.save()

    def begun():
        archive = begin()
        PendingArticle.objects.all().delete()
        return archive

    def fits(archive):
        noted = PendingArticle.objects.filter(recognise=True).values("article_id")
        for article in Article.objects.filter(pk__in=noted):
            store(article)
        for row in Mention.objects.select_related("article"):
            assert row.article.body[row.start : row.end] == row.text
        check(archive)

    assert every_order(begun, {"writer": lambda a: store(a.articles[0]), "editor": edit}, fits)
