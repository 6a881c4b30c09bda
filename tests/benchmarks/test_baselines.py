import pytest

from benchmarks.baselines import BASELINES, lucene_fold, lucene_stem


@pytest.mark.parametrize(
    ("name", "tokens"),
    [
        ("whitespace", ["نامه‌های", "مردم"]),
        ("hazm", ["نامه", "مرد"]),
        ("Snowball", ["نامه", "مردم"]),
        ("Lucene 9", ["نامه"]),
        ("Lucene 10", ["نامه"]),
    ],
)
def test_each_baseline_has_its_own_view_of_a_text(name, tokens):
    assert BASELINES[name]("«نامه‌های مردم»") == tokens


def test_lucene_folds_to_arabic_letters_and_plain_digits():
    assert lucene_fold("آمریـــکا۱۲") == "امريكا12"


@pytest.mark.parametrize(
    ("word", "stem"), [("تهران", "تهر"), ("كتابها", "كتاب"), ("بزرگترين", "بزرگ"), ("ها", "ها")]
)
def test_lucene_10_takes_suffixes_while_two_letters_stay(word, stem):
    assert lucene_stem(word) == stem
