"""Names that several bear, or that are ordinary words, are told apart by their context."""

import pytest

from articles.models import Kind, Mention
from articles.recognition.gazetteer import AliasRow
from articles.recognition.recogniser import Recogniser
from articles.recognition.spans import Rejection

ZARIF, MOHSEN, CITY, PROVINCE, GEORGE, CAPITAL, ALI, SADEGH, MERKEL = range(1, 10)

ALIASES = [
    AliasRow(ZARIF, Kind.PERSON, "محمدجواد ظریف", main=True),
    AliasRow(ZARIF, Kind.PERSON, "ظریف"),
    AliasRow(MOHSEN, Kind.PERSON, "محسن رضایی", main=True),
    AliasRow(MOHSEN, Kind.PERSON, "رضایی"),
    AliasRow(CITY, Kind.PLACE, "سمنان", main=True),
    AliasRow(PROVINCE, Kind.PLACE, "استان سمنان", main=True),
    AliasRow(PROVINCE, Kind.PLACE, "سمنان"),
    AliasRow(GEORGE, Kind.PERSON, "جورج واشنگتن", main=True),
    AliasRow(GEORGE, Kind.PERSON, "واشنگتن"),
    AliasRow(CAPITAL, Kind.PLACE, "واشنگتن", main=True),
    AliasRow(ALI, Kind.PERSON, "علی لاریجانی", main=True),
    AliasRow(ALI, Kind.PERSON, "لاریجانی"),
    AliasRow(SADEGH, Kind.PERSON, "صادق لاریجانی", main=True),
    AliasRow(SADEGH, Kind.PERSON, "لاریجانی"),
    AliasRow(MERKEL, Kind.PERSON, "آنگلا مرکل", main=True),
]
RECOGNISER = Recogniser(ALIASES, is_word={"ظریف"}.__contains__)


def read(text: str) -> list[tuple[str, int | None, bool]]:
    """(text, entity, whether it is sure) of each name."""
    return [
        (span.text, span.entity_id, span.status == Mention.Status.CONFIRMED)
        for span in RECOGNISER.spans({"body": text})
    ]


def test_a_surname_that_one_person_bears_is_sure():
    assert read("رضایی در مشهد بود") == [("رضایی", MOHSEN, True)]


def test_an_ordinary_word_alone_is_a_suggestion():
    assert read("هنری ظریف و زیبا") == [("ظریف", ZARIF, False)]


@pytest.mark.parametrize(
    "text", ["آقای ظریف آمد", "ظریف، وزیر امور خارجه، آمد", "ظریف گفت", "ظریف: گفت‌وگو کردیم"]
)
def test_a_cue_beside_an_ordinary_word_makes_it_sure(text):
    assert read(text) == [("ظریف", ZARIF, True)]


def test_the_full_name_anywhere_makes_the_ordinary_word_sure():
    spans = RECOGNISER.spans({"title": "سفر ظریف", "body": "محمدجواد ظریف رفت."})
    assert [span.status for span in spans] == [Mention.Status.CONFIRMED] * 2


def test_after_a_determiner_the_word_is_no_sure_name():
    assert read("محمدجواد ظریف رفت. یک ظریف آمد.")[1] == ("ظریف", ZARIF, False)


def test_behind_another_given_name_the_surname_is_someone_else():
    assert read("علی رضایی و نرگس رضایی") == []


def test_a_given_name_of_another_curated_person_counts_too():
    assert read("آنگلا رضایی") == []


def test_behind_her_own_given_name_the_surname_counts():
    assert read("جواد ظریف گفت") == [("ظریف", ZARIF, True)]


def test_a_street_that_bears_the_surname_is_a_suggestion():
    assert read("در خیابان رضایی") == [("رضایی", MOHSEN, False)]


def test_a_surname_that_no_curator_listed_counts_after_the_full_name():
    assert read("آنگلا مرکل رفت. مرکل برگشت.") == [
        ("آنگلا مرکل", MERKEL, True),
        ("مرکل", MERKEL, True),
    ]


def test_the_party_of_a_person_still_means_the_person():
    assert read("حزب رضایی") == [("رضایی", MOHSEN, True)]


@pytest.mark.parametrize(
    ("name", "later"), [("محمد بن سلمان", "ملک سلمان"), ("صدام حسین", "حسین امامی")]
)
def test_a_fathers_or_given_name_is_no_surname(name, later):
    recogniser = Recogniser([AliasRow(1, Kind.PERSON, name, main=True)], is_word=lambda _: False)
    spans = recogniser.spans({"body": f"{name} و {later}"})
    assert [span.text for span in spans] == [name]


def test_a_surname_that_no_curator_listed_is_nothing_alone():
    assert read("مرکل برگشت.") == []


def test_of_two_places_the_one_with_that_main_name_is_meant():
    assert read("در سمنان و استان سمنان") == [
        ("سمنان", CITY, True),
        ("استان سمنان", PROVINCE, True),
    ]


def test_without_the_person_the_city_is_meant():
    assert read("در واشنگتن") == [("واشنگتن", CAPITAL, True)]


def test_the_person_named_in_full_is_meant_by_the_surname():
    assert read("جورج واشنگتن آمد. واشنگتن رفت.")[1] == ("واشنگتن", GEORGE, True)


def test_a_cue_outweighs_the_person_named_in_full():
    assert read("جورج واشنگتن آمد. شهر واشنگتن.")[1] == ("واشنگتن", CAPITAL, True)


def test_a_surname_of_two_without_a_full_name_is_a_suggestion_without_entity():
    assert read("لاریجانی رفت") == [("لاریجانی", None, False)]


def test_the_full_name_decides_between_two_bearers():
    assert read("صادق لاریجانی آمد و لاریجانی رفت")[1] == ("لاریجانی", SADEGH, True)


def test_two_full_names_leave_the_surname_open():
    text = "صادق لاریجانی و علی لاریجانی آمدند. لاریجانی رفت."
    assert read(text)[2] == ("لاریجانی", None, False)


def test_a_rejected_name_lets_a_shorter_one_come_forward():
    text = "استان سمنان"
    spans = RECOGNISER.spans({"body": text}, [Rejection("body", 0, len(text), PROVINCE)])
    assert [(span.text, span.entity_id) for span in spans] == [("سمنان", CITY)]


def test_a_rejection_in_one_field_leaves_the_others_alone():
    spans = RECOGNISER.spans({"title": "سمنان", "body": "سمنان"}, [Rejection("title", 0, 5, CITY)])
    assert [span.field for span in spans] == ["body"]


class TestAnotherPersonWithTheSurname:
    def test_makes_the_bare_surname_a_suggestion(self):
        names = read("علی رضایی، مدیر سینما، آمد. رضایی گفت فیلم خوب است.")
        assert names == [("رضایی", MOHSEN, False)]

    def test_but_not_where_the_full_name_stands_too(self):
        names = read("علی رضایی نزد محسن رضایی رفت. رضایی گفت خوب است.")
        assert names == [("محسن رضایی", MOHSEN, True), ("رضایی", MOHSEN, True)]
