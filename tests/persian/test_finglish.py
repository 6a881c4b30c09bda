import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.persian.finglish import (
    FARTHEST,
    LOANWORDS,
    distance,
    skeletons,
    skeletons_of_latin,
    sounds,
)
from articles.persian.written import key_of
from articles.search.vocabulary import Vocabulary
from tests.persian.finglish_cases import CASES


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("mashhad", "مشهد"),
        ("eghtesad", "اقتصاد"),
        ("eqtesad", "اقتصاد"),
        ("xabar", "خبر"),
        ("khabar", "خبر"),
        ("doost", "دوست"),
        ("khaneh", "خانه"),
        ("khane", "خانه"),
        ("shora-ye", "شورای"),
        ("Mo'allem", "معلم"),
        ("zhapon", "ژاپن"),
        ("wazir", "وزیر"),
        ("hastei", "هستهای"),
    ],
)
def test_habits_of_typing_lead_to_the_word(typed, word):
    sounded = sounds(typed)
    assert skeletons_of_latin(sounded) & set(skeletons(word))
    assert distance(sounded, word) < 0.7


@pytest.mark.parametrize(
    ("typed", "meant", "other"),
    [
        ("tehran", "تهران", "تهرانی"),
        ("tala", "طلا", "تل"),
        ("sepah", "سپاه", "سپه"),
        ("bank", "بانک", "بنیک"),
        ("hezbollah", "حزبالله", "زباله"),
        ("gol", "گل", "گلو"),
        ("zur", "زور", "زر"),
    ],
)
def test_the_word_meant_lies_nearer_than_its_neighbours(typed, meant, other):
    assert distance(sounds(typed), meant) < distance(sounds(typed), other)


def test_other_consonants_are_another_word():
    assert distance(sounds("tehran"), "کرمان") > FARTHEST


def test_loanwords_are_spelt_as_the_alphabet_wants():
    assert all(typed == typed.lower() and not meant.isascii() for typed, meant in LOANWORDS.items())


def test_most_of_a_hundred_words_are_read_right_among_those_of_the_lexicon(lexicon):
    """Without any knowledge of what is frequent in the news; the benchmark has that."""
    words = lexicon.common | {key_of(meant) for meant in CASES.values()}
    vocabulary = Vocabulary((word, 1) for word in words)
    right = sum(_best(typed, vocabulary) == key_of(meant) for typed, meant in CASES.items())
    assert right >= 85


def _best(typed: str, vocabulary: Vocabulary) -> str:
    sounded = sounds(typed)
    found = vocabulary.sounding_like(skeletons_of_latin(sounded))
    return min(found, key=lambda word: (distance(sounded, word), word), default="")


@given(st.text(max_size=80))
def test_nothing_that_is_typed_is_too_much(typed):
    sounded = sounds(typed)
    assert len(skeletons_of_latin(sounded)) <= 96
    assert distance(sounded, "تهران") >= 0
