"""Scores count exact spans, and the kinds apart."""

import pytest

from benchmarks.recognition import sampled, scores


def test_a_name_counts_only_when_span_and_kind_are_right():
    gold = [["B-PER", "I-PER", "O", "B-LOC"], ["B-ORG"]]
    found = [["B-PER", "O", "O", "B-LOC"], ["B-LOC"]]
    person, place, organisation, everything = (scores(gold, found)[i : i + 3] for i in (0, 3, 6, 9))
    assert person == [0, 0, 0]
    assert place == pytest.approx([1 / 2, 1, 2 / 3])
    assert organisation == [0, 0, 0]
    assert everything == pytest.approx([1 / 3] * 3)


def test_a_sample_keeps_neighbours_together():
    sentences = [([str(number)], ["O"]) for number in range(500)]
    numbers = [int(tokens[0]) for tokens, _ in sampled(sentences, 100)]
    assert numbers == [*range(50), *range(250, 300)]
