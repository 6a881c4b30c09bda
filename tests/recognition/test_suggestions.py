"""Curators see first what matters most, with examples; and names that may be one."""

import pytest

from articles import curation
from articles.models import Kind, Mention, Suggestion
from articles.persian.characters import squash
from articles.recognition import reading, storing
from articles.recognition.recogniser import current
from articles.recognition.spans import Span
from articles.recognition.suggestions import (
    audit,
    known_names,
    mentions_of,
    rebuild,
    recount,
)
from tests.factories import ArticleFactory, EntityFactory, MentionFactory


def suggest(text: str, kind: str = Kind.PERSON, **fields: object):
    article = ArticleFactory(body=f"دیروز {text} گفت")
    values = {"origin": "model", "status": "suggested", "entity": None} | fields
    return MentionFactory(article=article, text=text, kind=kind, **values)


def lines() -> list[tuple[str, int, int]]:
    """The queue as curators see it."""
    rebuild()
    return list(Suggestion.objects.values_list("text", "mentions", "articles"))


@pytest.mark.django_db
class TestQueue:
    def test_frequent_names_come_first(self):
        suggest("زرتاشپور")
        for _ in range(2):
            suggest("دلشادفر")
        assert lines() == [("دلشادفر", 2, 2), ("زرتاشپور", 1, 1)]

    def test_written_forms_of_one_name_are_one_line(self):
        suggest("علی پورفر")
        for _ in range(2):
            suggest("علی‌پورفر")
        assert lines() == [("علی‌پورفر", 3, 3)]

    def test_kinds_and_proposed_names_are_kept_apart(self):
        suggest("نمونه", Kind.PERSON)
        suggest("نمونه", Kind.PLACE)
        suggest("نمونه", Kind.PLACE, entity=EntityFactory(name="نمونه", kind=Kind.PLACE))
        assert len(lines()) == 3

    def test_what_curators_have_decided_about_is_less_urgent(self):
        for _ in range(2):
            suggest("دلشادفر")
        suggest("دلشادفر", origin="curator", status="rejected")
        suggest("دلشادفر", origin="curator", status="rejected")
        suggest("زرتاشپور")
        assert [text for text, *_ in lines()] == ["زرتاشپور", "دلشادفر"]

    def test_displaced_rows_wait_for_nobody(self):
        suggest("دوم", start=1_000_000_005, end=1_000_000_010)
        assert lines() == []

    def test_counting_again_changes_the_line_in_place(self):
        suggest("زرتاشپور")
        rebuild()
        (line,) = Suggestion.objects.all()
        mention = suggest("زرتاشپور")
        recount([mention.key])
        line.refresh_from_db()
        assert (line.mentions, mentions_of(line).count()) == (2, 2)
        Mention.objects.all().delete()
        recount([mention.key])
        assert not Suggestion.objects.exists()

    def test_a_deleted_article_takes_its_suggestions_along(
        self, django_capture_on_commit_callbacks
    ):
        mention = suggest("زرتاشپور")
        suggest("زرتاشپور")
        rebuild()
        with django_capture_on_commit_callbacks(execute=True):
            mention.article.delete()
        assert Suggestion.objects.get().mentions == 1


@pytest.mark.django_db
class TestCountingByDifference:
    """What readings bring and take is what counting everything anew finds."""

    @pytest.fixture
    def store(self):
        def store(*articles, word):
            storing.store(reading.read(articles, Suggesting(word)), current())

        return store

    def test_mentions_and_distinct_articles_come_and_go(self, store):
        twice = ArticleFactory(body="زرتاش و زرتاش")
        once = ArticleFactory(body="زرتاش رفت")
        store(twice, word="زرتاش")
        store(once, word="زرتاش")
        line = Suggestion.objects.get()
        assert (line.mentions, line.articles, audit()) == (3, 2, [])
        twice.body = "زرتاش"
        twice.save()
        store(twice, word="زرتاش")
        once.body = "هیچ"
        once.save()
        store(once, word="زرتاش")
        line.refresh_from_db()
        assert (line.mentions, line.articles, line.forms, audit()) == (1, 1, {"زرتاش": 1}, [])
        store(twice, word="چیزی")
        assert (Suggestion.objects.count(), audit()) == (0, [])

    def test_the_most_frequent_form_is_shown_and_decisions_weigh(self, store, admin_user):
        for text in ("علی‌پور", "علی پور", "علی‌پور"):
            store(ArticleFactory(body=text), word=text)
        curation.reject(Mention.objects.filter(text="علی پور"), admin_user)
        store(ArticleFactory(body="علی‌پور"), word="علی‌پور")
        line = Suggestion.objects.get()
        assert (line.text, line.mentions, line.decided, line.weight) == ("علی‌پور", 3, 1, 1.5)
        assert audit() == []

    def test_a_new_line_knows_what_was_decided(self, store):
        suggest("زرتاش", origin="curator", status="rejected")
        store(ArticleFactory(body="زرتاش"), word="زرتاش")
        assert (Suggestion.objects.get().decided, audit()) == (1, [])

    def test_what_went_wrong_is_told_and_mended(self, store):
        store(ArticleFactory(body="زرتاش"), word="زرتاش")
        Suggestion.objects.update(mentions=7)
        suggest("دلشادفر")
        told = {(old and old.mentions, new and new.mentions) for old, new in audit()}
        assert told == {(7, 1), (None, 1)}
        rebuild()
        assert audit() == []


class Suggesting:
    """A reader that suggests every place of a word as the name of a person."""

    suggests = True

    def __init__(self, word: str) -> None:
        self.word = word

    def spans_of_articles(self, readings):
        return [list(self.spans(one.texts["body"])) for one in readings]

    def spans(self, text):
        start = text.find(self.word)
        while start >= 0:
            end = start + len(self.word)
            yield Span("body", start, end, self.word, "person", None, "model", "suggested")
            start = text.find(self.word, end)


@pytest.mark.django_db
class TestKnownNames:
    def test_the_same_spelling_comes_before_likely_ones(self):
        longer = EntityFactory(name="آنتونی بلینکن")
        variant = EntityFactory(name="بلینکین")
        same = EntityFactory(name="وزیر", aliases=["بلینکن"])
        EntityFactory(name="تهران")
        assert known_names(squash("بلینکن"), 5) == [same, variant, longer]
        assert known_names(squash("بلینکن"), 1) == [same]
