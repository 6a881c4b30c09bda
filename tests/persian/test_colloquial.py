import pytest

from articles.persian.colloquial import formal


@pytest.mark.parametrize(
    ("spoken", "expected"),
    [
        ("میخوام", "می‌خواهم"),
        ("می‌خوام", "می‌خواهم"),
        ("میخواد", "می‌خواهد"),
        ("نمیخوان", "نمی‌خواهند"),
        ("میگه", "می‌گوید"),
        ("میرن", "می‌روند"),
        ("میشه", "می‌شود"),
        ("نمیتونم", "نمی‌توانم"),
        ("نمیدونیم", "نمی‌دانیم"),
        ("میاد", "می‌آید"),
        ("بیاد", "بیاید"),
        ("میارن", "می‌آورند"),
        ("بذارین", "بگذارید"),
        ("اومدند", "آمدند"),
        ("میومد", "میآمد"),
        ("نتونست", "نتوانست"),
        ("میدونست", "میدانست"),
        ("خونه", "خانه"),
        ("تهرون", "تهران"),
        ("تهرونی", "تهرانی"),
        ("خیابونا", "خیابان‌ها"),
        ("تموم", "تمام"),
        ("کتابا", "کتاب‌ها"),
        ("کتابشون", "کتابشان"),
        ("کتابو", "کتاب را"),
        ("خوبه", "خوب است"),
        ("اصن", "اصلاً"),
    ],
)
def test_spoken_forms_have_a_formal_spelling(spoken, expected):
    assert expected in formal(spoken)


@pytest.mark.parametrize("word", ["می‌خواهم", "دولت", "تهران", "کتاب", "", "🙂", "abc"])
def test_formal_words_and_foreign_ones_have_none(word):
    assert formal(word) == []


def test_a_word_is_never_its_own_formal_spelling():
    assert "واقعا" not in formal("واقعا")
