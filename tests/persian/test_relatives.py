import pytest

from articles.persian.relatives import relatives


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("سال", "سالی"),
        ("ایران", "ایرانی"),
        ("انتخاب", "انتخابات"),
        ("الوده", "الودگی"),
        ("طلا", "طلایی"),
    ],
)
def test_words_made_from_one_another_are_relatives_both_ways(one, other):
    assert other in relatives(one)
    assert one in relatives(other)


@pytest.mark.parametrize("term", ["", "در", "v:کرد"])
def test_short_words_and_verbs_have_none(term):
    assert relatives(term) == ()


def test_nothing_shorter_than_a_word_is_a_relative():
    assert all(len(form) >= 3 for form in relatives("نان"))
