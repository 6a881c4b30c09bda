import pytest

from articles.persian.layout import as_if_latin, as_if_persian


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("v,sdi", "روسیه"),
        ("jivhk", "تهران"),
        ("hdvhk", "ایران"),
        ("Hlvd;h", "آمریکا"),
        (",hCi", "واژه"),
        ("\\ndv", "پدیر"),
        ("ohki 12", "خانه 12"),
    ],
)
def test_persian_typed_in_the_us_layout(typed: str, meant: str) -> None:
    assert as_if_persian(typed) == meant


def test_a_capital_without_a_letter_of_its_own_counts_as_small() -> None:
    assert as_if_persian("V,") == "رو"


def test_latin_typed_in_the_persian_layout() -> None:
    assert as_if_latin("فقعپح 2024") == "trump 2024"


@pytest.mark.parametrize("word", ["روسیه", "آمریکا", "ژاپن", "مسئول"])
def test_there_and_back(word: str) -> None:
    assert as_if_persian(as_if_latin(word)) == word
