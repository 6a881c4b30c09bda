"""Words that stand between the same neighbours fall into one class, the same every time."""

import random

import pytest

from articles.errors import RecognitionError
from articles.recognition import word_classes

TOWNS = [f"شهر{letter}" for letter in "ابپتثجچح"]
VERBS = [f"گفت{letter}" for letter in "ابپتثجچح"]
BODIES = [f"سازمان{letter}" for letter in "ابپتثجچح"]


def sentences() -> list[list[str]]:
    chance = random.Random(3)  # noqa: S311 - any sentences will do
    return [
        [chance.choice(BODIES), "در", chance.choice(TOWNS), "چنین", chance.choice(VERBS), "که"]
        for _ in range(600)
    ]


@pytest.fixture
def few_classes(monkeypatch):
    monkeypatch.setattr(word_classes, "COUNTS", (2, 4, 8))
    monkeypatch.setattr(word_classes, "_DIMENSIONS", 4)
    monkeypatch.setattr(word_classes, "_EXTRA_DIMENSIONS", 4)


def test_words_with_the_same_neighbours_are_together_and_others_apart(few_classes):
    found = word_classes.learn(sentences())
    for words in (TOWNS, VERBS, BODIES):
        assert len({found[word][1] for word in words}) == 1
    finest = [{found[word][2] for word in words} for words in (TOWNS, VERBS, BODIES)]
    assert len(set.union(*finest)) == sum(map(len, finest))


def test_the_same_text_makes_the_same_classes(few_classes):
    assert word_classes.learn(sentences()) == word_classes.learn(sentences())


def test_rare_words_have_no_class(few_classes):
    assert "یکبار" not in word_classes.learn([*sentences(), ["یکبار", "در"]])


def test_too_little_text_is_said():
    with pytest.raises(RecognitionError, match="کوتاه"):
        word_classes.learn([["یک", "دو"]])
