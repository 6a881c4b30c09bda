from hypothesis import given
from hypothesis import strategies as st

from articles.persian.characters import fold
from articles.persian.collation import ALPHABET, initial_range, sort_bytes, sort_key


def ordered(text: str) -> list[str]:
    return sorted(text.split(), key=sort_key)


def test_letters_that_unicode_has_elsewhere_are_in_their_place() -> None:
    alphabetical = "باران پارس تبریز جلفا چالوس زابل ژاپن کرج گرگان لار وطن هند یزد"
    shuffled = "یزد هند وطن گرگان کرج لار پارس تبریز باران ژاپن زابل چالوس جلفا"
    assert " ".join(ordered(shuffled)) == alphabetical


def test_madda_comes_before_alef() -> None:
    assert ordered("ابهر آمل") == ["آمل", "ابهر"]


def test_arabic_letters_sort_like_persian_ones() -> None:
    assert ordered("كيش كاشان کرمان") == ["كاشان", "کرمان", "كيش"]


def test_shorter_name_and_blank_come_first() -> None:
    names = ["علیپور", "علی زاده", "علی"]
    assert sorted(names, key=sort_key) == ["علی", "علی زاده", "علیپور"]


def test_digits_before_persian_before_latin() -> None:
    assert ordered("BBC ایسنا ۲۰") == ["۲۰", "ایسنا", "BBC"]


def test_equal_letters_are_ordered_all_the_same() -> None:
    assert sort_key("علي") != sort_key("علی")


@given(st.lists(st.text(alphabet="آابپیکگ ‌۰1aZé؟ي", max_size=6), max_size=6))
def test_bytes_for_the_database_sort_like_the_keys(names: list[str]) -> None:
    assert sorted(names, key=sort_bytes) == sorted(names, key=sort_key)


def test_a_range_holds_the_names_that_begin_with_its_letter() -> None:
    for letter in ALPHABET:
        first, after = initial_range(letter)
        held = [
            name
            for name in ("آمل", "ابهر", "كيش", "گرگان", "یزد", "BBC", "۲۰")
            if first <= sort_bytes(name) < after
        ]
        assert all(fold(name).startswith(letter) for name in held)
    assert (
        sum(
            initial_range(letter)[0] <= sort_bytes("كيش") < initial_range(letter)[1]
            for letter in ALPHABET
        )
        == 1
    )
