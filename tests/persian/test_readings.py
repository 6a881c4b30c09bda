"""Units and phrases: what the reader's own words turn into."""

from itertools import permutations

import pytest

from articles.persian.analyzer import Analyzer
from articles.persian.readings import MAX_SEQUENCES
from tests.persian.matching import Article


def test_units_point_into_the_query(analyzer: Analyzer) -> None:
    units = analyzer.units("  کتاب های خوب")
    assert [(unit.start, unit.end, unit.text) for unit in units] == [
        (2, 10, "کتاب های"),
        (11, 14, "خوب"),
    ]


def test_a_compound_typed_apart_is_one_unit(analyzer: Analyzer) -> None:
    assert [unit.text for unit in analyzer.units("متن گفت و گو")] == ["متن", "گفت و گو"]


def test_function_words_are_optional(analyzer: Analyzer) -> None:
    units = analyzer.units("انتخابات در ایران")
    assert [unit.optional for unit in units] == [False, True, False]


def test_function_words_alone_are_meant(analyzer: Analyzer) -> None:
    assert not any(unit.optional for unit in analyzer.units("از این به"))


def test_words_without_the_index_meet_by_the_lexicon(analyzer: Analyzer) -> None:
    article = Article(analyzer, "نقد سیاست بازی در مجلس")
    assert article.answers("سیاستبازی", holds=False)


def test_an_unknown_joined_word_is_cut_where_the_index_has_both_parts(analyzer: Analyzer) -> None:
    (unit,) = analyzer.units("زرپوشکوهستان", lambda term: term in {"زرپوش", "کوهستان"})
    assert (("زرپوش",), ("کوهستان",)) in unit.sequences
    (unit,) = analyzer.units("زرپوشکوهستان", lambda term: False)
    assert unit.sequences == ((("زرپوشکوهستان",),),)


def test_joined_neighbours_that_no_article_has_are_left_out(analyzer: Analyzer) -> None:
    first, _ = analyzer.units("رنگ ماه", lambda term: term != "رنگماه")
    assert first.sequences[0] == (("رنگ",),)


PHRASES = [
    ("گفت‌وگوی تلفنی", "گفت وگوی تلفنی", "گفت و گوی تلفنی", "گفتگوی تلفنی", "گفتوگوی تلفنی"),
    ("دانش‌آموزان ایران", "دانش آموزان ایران", "دانشآموزان ایران"),
    ("کتاب‌های خوب", "کتاب های خوب", "کتابهای خوب"),
    ("رئیس جمهور آمریکا", "رییس‌جمهور امریکا", "رئیس جمهور آمريكا"),
]


@pytest.mark.parametrize("holds", [True, False])
@pytest.mark.parametrize("forms", PHRASES, ids=lambda forms: forms[0])
def test_quoted_phrases_meet_across_written_forms(
    analyzer: Analyzer, forms: tuple[str, ...], holds: bool
) -> None:
    for archived, quoted in permutations(forms, 2):
        article = Article(analyzer, f"متن {archived} را خواند")
        assert article.quotes(quoted, holds), f"{quoted} does not find {archived}"


@pytest.mark.parametrize(
    ("archived", "quoted"),
    [
        ("کتاب‌ها", "کتاب"),
        ("کتابی خوب", "کتاب خوب"),
        ("می‌رفت", "می‌رود"),
        ("ایران و دانش آموزان", "دانش آموزان ایران"),
        ("آفت کشاورزی", "افت کشاورزی"),
    ],
)
def test_a_quoted_phrase_is_not_stemmed(analyzer: Analyzer, archived: str, quoted: str) -> None:
    assert not Article(analyzer, f"متن {archived} را خواند").quotes(quoted)


def test_stop_words_count_inside_quotes(analyzer: Analyzer) -> None:
    article = Article(analyzer, "بودن یا نبودن مسئله این است")
    assert article.quotes("بودن یا نبودن")
    assert not article.quotes("بودن و نبودن")


def test_a_long_phrase_has_a_bounded_number_of_readings(analyzer: Analyzer) -> None:
    sequences = analyzer.phrase("گفت‌وگوی دانش‌آموزان کتاب‌خانه‌های سیاست‌زده " * 5)
    assert len(sequences) <= MAX_SEQUENCES
    assert len(analyzer.phrase("")) == 0


def test_the_phrase_as_typed_comes_first(analyzer: Analyzer) -> None:
    first, *_ = analyzer.phrase("گفت و گوی تلفنی")
    assert first == (("گفت",), ("و",), ("گوی",), ("تلفنی",))
