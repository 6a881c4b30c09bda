"""Whichever form was typed and whichever was archived, they meet; different words do not."""

from itertools import permutations

import pytest

from articles.persian.analyzer import Analyzer
from tests.persian.matching import Article

WRITTEN_FORMS = [
    ("می‌شود", "می شود", "میشود", "می¬شود", "می\u200bشود"),
    ("گفت‌وگو", "گفت وگو", "گفت و گو", "گفتگو", "گفت‌و‌گو", "گفتوگو", "گفت‌گو", "گفت_و_گو"),
    ("گفت‌وگوی", "گفت وگوی", "گفت و گوی", "گفتگوی", "گفت‌وگوها"),
    ("سه‌شنبه", "سه شنبه", "سهشنبه", "سه\xa0شنبه", "سه-شنبه"),
    ("نامه‌های", "نامه های", "نامههای", "نامه‌هاى", "نامه"),
    ("آمریکا", "امریکا", "آمريكا", "آمریکای"),
    ("مسئول", "مسوول", "مسؤول", "مسئولِ", "مسئولان"),
    ("هیئت", "هیأت", "هیات", "هيئت"),
    ("۲۰۲۱", "2021", "٢٠٢١"),
    ("علی", "ﻋﻠﯽ", "عَلی", "علـــی", "علي"),
    ("آیت‌الله", "آیت الله", "آيةالله", "آية الله"),
    ("خانهٔ", "خانه‌ی", "خانه ی", "خانۀ", "خانه"),
    ("تضمین‌های", "تضمینهای", "تضمین های", "تضمین"),
    ("دانش‌آموزان", "دانش آموزان", "دانشآموزان", "دانشاموز"),
    ("هسته‌ای", "هسته ای", "هستهای"),
    ("برمی‌گردد", "بر می گردد", "بر می‌گردد", "برمیگردد", "برمی گردد"),
    ("نشده‌است", "نشده است", "نشدهاست", "نشده‌ است"),
    ("آن‌زمان", "آن زمان"),
    ("به‌عنوان", "به عنوان", "بهعنوان"),
    ("هم‌چنین", "هم چنین", "همچنین"),
    ("بی‌ثبات‌کننده", "بی ثبات کننده", "بیثباتکننده"),
    ("۱۲۰۰", "1,200", "۱٬۲۰۰"),
    ("۱۴۰۲/۰۷/۱۵", "1402/7/15", "1402-07-15"),
]


@pytest.mark.parametrize("forms", WRITTEN_FORMS, ids=lambda forms: forms[0])
def test_written_forms_of_one_word_meet(analyzer: Analyzer, forms: tuple[str, ...]) -> None:
    for archived, typed in permutations(forms, 2):
        article = Article(analyzer, f"دیروز {archived} بود")
        assert article.answers(typed), f"{typed} does not find {archived}"


@pytest.mark.parametrize(
    ("archived", "typed"),
    [
        ("آفت", "افت"),
        ("ابرو", "آبرو"),
        ("مرد", "مردم"),
        ("دول", "دولت"),
        ("تهرانپارس", "تهران"),
        ("وزن", "مرد و زن"),
        ("نامه‌ای", "نام"),
        ("بهنام", "نام"),
        ("گفت که و گو", "گفت‌وگو"),
        ("کتابخانه", "خانه"),
    ],
)
def test_different_words_stay_apart(analyzer: Analyzer, archived: str, typed: str) -> None:
    assert not Article(analyzer, f"دیروز {archived} بود").answers(typed)


def test_an_unknown_compound_meets_in_every_form(analyzer: Analyzer) -> None:
    for archived, typed in permutations(("پهپادشناسی", "پهپاد شناسی", "پهپاد‌شناسی"), 2):
        assert Article(analyzer, f"در {archived} ما").answers(typed), (archived, typed)


def test_offsets_are_into_the_raw_text_and_a_glued_word_is_one_token(analyzer: Analyzer) -> None:
    text = "آن كِتاب ها می\xa0شود"
    shown = [text[token.start : token.end] for token in analyzer.tokens(text)]
    assert shown == ["آن", "كِتاب ها", "می\xa0شود"]


def test_a_compound_written_apart_keeps_its_parts_and_shows_its_extent(analyzer: Analyzer) -> None:
    text = "یک گفت و گوی تلفنی"
    tokens = analyzer.tokens(text)
    assert [token.exact for token in tokens] == ["یک", "گفت", "و", "گوی", "تلفنی"]
    assert "گفتوگو" in tokens[1].terms
    assert tokens[1].compound_end == text.index(" تلفنی")
    assert tokens[0].compound_end is None


def test_a_full_stop_keeps_words_apart(analyzer: Analyzer) -> None:
    assert [token.exact for token in analyzer.tokens("کتاب. ها")] == ["کتاب", "ها"]


@pytest.mark.parametrize("latin", ["Trump", "TRUMP", "Trümp"])
def test_latin_words_are_lower_case_without_accents(analyzer: Analyzer, latin: str) -> None:
    assert analyzer.tokens(latin)[0].exact == "trump"


def test_a_date_is_found_under_its_parts(analyzer: Analyzer) -> None:
    article = Article(analyzer, "در ۱۴۰۲/۰۷/۱۵ آمد")
    assert article.answers("1402")
    assert article.answers("1402/7/15")
    assert not article.answers("1403")


def test_a_prefix_is_the_key_its_completions_begin_with(analyzer: Analyzer) -> None:
    (token,) = analyzer.tokens("گفت‌وگوهای")
    assert token.exact.startswith(analyzer.prefix("گفت‌وگ"))
    assert analyzer.prefix("آمريك") == "امریک"
    assert analyzer.prefix("Tru") == "tru"
    assert analyzer.prefix("!؟") == ""
