"""What a model reads in much text becomes knowledge about words and phrases."""

import pytest

from articles.recognition.census import Census
from articles.recognition.hints import Phrases
from articles.recognition.lexical import word
from tests.recognition.conftest import sentence


def counted(*sentences: tuple[list[str], list[str]]) -> Census:
    found = Census()
    for tokens, tags in sentences:
        found.add([word(token) for token in tokens], tags)
    return found


BODY = sentence("به گزارش", ("سازمان آبیاری", "ORG"))
TOWN = sentence("در", ("مرند", "LOC"), "باران آمد")
PERSON = sentence("آقای", ("مرند", "PER"), "آمد")


def test_a_word_is_what_it_mostly_is_read_as():
    roles = counted(*[TOWN] * 8, PERSON, PERSON, *[BODY] * 3).roles()
    assert roles["مرند"] == ("LOC1", "PER3", "S-LOC")
    assert roles["ابیاری"] == ("ORG0", "E-ORG")


@pytest.mark.parametrize("word", ["باران", "در"])
def test_a_word_outside_names_has_no_role(word):
    assert word not in counted(*[TOWN] * 5).roles()


def test_two_occurrences_of_a_word_tell_nothing():
    assert counted(BODY, BODY).roles() == {}


def test_a_phrase_has_its_kind_and_the_step_of_its_frequency():
    assert counted(BODY).phrases() == {}
    assert counted(*[BODY] * 2).phrases() == {"سازمان ابیاری": "ORG0"}
    assert counted(*[BODY] * 100).phrases() == {"سازمان ابیاری": "ORG3"}


def test_a_phrase_read_as_different_kinds_is_left_out():
    other = sentence("به", ("سازمان آبیاری", "LOC"), "رفت")
    assert counted(*[BODY] * 3, *[other] * 3).phrases() == {}


def test_the_longest_known_phrase_marks_its_words():
    phrases = Phrases({"شورای شهر": "ORG1", "شورای شهر مرند": "ORG0", "شهر مرند": "LOC0"})
    tokens = ["در", "شورای", "شهر", "مرند", "و", "شهر", "مرند"]
    marks = phrases.marks([word(token) for token in tokens])
    assert [mark[0] if mark else "" for mark in marks] == [
        "", "met=B-ORG", "met=I-ORG", "met=E-ORG", "", "met=B-LOC", "met=E-LOC",
    ]  # fmt: skip


def test_a_beginning_of_a_known_phrase_is_none():
    marks = Phrases({"شورای شهر مرند": "ORG0"}).marks([word("شورای"), word("شهر")])
    assert marks == [(), ()]
