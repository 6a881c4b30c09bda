"""A token file comes back with the same tokens and the tags of the curated names."""

from articles.models import Kind
from articles.recognition.conll import tag_lines
from articles.recognition.gazetteer import AliasRow
from articles.recognition.recogniser import Recogniser

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


def tagged(*lines: str) -> list[str]:
    return list(tag_lines((line + "\n" for line in lines), RECOGNISER))


def test_tokens_get_bio_tags():
    assert tagged("سرگئی", "لاوروف‌ها", "در", "مسکو") == [
        "سرگئی\tB-PER",
        "لاوروف‌ها\tI-PER",
        "در\tO",
        "مسکو\tB-LOC",
    ]


def test_a_token_may_hold_a_space():
    assert tagged("سازمان ملل", "گفت") == ["سازمان ملل\tB-ORG", "گفت\tO"]


def test_further_columns_are_ignored():
    assert tagged("مسکو\tO\tچیز") == ["مسکو\tB-LOC"]


def test_blank_lines_end_sentences_and_are_kept():
    assert tagged("", "سرگئی", "", "لاوروف", "") == ["", "سرگئی\tO", "", "لاوروف\tO", ""]


def test_events_and_suggestions_have_no_tag():
    assert tagged("جام", "جهانی", "ظریف") == ["جام\tO", "جهانی\tO", "ظریف\tO"]


def test_lines_are_answered_before_the_file_ends():
    def lines():
        yield from ("مسکو\n", "\n")
        raise AssertionError("read too far")

    answers = tag_lines(lines(), RECOGNISER)
    assert [next(answers), next(answers)] == ["مسکو\tB-LOC", ""]
