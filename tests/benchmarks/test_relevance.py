import math

import pytest

from benchmarks.baselines import whitespace
from benchmarks.bm25 import BM25
from benchmarks.judged import Collection
from benchmarks.relevance import archive, baseline, measure, shared_topics, spread
from benchmarks.trial import temporary_trial

TEXTS = [(1, "زلزله در بم", "زلزله شهر را لرزاند"), (2, "", "باران بارید"), (3, "", "سیل و باران")]
COLLECTION = Collection("کوچک", TEXTS, {}, {})


def test_bm25_scores_as_its_formula_says():
    ranking = BM25([["باران", "باران"], ["سیل"], ["باد", "باران", "سیل"]], k1=1.2, b=0.75)
    idf = math.log(1 + (3 - 2 + 0.5) / (2 + 0.5))
    length = 1.2 * (1 - 0.75 + 0.75 * 2 / 2)
    assert ranking.scores(["باران"])[0] == pytest.approx(idf * 2 * 2.2 / (2 + length))
    assert ranking.scores(["باران"])[1] == 0


def test_bm25_may_ask_for_every_word():
    ranking = BM25([["باران"], ["باران", "سیل"]], k1=1.2, b=0.75)
    assert [doc for doc, _ in ranking.best(["باران", "سیل"], limit=5)] == [1, 0]
    assert [doc for doc, _ in ranking.best(["باران", "سیل"], limit=5, every=True)] == [1]


def test_archive_and_baseline_answer_with_the_ids_of_the_collection():
    questions = {"q": "زلزله باران"}
    with temporary_trial(TEXTS) as trial:
        assert set(archive(trial, any_word=True)(questions)["q"]) == {"1", "2", "3"}
        assert archive(trial, any_word=False)(questions)["q"] == {}
    assert set(baseline(COLLECTION, whitespace)(questions)["q"]) == {"1", "2", "3"}


def test_a_question_without_an_answer_counts_as_zero():
    judged = {"a": {"1": 1}, "b": {"2": 1}}
    figures = measure(judged, {"a": {"1": 2.0, "3": 1.0}, "b": {"1": 1.0}})
    assert figures == {"MAP": 0.5, "nDCG@10": 0.5, "R@100": 0.5, "MRR@10": 0.5}


def test_the_spread_is_the_largest_difference_between_spellings():
    assert spread([{"MAP": 0.8}, {"MAP": 0.75}, {"MAP": 0.78}]) == pytest.approx(0.05)


def test_related_articles_are_right_where_they_answer_the_same_question():
    subjects = ("زلزله شهر را لرزاند", "باران بر دشت بارید", "قیمت نفت خام بالا رفت")
    texts = [(pk, "", subjects[pk % 3]) for pk in range(1, 19)]
    texts += [(pk, "", f"چیز {pk}") for pk in range(19, 120)]
    by_subject = {str(pk): 1 for pk in range(3, 19, 3)}
    across = {str(pk): 1 for pk in range(1, 7)}
    with temporary_trial(texts) as trial:
        for judged, share in ((by_subject, 1), (across, 1 / 5), ({"1": 1, "2": 0}, math.nan)):
            collection = Collection("کوچک", [], {}, {"question": judged})
            assert shared_topics(collection, trial, words=5) == pytest.approx(share, nan_ok=True)
