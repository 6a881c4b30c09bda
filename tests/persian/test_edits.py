import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.persian.edits import cost, sound

WORDS = st.text("ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهیآ", max_size=9)
FAR = 99.0


@pytest.mark.parametrize(
    ("one", "other"),
    [("زلزله", "ذلضله"), ("صابون", "ثابون"), ("طهران", "تهران"), ("غم", "قم"), ("حوا", "هوا")],
)
def test_letters_of_one_sound_are_nearer_than_any_other_slip(one, other):
    assert sound(one) == sound(other)
    assert 0 < cost(other, one, FAR) < cost("تهرن", "تهران", FAR)


@pytest.mark.parametrize(
    ("typed", "meant", "farther"),
    [
        ("ایارن", "ایران", "ایوان"),  # a swap before two substitutions
        ("کتات", "کتاب", "کتاخ"),  # a dot before a stranger
        ("دولق", "دولغ", "دولت"),  # a sound before a neighbour of the keyboard
        ("دولن", "دولت", "دولب"),  # the key beside before one far away
        ("معللم", "معلم", "معلوم"),  # a letter typed twice before a substitution
        ("انتخبات", "انتخابات", "انتسابات"),
    ],
)
def test_likelier_slips_weigh_less(typed, meant, farther):
    assert cost(typed, meant, FAR) < cost(typed, farther, FAR)


def test_a_wrong_beginning_weighs_more_than_a_wrong_end():
    assert cost("خشمک", "چشمک", FAR) > cost("مشکخ", "مشکچ", FAR)


@given(WORDS)
def test_a_word_is_no_distance_from_itself(word):
    assert cost(word, word, FAR) == 0


@given(WORDS, WORDS)
def test_different_words_are_never_the_same(one, other):
    assert (cost(one, other, FAR) == 0) == (one == other)


@given(WORDS, WORDS, st.floats(0, 3))
def test_stopping_early_never_hides_a_near_word(one, other, limit):
    exact, early = cost(one, other, FAR), cost(one, other, limit)
    assert (early <= limit) == (exact <= limit)
