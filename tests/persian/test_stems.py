"""What a word is found under. Joined forms are what is left when a half-space was lost."""

import pytest

from articles.persian.analyzer import Analyzer
from articles.persian.lexicon import Lexicon


def asked(analyzer: Analyzer, word: str) -> tuple[str, ...]:
    """The terms a query for one word looks up."""
    (unit,) = analyzer.units(word)
    return unit.sequences[0][0]


def indexed(analyzer: Analyzer, word: str) -> tuple[str, ...]:
    (token,) = analyzer.tokens(word)
    return token.terms


@pytest.mark.parametrize(
    ("word", "term"),
    [
        ("کتاب‌ها", "کتاب"),
        ("کتابها", "کتاب"),
        ("کتاب‌هایشان", "کتاب"),
        ("تضمینهای", "تضمین"),
        ("آن‌هاست", "ان"),
        ("خانه‌ای", "خانه"),
        ("برنامهای", "برنامه"),
        ("زیباترین", "زیبا"),
        ("بزرگ‌تر", "بزرگ"),
        ("مردان", "مرد"),
        ("مسئولان", "مسیول"),
        ("نمایندگان", "نماینده"),
        ("دانشجویان", "دانشجو"),
        ("ورزشکاران", "ورزشکار"),
        ("کارگرانی", "کارگر"),
        ("بخوابد", "v:خوابید"),
        ("گزارشات", "گزارش"),
        ("اروپای", "اروپا"),
        ("آرزویشان", "ارزو"),
        ("دوستش", "دوست"),
        ("دنیاست", "دنیا"),
        ("معتقدند", "معتقد"),
    ],
)
def test_inflection_comes_off(analyzer: Analyzer, word: str, term: str) -> None:
    assert asked(analyzer, word) == (term,)


LOOK_INFLECTED = (
    "تهران پزشکیان آلمان مردم دولت ایران آبادان زاهدان خیابان سازمان گلستان درمان دفتر کبوتر علیه "
    "روحانی تنها برجام دانشگاهی رضایی"
)


@pytest.mark.parametrize("word", LOOK_INFLECTED.split())
def test_what_only_looks_inflected_stays_whole(analyzer: Analyzer, word: str) -> None:
    assert asked(analyzer, word) == (word.replace("آ", "ا"),)


def test_a_plural_of_an_unknown_name_comes_off(analyzer: Analyzer) -> None:
    assert asked(analyzer, "لاوروف‌ها") == ("لاوروف",)
    assert asked(analyzer, "لاوروفها") == ("لاوروف",)


def test_a_headword_with_a_plural_ending_stays_whole(analyzer: Analyzer) -> None:
    assert asked(analyzer, "هسته‌ای") == ("هستهای",)


def test_an_ambiguous_joined_word_has_both_readings(analyzer: Analyzer) -> None:
    assert set(asked(analyzer, "نامهای")) == {"نام", "نامه"}


def test_a_typed_half_space_decides(analyzer: Analyzer) -> None:
    assert asked(analyzer, "نام‌های") == ("نام",)
    assert asked(analyzer, "نامه‌ای") == ("نامه",)


def test_a_function_word_that_hangs_on_a_word_does_not_hide_it(analyzer: Analyzer) -> None:
    assert "زمان" in indexed(analyzer, "آن‌زمان")
    assert "کتاب" in indexed(analyzer, "به‌کتابی‌که")
    assert asked(analyzer, "به‌نام")[0] == "نام"


def test_madda_is_ignored_unless_it_tells_words_apart(analyzer: Analyzer) -> None:
    assert asked(analyzer, "آمریکا") == asked(analyzer, "امریکا")
    assert asked(analyzer, "آفت") != asked(analyzer, "افت")
    assert asked(analyzer, "آبروی") != asked(analyzer, "ابروی")


@pytest.mark.parametrize(
    ("word", "term"),
    [
        ("می‌رود", "v:رفت"),
        ("میرود", "v:رفت"),
        ("نمی‌گویند", "v:گفت"),
        ("می‌گذارد", "v:گذاشت"),
        ("داده‌اند", "v:داد"),
        ("نشسته‌است", "v:نشست"),
        ("بیاید", "v:امد"),
        ("نیامد", "v:امد"),
        ("برمی‌گردد", "v:برگشت"),
        ("درنیافتند", "v:دریافت"),
        ("نمی‌توان", "v:توانست"),
    ],
)
def test_a_verb_form_leads_to_its_verb(analyzer: Analyzer, word: str, term: str) -> None:
    assert asked(analyzer, word) == (term,)


def test_a_verb_form_that_is_a_noun_has_the_verb_in_the_index_only(analyzer: Analyzer) -> None:
    assert asked(analyzer, "داده") == ("داده",)
    assert indexed(analyzer, "داده") == ("داده", "v:داد")


def test_an_archaic_verb_does_not_claim_a_name(analyzer: Analyzer) -> None:
    assert asked(analyzer, "نیازی") == ("نیازی",)


def test_an_indefinite_noun_is_found_under_the_noun(analyzer: Analyzer) -> None:
    assert asked(analyzer, "کشوری") == ("کشوری",)
    assert "کشور" in indexed(analyzer, "کشوری")


LIKE_NAMES = (
    "مهاجران کارتر شوشتری پینتر آهنگرانی خاوران فرماندهی پرتوی دوایت دلارم آفرید آراد پزم بستی "
    "میناوند امیرطاها گاومیشان"
)


@pytest.mark.parametrize("word", LIKE_NAMES.split())
def test_what_may_be_a_name_is_asked_for_as_it_is(analyzer: Analyzer, word: str) -> None:
    assert asked(analyzer, word) == (word.replace("آ", "ا"),)


@pytest.mark.parametrize(
    ("word", "term"),
    [
        ("مهاجران", "مهاجر"),
        ("قربانیان", "قربانی"),
        ("آهنگرانی", "آهنگر"),
        ("کتابم", "کتاب"),
        ("دلارم", "دلار"),
        ("آفرید", "v:افرید"),
        ("عضوی", "عضو"),
    ],
)
def test_what_may_be_inflected_is_indexed_as_such(analyzer: Analyzer, word: str, term: str) -> None:
    assert indexed(analyzer, word) == (word.replace("آ", "ا"), term.replace("آ", "ا"))


def test_a_vowel_takes_its_yeh_before_a_possessive(analyzer: Analyzer) -> None:
    assert asked(analyzer, "آرزویش") == ("ارزو",)
    assert asked(analyzer, "داروش") == ("داروش",)


def test_names_of_the_archive_stay_whole(analyzer: Analyzer, lexicon: Lexicon) -> None:
    assert asked(analyzer, "داوران") == ("داور",)
    with_names = Analyzer(lexicon, names=["مریم داوران"])
    assert asked(with_names, "داوران") == ("داوران",)


def test_ordinary_words_inside_names_are_stemmed_all_the_same(lexicon: Lexicon) -> None:
    with_names = Analyzer(lexicon, names=["شورای نگهبان", "نیروهای مسلح"])
    assert asked(with_names, "شورای") == ("شورا",)
    assert asked(with_names, "نیروهای") == ("نیرو",)


def test_a_name_with_madda_stays_whole_without_it(lexicon: Lexicon) -> None:
    with_names = Analyzer(lexicon, names=["آذرانی"])
    assert asked(with_names, "اذرانی") == asked(with_names, "آذرانی") == ("اذرانی",)
