import pytest

from articles.persian.characters import (
    direction,
    fold,
    latin_digits,
    persian_digits,
    squash,
    squash_table,
)


@pytest.mark.parametrize(
    ("typed", "canonical"),
    [
        ("آمريكا", "آمریکا"),
        ("ﻋﻠﯽ", "علی"),
        ("كِتَابٌ", "کتاب"),
        ("تهـــران", "تهران"),
        ("مسؤول", fold("مسئول")),
        ("مسوول", fold("مسئول")),
        ("هيأت", fold("هیئت")),
        ("هیات", fold("هیئت")),
        ("رئیس", "رییس"),
        ("تأیید", "تایید"),
        ("خانهٔ", "خانه"),
        ("خانۀ", "خانه"),
        ("امضاء", "امضا"),
        ("جزيرة", "جزیره"),
        ("آیةالله", "آیتالله"),
        ("آية الله", "آیت الله"),
        ("۲۰۲۱", "2021"),
        ("٢٠٢١", "2021"),
        ("بلیط", "بلیت"),
        ("ﻻزم", "لازم"),
    ],
)
def test_spellings_of_one_word_fold_to_one(typed: str, canonical: str) -> None:
    assert fold(typed) == canonical


def test_combining_madda_and_hamza_are_composed() -> None:
    assert fold("ا\u0653ب") == "آب"
    assert fold("مو\u0654من") == "مومن"


@pytest.mark.parametrize("lookalike", ["\u00ac", "\u00ad", "\u200b", "\ufeff", "\u200c\u200c"])
def test_whatever_served_as_half_space_is_one(lookalike: str) -> None:
    assert fold(f"می{lookalike}شود") == "می\u200cشود"


def test_half_spaces_at_the_edges_and_direction_marks_go() -> None:
    assert fold("\u200cکتاب\u200c\u200f") == "کتاب"


def test_madda_is_kept() -> None:
    assert fold("آفت") == "آفت"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("علی‌رضا", "عليرضا"),
        ("علی رضا", "علیرضا"),
        ("آیت‌الله هاشمی", "ايت الله هاشمي"),
        ("BBC فارسی", "bbc  فارسي"),
        ("«سازمان ملل»", "سازمان ملل"),
    ],
)
def test_spellings_of_one_name_squash_to_one_key(one: str, other: str) -> None:
    assert squash(one) == squash(other)


def test_different_names_keep_different_keys() -> None:
    assert squash("حسن روحانی") != squash("حسین روحانی")


def test_squash_table_deletes_blanks_and_keeps_punctuation_as_barrier() -> None:
    assert "علی\u200cرضا، آ ـ_B۱".translate(squash_table()) == "علیرضا|اb1"


def test_digits_both_ways() -> None:
    assert persian_digits("1,402.5٪") == "۱,۴۰۲.۵٪"
    assert persian_digits(140207) == "۱۴۰۲۰۷"
    assert latin_digits("۱۴۰۲/٠٧") == "1402/07"


@pytest.mark.parametrize(
    ("text", "laid_out"),
    [
        ("برف در دماوند", "rtl"),
        ("WHO: تزریق دوز سوم واکسن Sputnik V آغاز شد", "rtl"),
        ("نشانی https://example.org/a/b?c=d", "rtl"),
        ("۱۴۰۲/۰۷/۱۵", "rtl"),
        ("", "rtl"),
        ("كشف يك گونه", "rtl"),
        ("The text begins in English and goes on.", "ltr"),
        ("const answer = await fetch(address); // نشانی", "ltr"),
    ],
)
def test_a_line_is_laid_out_by_its_words_not_by_its_first_letter(text, laid_out) -> None:
    assert direction(text) == laid_out
