"""Tables, samples, and what a benchmark says when its data is absent."""

from articles.search import analysis
from benchmarks import corpora
from benchmarks.names import altered
from benchmarks.tables import run, table
from benchmarks.word_pairs import distinct_pairs, inflected_pairs, meetings_in_index


def test_a_table_shows_shares_and_what_is_missing():
    lines = table("عنوان", ("", "share"), [["a", 0.5], ["b", None]]).splitlines()
    assert lines[-2:] == ["a  0.500", "b      –"]


def test_absent_data_is_named_and_the_other_parts_still_run(capsys, monkeypatch, tmp_path):
    monkeypatch.setattr(corpora, "SHARED", tmp_path)
    run([lambda: corpora.shared("no/such.file"), lambda: print("the next part")])
    printed = capsys.readouterr().out
    assert "skipped: ../shared/data/no/such.file is not here" in printed
    assert "the next part" in printed


def test_a_sample_is_spread_over_the_whole():
    assert corpora.evenly(list(range(10)), 5) == [0, 2, 4, 6, 8]
    assert corpora.evenly([1, 2], 5) == [1, 2]
    assert corpora.evenly([1, 2], None) == [1, 2]


def test_a_name_shortened_to_another_word_counts_as_altered():
    assert altered(["تهران", "کتاب‌هایش"], analysis.analyzer(())) == ["کتاب‌هایش"]


def test_the_index_decides_whether_two_words_meet():
    assert meetings_in_index([("کتاب", "کتاب‌ها"), ("مردم", "مرد")]) == [True, False]


def test_the_lists_of_word_pairs_do_not_contradict_each_other():
    inflected, distinct = inflected_pairs(), distinct_pairs()
    assert len(inflected) >= 300
    assert len(distinct) >= 300
    assert not {frozenset(pair) for pair in inflected} & {frozenset(pair) for pair in distinct}
