"""Unknown names become suggestions: with a kind, without an entity, never over a known name."""

import pytest

from articles.models import Kind, Mention
from articles.recognition.chains import combined
from articles.recognition.gazetteer import AliasRow
from articles.recognition.mentions import store
from articles.recognition.recogniser import Recogniser
from articles.recognition.spans import Rejection
from articles.recognition.tagged_tokens import Chunk
from articles.recognition.unknown import SuggestingRecogniser
from tests.factories import ArticleFactory, MentionFactory

TEXT = "به گزارش سازمان آبیاری، سارا دلشادفر به مرند رفت."


@pytest.fixture
def suggesting(tagger):
    def build(*aliases: AliasRow) -> SuggestingRecogniser:
        return SuggestingRecogniser(Recogniser(aliases, is_word=lambda text: False), tagger)

    return build


def found(spans) -> list[tuple[str, str, str]]:
    return [(span.text, span.kind, span.status) for span in spans]


def test_unknown_names_are_suggested_with_kind_and_place(suggesting):
    spans = suggesting().spans({"title": "", "body": TEXT})
    assert found(spans) == [
        ("سازمان آبیاری", "organisation", "suggested"),
        ("سارا دلشادفر", "person", "suggested"),
        ("مرند", "place", "suggested"),
    ]
    assert all(span.entity_id is None and span.field == "body" for span in spans)
    assert all(TEXT[span.start : span.end] == span.text for span in spans)


def test_what_a_rule_found_too_is_said_to_be_the_rules(suggesting):
    origins = {span.text: span.origin for span in suggesting().spans({"body": TEXT})}
    assert origins["سارا دلشادفر"] == Mention.Origin.RULE


def test_a_known_name_stands_and_is_not_suggested_again(suggesting):
    spans = suggesting(AliasRow(7, Kind.PLACE, "مرند", main=True)).spans({"body": TEXT})
    assert [(s.text, s.entity_id) for s in spans if s.kind == Kind.PLACE] == [("مرند", 7)]


def test_a_rejected_place_is_not_suggested_again(suggesting):
    start = TEXT.index("دلشادفر")
    rejection = Rejection("body", start, start + 7, None)
    texts = [span.text for span in suggesting().spans({"body": TEXT}, [rejection])]
    assert texts == ["سازمان آبیاری", "مرند"]


def test_a_rejection_in_another_field_says_nothing_about_this_one(suggesting):
    start = TEXT.index("دلشادفر")
    rejection = Rejection("lead", start, start + 7, None)
    assert len(suggesting().spans({"body": TEXT}, [rejection])) == 3


def test_spans_come_in_reading_order(suggesting):
    known = AliasRow(7, Kind.PLACE, "مرند", main=True)
    spans = suggesting(known).spans({"title": TEXT, "body": TEXT})
    assert [(s.field, s.start) for s in spans] == sorted(
        ((s.field, s.start) for s in spans), key=lambda place: (place[0] == "body", place[1])
    )


def test_a_head_before_a_name_belongs_to_it():
    assert combined([Chunk(1, 2, "LOC")], [Chunk(0, 2, "LOC")]) == [Chunk(0, 2, "LOC")]


def test_a_longer_person_of_the_rules_is_no_better():
    assert combined([Chunk(1, 2, "PER")], [Chunk(0, 2, "PER")]) == [Chunk(1, 2, "PER")]


# --- as rows ----------------------------------------------------------------------------------


@pytest.mark.django_db
def test_suggestions_become_rows_that_link_nothing(suggesting):
    article = ArticleFactory(body=TEXT)
    assert store([article], suggesting()) == [article.pk]
    rows = article.mentions.all()
    assert {row.text for row in rows} == {"سازمان آبیاری", "سارا دلشادفر", "مرند"}
    assert not Mention.objects.confirmed().exists()


@pytest.mark.django_db
def test_recognising_known_names_leaves_waiting_suggestions_alone(suggesting):
    article = ArticleFactory(body=TEXT)
    store([article], suggesting())
    town = Recogniser([], is_word=lambda text: False)
    assert store([article], town) == []
    assert article.mentions.count() == 3


@pytest.mark.django_db
def test_a_suggestion_goes_when_its_text_does(suggesting):
    article = ArticleFactory(body=TEXT)
    store([article], suggesting())
    article.body = "سازمان آبیاری"
    article.save()
    assert store([article], Recogniser([], is_word=lambda text: False)) == [article.pk]
    assert "مرند" not in {row.text for row in article.mentions.all()}


@pytest.mark.django_db
def test_a_decision_of_a_curator_is_not_suggested_over(suggesting):
    article = ArticleFactory(body=TEXT)
    decision = MentionFactory(
        article=article, text="سارا دلشادفر", origin="curator", status="rejected", entity=None,
        kind="person",
    )  # fmt: skip
    store([article], suggesting())
    assert list(article.mentions.filter(kind="person")) == [decision]
