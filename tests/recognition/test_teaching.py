"""The tagger's lessons: files, what curators decided, and articles that names and rules tag."""

import pytest

from articles.errors import FileError
from articles.models import Kind
from articles.recognition import composed, teaching
from articles.recognition.gazetteer import AliasRow
from articles.recognition.recogniser import Recogniser
from articles.recognition.tagged_tokens import chunks
from tests.factories import ArticleFactory, MentionFactory


def test_a_file_becomes_texts_of_sentences(tmp_path):
    path = tmp_path / "tagged.bio"
    path.write_text("مرند\tB-LOC\n\nرفت\tO\n", encoding="utf-8")
    assert teaching.file_texts(path) == [[(["مرند"], ["B-LOC"]), (["رفت"], ["O"])]]


def test_a_missing_file_is_said(tmp_path):
    with pytest.raises(FileError, match="خوانده نشد"):
        teaching.file_texts(tmp_path / "absent")


def test_heads_are_added_to_names_where_a_corpus_leaves_them_out():
    tokens = ["در", "استان", "تهران"]
    assert teaching.with_heads([(tokens, ["O", "O", "B-LOC"])]) == [
        (tokens, ["O", "B-LOC", "I-LOC"])
    ]


def test_articles_are_tagged_by_names_and_rules_without_their_silent_sentences():
    names = Recogniser([AliasRow(1, Kind.PLACE, "زرکند", main=True)], is_word=lambda text: False)
    text = {"title": "باران آمد", "body": "دکتر سارا دلشادفر به زرکند رفت. هوا سرد بود."}
    ((lesson,),) = teaching.distant_texts([text], names)
    tokens, tags = lesson
    assert [(" ".join(tokens[c.first : c.last]), c.tag) for c in chunks(tags)] == [
        ("سارا دلشادفر", "PER"),
        ("زرکند", "LOC"),
    ]


@pytest.mark.django_db
class TestArchive:
    def decided(self, **fields: object):
        article = ArticleFactory(
            title="خبر", body="دلشادفر به زرکند رفت. هوا سرد بود. زرتاشپور نوشت"
        )
        values = {"text": "دلشادفر", "entity": None, "kind": "person", "origin": "curator"}
        MentionFactory(article=article, **(values | fields))
        return article

    def test_a_confirmed_name_is_a_lesson_in_its_own_sentence_only(self):
        self.decided()
        assert list(teaching.archive_texts()) == [
            [(["دلشادفر", "به", "زرکند", "رفت", "."], ["B-PER", "O", "O", "O", "O"])]
        ]

    def test_a_rejected_name_is_a_lesson_too(self):
        self.decided(status="rejected")
        ((lesson,),) = teaching.archive_texts()
        assert set(lesson[1]) == {"O"}

    def test_other_names_of_the_sentence_keep_what_the_machine_says(self):
        article = self.decided()
        MentionFactory(
            article=article, text="زرکند", entity=None, kind="place", origin="model",
            status="suggested",
        )  # fmt: skip
        ((lesson,),) = teaching.archive_texts()
        assert lesson[1] == ["B-PER", "O", "B-LOC", "O", "O"]

    def test_what_no_curator_saw_is_no_lesson(self):
        self.decided(origin="model", status="suggested")
        assert list(teaching.archive_texts()) == []


def test_composed_sentences_are_always_the_same_and_fill_every_slot():
    lessons = composed.text()
    assert lessons == composed.text()
    assert all(len(tokens) == len(tags) for tokens, tags in lessons)
    assert {c.tag for _, tags in lessons for c in chunks(tags)} == {"PER", "LOC", "ORG"}
    assert not any(set("TCABNPS_") & set(token) for tokens, _ in lessons for token in tokens)
