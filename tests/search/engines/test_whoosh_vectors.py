"""The two ways to look lists of documents up in each other, and to count values, agree."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.search.engines.whoosh import ranking, scoring

LARGEST = 5000
ascending = st.sets(st.integers(0, LARGEST - 1), max_size=200).map(
    lambda numbers: np.array(sorted(numbers), np.int64)
)


@pytest.mark.parametrize("size", [LARGEST, 1_000_000])
@given(docs=ascending, wanted=ascending)
def test_documents_are_found_in_a_list_whether_few_or_many_are_wanted(size, docs, wanted):
    found = scoring._places_in(docs, wanted, size)
    known = docs.tolist()
    assert found.tolist() == [known.index(doc) if doc in known else -1 for doc in wanted.tolist()]


@pytest.mark.parametrize("far", [0, ranking.WIDEST_RANGE])
@given(values=st.lists(st.integers(0, 50)))
def test_values_are_counted_whether_near_or_far_apart(far, values):
    spread = np.array([value and value + far * (value % 2) for value in values], np.int64)
    counted = ranking._counts(spread)
    assert counted == {value: spread.tolist().count(value) for value in set(spread.tolist()) - {0}}
