"""A curator's word about a spelling holds for the whole archive, and for what comes."""

import pytest

from articles import curation, pipeline
from articles.errors import CurationError
from articles.models import Alias, Decision, Entity, Kind, Mention, RejectedSpelling, Suggestion
from articles.recognition import mentions, suggestions
from articles.recognition.recogniser import Recogniser
from articles.recognition.spans import Span
from tests.factories import ArticleFactory, EntityFactory, MentionFactory

pytestmark = pytest.mark.django_db


class Suggesting:
    """A recogniser that suggests every «زرتاشپور»."""

    suggests = True
    names = Recogniser([])

    def spans_of_articles(self, readings):
        return [self._spans(reading) for reading in readings]

    def _spans(self, reading):
        taken = {(item.field, item.start) for item in reading.rejections}
        for name, text in reading.texts.items():
            start = text.find("زرتاشپور")
            if start >= 0 and (name, start) not in taken:
                return [
                    Span(name, start, start + 8, "زرتاشپور", "person", None, "model", "suggested")
                ]
        return []


def recognise(*articles):
    mentions.store(articles, Suggesting())


def article(body="دیروز زرتاشپور گفت"):
    made = ArticleFactory(body=body)
    recognise(made)
    return made


def reject(user):
    return curation.reject_spelling("زرتاشپور", None, user)


def test_recognition_keeps_the_queue():
    first = article()
    article()
    assert Suggestion.objects.get().mentions == 2
    first.body = "دیروز"
    first.save()
    recognise(first)
    assert Suggestion.objects.get().mentions == 1


def test_rejecting_a_spelling_rejects_it_in_the_whole_archive(curator):
    article()
    article()
    assert reject(curator).changed == 2
    assert not Suggestion.objects.exists()
    assert set(Mention.objects.values_list("status", "origin")) == {("rejected", "curator")}


class TestARejectedSpellingNeverReturns:
    def test_in_a_new_article(self, curator):
        article()
        reject(curator)
        article()
        assert not Suggestion.objects.exists()
        assert not Mention.objects.suggested().exists()

    def test_when_names_are_recognised_again(self, curator):
        known = article()
        reject(curator)
        recognise(known)
        assert not Mention.objects.suggested().exists()

    def test_when_the_article_is_edited(self, curator):
        known = article()
        reject(curator)
        for body in ("نه.", "پریروز هم زرتاشپور گفت", "زرتاشپور و زرتاشپور"):
            known.body = body
            known.save()
            recognise(known)
            assert not Mention.objects.suggested().exists()

    def test_when_the_article_is_deleted_and_imported_again(self, curator):
        article().delete()
        article()
        reject(curator)
        article().delete()
        article()
        assert not Mention.objects.suggested().exists()

    def test_when_another_mention_stood_in_its_place(self, curator):
        known = article()
        reject(curator)
        Mention.objects.all().delete()
        MentionFactory(
            article=known, text="زرتاشپور", kind="place", origin="rule", status="suggested",
            entity=None,
        )  # fmt: skip
        recognise(known)
        assert not Mention.objects.exists()

    def test_but_other_spellings_do(self, curator):
        EntityFactory(name="زرتاشپور")
        RejectedSpelling.objects.create(key="دیگری")
        article()
        assert Suggestion.objects.exists()


def test_rejecting_twice_is_no_error(curator):
    reject(curator)
    reject(curator)
    assert RejectedSpelling.objects.count() == 1


def test_a_new_name_has_the_mentions_and_their_spellings(curator):
    article()
    entity = Entity(name="رضا زرتاشپور", kind=Kind.PERSON)
    outcome = curation.make(Mention.objects.all(), entity, curator)
    assert outcome.changed == 1
    assert set(entity.aliases.values_list("text", flat=True)) == {"رضا زرتاشپور", "زرتاشپور"}
    assert Mention.objects.get().entity == entity
    assert entity.history.get().history_user == curator


def test_a_name_that_is_there_is_not_made_again(curator):
    EntityFactory(name="تهران", kind="place")
    with pytest.raises(CurationError, match="به همان پیوند دهید"):
        curation.make([], Entity(name="تهـران", kind="place"), curator)
    assert Decision.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_a_learnt_spelling_is_found_in_the_whole_archive(curator):
    entity = EntityFactory(name="رضا زرتاش‌پوران")
    others = [ArticleFactory(body=f"زرتاشپور {number}") for number in range(3)]
    known = article()
    pipeline.catch_up()
    outcome = curation.link(known.mentions.all(), entity, curator, learn=True)
    assert Alias.objects.filter(entity=entity, text="زرتاشپور").exists()
    decision = outcome.decision
    decision.refresh_from_db()
    assert decision.articles == 4
    pipeline.catch_up()
    assert not decision.notes.exists()
    assert Mention.objects.filter(article__in=others).confirmed().count() == 3


def test_the_queue_is_counted_anew_after_each_decision(curator):
    article()
    article()
    curation.reject(Mention.objects.all()[:1], curator)
    line = Suggestion.objects.get()
    assert (line.mentions, line.decided, line.weight) == (1, 1, 0.5)
    assert suggestions.mentions_of(line).count() == 1
