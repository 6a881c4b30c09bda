"""A token file comes back with the same tokens and the tags of known and unknown names."""

import pytest

from articles.models import Kind
from articles.recognition.conll import tag_lines, tags_of
from articles.recognition.gazetteer import AliasRow
from articles.recognition.recogniser import Recogniser
from articles.recognition.tagged_tokens import Chunk

RECOGNISER = Recogniser(
    [
        AliasRow(1, Kind.PERSON, "سرگئی لاوروف", main=True),
        AliasRow(2, Kind.PLACE, "مسکو", main=True),
        AliasRow(3, Kind.ORGANISATION, "سازمان ملل", main=True),
        AliasRow(4, Kind.EVENT, "جام جهانی", main=True),
        AliasRow(5, Kind.PERSON, "محمدجواد ظریف", main=True),
        AliasRow(5, Kind.PERSON, "ظریف"),
    ],
    is_word={"ظریف"}.__contains__,
)


@pytest.fixture
def tagged(tagger):
    return lambda *lines: list(tag_lines((line + "\n" for line in lines), RECOGNISER, tagger))


def test_tokens_get_bio_tags(tagged):
    assert tagged("سرگئی", "لاوروف‌ها", "در", "مسکو") == [
        "سرگئی\tB-PER",
        "لاوروف‌ها\tI-PER",
        "در\tO",
        "مسکو\tB-LOC",
    ]


def test_unknown_names_are_tagged_too(tagged):
    assert tagged("سارا", "دلشادفر", "به", "مسکو", "رفت")[:4] == [
        "سارا\tB-PER",
        "دلشادفر\tI-PER",
        "به\tO",
        "مسکو\tB-LOC",
    ]


def test_a_token_may_hold_a_space(tagged):
    assert tagged("سازمان ملل", "گفت") == ["سازمان ملل\tB-ORG", "گفت\tO"]


def test_further_columns_are_ignored(tagged):
    assert tagged("مسکو\tO\tچیز") == ["مسکو\tB-LOC"]


def test_blank_lines_end_sentences_and_are_kept(tagged):
    lines = tagged("", "سرگئی", "", "", "لاوروف", "")
    assert [line.partition("\t")[0] for line in lines] == ["", "سرگئی", "", "", "لاوروف", ""]
    assert not any(line.endswith("I-PER") for line in lines)


def test_events_have_no_tag(tagged):
    assert tagged("جام", "جهانی") == ["جام\tO", "جهانی\tO"]


def test_a_file_without_tokens_is_answered(tagged):
    assert tagged() == []
    assert tagged("", "") == ["", ""]


def test_a_curated_name_wins_over_others_at_its_place():
    assert tags_of(2, [Chunk(0, 2, "PER")], [Chunk(1, 2, "LOC")]) == ["B-PER", "I-PER"]
    assert tags_of(2, [Chunk(0, 2, "PER")], [Chunk(0, 2, "ORG")]) == ["B-PER", "I-PER"]


def test_a_curated_name_inside_a_longer_one_gives_way():
    assert tags_of(2, [Chunk(1, 2, "LOC")], [Chunk(0, 2, "ORG")]) == ["B-ORG", "I-ORG"]
