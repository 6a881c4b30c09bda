"""Periods that are written among the words."""

import pytest

from articles.search.periods import read_from_words
from articles.search.request import SearchRequest


def read(q: str, **more) -> tuple[str, str, str]:
    found = read_from_words(SearchRequest(q=q, **more))
    return found.q, found.date_from, found.date_to


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("از ۱۴۰۱/۰۶ تا ۱۴۰۲/۰۳", ("", "۱۴۰۱/۰۶", "۱۴۰۲/۰۳")),
        ("زلزله از 1401/06 تا خرداد 1402", ("زلزله", "1401/06", "خرداد 1402")),
        ("از مهر ۱۴۰۰ تا ۱۵ آبان ۱۴۰۱ زلزله", ("زلزله", "مهر ۱۴۰۰", "۱۵ آبان ۱۴۰۱")),
        ("زلزله از مهر ۱۴۰۲", ("زلزله", "مهر ۱۴۰۲", "")),
        ("زلزله تا ۱۴۰۲", ("زلزله", "", "۱۴۰۲")),
        ("مهر ۱۴۰۲", ("", "مهر ۱۴۰۲", "مهر ۱۴۰۲")),
        ("۱۴۰۲", ("", "۱۴۰۲", "۱۴۰۲")),
        ("سال ۱۴۰۲", ("", "۱۴۰۲", "۱۴۰۲")),
        ("2023-10", ("", "2023-10", "2023-10")),
    ],
)
def test_a_period_among_the_words_becomes_the_period_of_the_search(typed, expected):
    assert read(typed) == expected


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "زلزله",
        "کودتای ۲۸ مرداد ۱۳۳۲",
        "بودجهٔ ۱۴۰۲",
        "از تهران تا شیراز",
        "از ۱۴۰۲ نفر",
        "«از ۱۴۰۱ تا ۱۴۰۲»",
        "۱۴۰۲/۱۳",
    ],
)
def test_dates_that_are_part_of_the_question_stay_in_it(typed):
    assert read(typed) == (typed, "", "")


def test_what_is_wanted_as_typed_or_has_dates_already_is_left_alone():
    assert read("۱۴۰۲", exact=True) == ("۱۴۰۲", "", "")
    assert read("۱۴۰۲", date_from="۱۴۰۰") == ("۱۴۰۲", "۱۴۰۰", "")


def test_the_page_that_was_asked_for_stays():
    assert read_from_words(SearchRequest(q="زلزله از ۱۴۰۰", page=3)).page == 3
