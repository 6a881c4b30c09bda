"""What others change between the reading of an article and its storing is never overwritten."""

import pytest

from articles import curation
from articles.models import Kind, Mention, PendingArticle, Quotation, RejectedSpelling
from articles.persian.characters import squash
from articles.recognition import mentions, storing
from articles.recognition.reading import read
from articles.recognition.recogniser import current
from articles.recognition.spans import Span
from articles.recognition.storing import Stored, store
from tests.factories import ArticleFactory, EntityFactory

pytestmark = pytest.mark.django_db

BODY = "سرگئی لاوروف گفت که صلح نزدیک است."


@pytest.fixture
def lavrov():
    return EntityFactory(name="سرگئی لاوروف")


@pytest.fixture
def article(lavrov):
    return ArticleFactory(title="خبر", body=BODY)


def places(article) -> list[tuple[int, str, int | None]]:
    return [(row.start, row.text, row.entity_id) for row in article.mentions.order_by("start")]


def said(article) -> list[str]:
    return list(article.quotations.order_by("start").values_list("text", flat=True))


class Suggesting:
    """A reader that suggests one word as the name of a person, wherever it stands."""

    suggests = True

    def __init__(self, word: str) -> None:
        self.word = word
        self.names = current()

    def spans_of_articles(self, readings):
        return [
            [
                Span("body", start, start + len(self.word), self.word, "person", None, "model",
                     "suggested")
                for start in [reading.texts["body"].find(self.word)]
                if start >= 0
            ]
            for reading in readings
        ]  # fmt: skip


def test_names_and_what_they_say_are_stored_together(article, lavrov):
    assert store(read([article], current()), current()) == Stored([article.pk], [])
    assert places(article) == [(0, "سرگئی لاوروف", lavrov.pk)]
    assert said(article) == ["صلح نزدیک است"]


def test_reading_writes_nothing_and_needs_no_transaction(article, django_assert_num_queries):
    reader = current()
    with django_assert_num_queries(2):
        read([article], reader)
    assert not Mention.objects.exists()


def test_a_text_that_was_edited_meanwhile_is_read_again(article, lavrov):
    readings = read([article], current())
    article.body = "امروز وزیر خارجه سرگئی لاوروف سخن گفت."
    article.save()
    assert store(readings, current()) == Stored([], [article.pk])
    assert places(article) == []
    mentions.store([article], current())
    assert places(article) == [(17, "سرگئی لاوروف", lavrov.pk)]


def test_only_the_edited_one_of_several_is_read_again(article, lavrov):
    other = ArticleFactory(body="سرگئی لاوروف آمد")
    readings = read([article, other], current())
    type(article).objects.filter(pk=article.pk).update(title="خبری دیگر")
    assert store(readings, current()) == Stored([other.pk], [article.pk])


def test_what_a_curator_decided_meanwhile_stays(article, admin_user):
    mentions.store([article], current())
    readings = read([article], current())
    curation.reject(article.mentions.all(), admin_user)
    assert store(readings, current()) == Stored([], [article.pk])
    assert article.mentions.get().status == Mention.Status.REJECTED


def test_a_statement_that_a_curator_rejected_meanwhile_stays(article, admin_user):
    mentions.store([article], current())
    readings = read([article], current())
    curation.quotations.reject(Quotation.objects.all(), admin_user)
    assert store(readings, current()) == Stored([], [article.pk])
    assert Quotation.objects.get().status == Quotation.Status.REJECTED


def test_a_decision_undone_meanwhile_is_noticed(article, admin_user):
    mentions.store([article], current())
    outcome = curation.reject(article.mentions.all(), admin_user)
    readings = read([article], current())
    curation.undo(outcome.decision, admin_user)
    assert store(readings, current()).outdated == [article.pk]


def test_an_article_with_a_name_merged_meanwhile_is_read_again(article, lavrov, admin_user):
    whole = EntityFactory(name="سرگئی ویکتوروویچ لاوروف")
    mentions.store([article], current())
    readings = read([article], current())
    curation.merge([lavrov], whole, admin_user)
    assert store(readings, current()) == Stored([], [article.pk])
    assert places(article) == [(0, "سرگئی لاوروف", whole.pk)]


def test_an_article_with_a_name_deleted_meanwhile_is_read_again(article, lavrov):
    tehran = EntityFactory(name="تهران", kind=Kind.PLACE)
    other = ArticleFactory(body="تهران")
    readings = read([article, other], current())
    lavrov.delete()
    assert store(readings, current()) == Stored([other.pk], [article.pk])
    assert places(other) == [(0, "تهران", tehran.pk)]


def test_an_article_deleted_meanwhile_is_passed_over(article):
    readings = read([article], current())
    type(article).objects.filter(pk=article.pk).delete()
    assert store(readings, current()) == Stored([], [])


def test_a_spelling_that_was_rejected_is_not_suggested_and_takes_no_words_from_sentences(lavrov):
    article = ArticleFactory(body="سرگئی لاوروف امروز گفت که صلح نزدیک است.")
    silenced = read([article], Blending("امروز"))
    assert not silenced[0].quotations
    RejectedSpelling.objects.create(key=squash("امروز"))
    store(silenced, current())
    assert places(article) == [(0, "سرگئی لاوروف", lavrov.pk)]
    assert said(article) == ["صلح نزدیک است"]


def test_a_spelling_rejected_under_the_lock_is_noticed(article, monkeypatch):
    reader = Suggesting("صلح")
    readings = read([article], reader)
    before = storing._without_refused

    def rejected_just_then(found):
        allowed = before(found)
        RejectedSpelling.objects.create(key=squash("صلح"))
        return allowed

    monkeypatch.setattr(storing, "_without_refused", rejected_just_then)
    assert store(readings, current()) == Stored([], [article.pk])
    monkeypatch.undo()
    assert store(read([article], reader), current()) == Stored([], [])


def test_suggestions_stored_meanwhile_by_another_reader_are_noticed(article):
    readings = read([article], current())
    store(read([article], Suggesting("صلح")), current())
    assert store(readings, current()).outdated == [article.pk]


def test_with_notes_nothing_is_forgotten(article):
    other = ArticleFactory(body="سرگئی لاوروف آمد")
    readings = read([article, other], current())
    type(article).objects.filter(pk=article.pk).update(title="خبری دیگر")
    PendingArticle.objects.all().delete()
    store(readings, current(), noting=True)
    noted = PendingArticle.objects.values_list("article_id", "recognise")
    assert set(noted) == {(other.pk, False), (article.pk, True)}


class Blending(Suggesting):
    """The archive's own names as well."""

    def spans_of_articles(self, readings):
        known = self.names.spans_of_articles(readings)
        new = super().spans_of_articles(readings)
        return [[*some, *more] for some, more in zip(known, new, strict=True)]
