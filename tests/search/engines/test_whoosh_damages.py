"""A bug is not taken for a damaged index, and arrays that do not fit together are noticed."""

from dataclasses import replace

import numpy as np
import pytest

from articles.errors import EngineError
from articles.search.engines.base import EngineQuery
from articles.search.engines.whoosh import damages, ranking
from articles.search.engines.whoosh.arrays import DamagedFileError, ends_of, narrowed, packed
from articles.search.engines.whoosh.index import WhooshIndex
from articles.search.engines.whoosh.segment import Segment

from .contract import ARCHIVE, document


@pytest.fixture
def archive(tmp_path) -> WhooshIndex:
    index = WhooshIndex(tmp_path / "index")
    index.create({})
    index.update(ARCHIVE)
    return index


@pytest.fixture
def looks(monkeypatch) -> list:
    """One entry for each time the whole index is read."""
    made = []
    found_in = damages.damages_in
    monkeypatch.setattr(damages, "damages_in", lambda folder: made.append(1) or found_in(folder))
    return made


def fail_with(error: type[Exception], monkeypatch) -> None:
    def answer(*_: object) -> None:
        raise error

    monkeypatch.setattr(ranking, "answer", answer)


@pytest.mark.parametrize("error", [TypeError, KeyError, ZeroDivisionError])
def test_a_bug_does_not_make_a_search_read_the_whole_index(archive, looks, monkeypatch, error):
    fail_with(error, monkeypatch)
    with pytest.raises(error):
        archive.search(EngineQuery())
    assert looks == []


def test_what_may_be_damage_is_looked_into_once_a_minute(archive, looks, monkeypatch):
    fail_with(ValueError, monkeypatch)
    for _ in range(3):
        with pytest.raises(ValueError):  # noqa: PT011
            archive.search(EngineQuery())
    assert len(looks) == 1
    archive.update([document(6)])
    with pytest.raises(ValueError):  # noqa: PT011
        archive.search(EngineQuery())
    assert len(looks) == 1
    monkeypatch.setattr(damages, "PAUSE", 0.0)
    with pytest.raises(ValueError):  # noqa: PT011
        archive.search(EngineQuery())
    assert len(looks) == 2


def test_a_damaged_file_that_a_search_stumbles_over_is_an_error_with_a_remedy(
    archive, looks, monkeypatch
):
    path = next(archive.folder.glob("*.arr"))
    data = bytearray(path.read_bytes())
    data[200] ^= 0xFF
    path.chmod(0o644)
    path.write_bytes(bytes(data))
    read_again = WhooshIndex(archive.folder)
    fail_with(IndexError, monkeypatch)
    for _ in range(2):
        with pytest.raises(EngineError, match="rebuild_index"):
            read_again.search(EngineQuery())
    assert len(looks) == 1


def test_what_a_commit_takes_away_meanwhile_is_no_damage(archive, monkeypatch):
    verify = Segment.verify
    commits = iter(range(100, 103))

    def overtaken(path):
        if (pk := next(commits, None)) is not None:
            archive.update([document(each.pk, "again") for each in ARCHIVE] + [document(pk)])
            archive.wait_for_merges()
        verify(path)

    monkeypatch.setattr(Segment, "verify", overtaken)
    assert damages.damages_in(archive.folder) == []
    assert next(commits, None) is None


def broken_postings(segment: Segment, **parts: np.ndarray) -> Segment:
    return replace(
        segment, fields={**segment.fields, "body": replace(segment.fields["body"], **parts)}
    )


@pytest.mark.parametrize("part", ["letters", "key_ends", "doc_ends", "docs", "counts", "places"])
def test_postings_that_do_not_fit_together_are_not_written(tmp_path, part):
    segment = Segment.of(ARCHIVE)
    array = getattr(segment.fields["body"], part)
    with pytest.raises(DamagedFileError):
        broken_postings(segment, **{part: array[:-1]}).write(tmp_path / "broken")
    assert not (tmp_path / "broken").exists()


def test_counts_that_say_more_than_there_are_positions_are_a_damage(archive, monkeypatch):
    """As written by a version that cut the counts of a long text but not its positions."""
    segment = Segment.of(ARCHIVE)
    counts = segment.fields["body"].counts.copy()
    counts[0] += 1
    with monkeypatch.context() as patch:
        patch.setattr(Segment, "check_arrays", lambda segment: None)
        broken_postings(segment, counts=counts).write(archive.folder / "written")
    path = next(archive.folder.glob("*.arr"))
    (archive.folder / "written").replace(path)
    assert archive.damages() == [f"{path.name}: counts and positions do not agree"]


def test_names_and_spans_of_other_documents_are_not_written(tmp_path):
    segment = Segment.of(ARCHIVE)
    title = replace(segment.spans["title"], gaps=segment.spans["title"].gaps[:-1])
    for broken in (
        replace(segment, names=segment.names[:-1]),
        replace(segment, lengths=segment.lengths | {"body": segment.lengths["body"][:-1]}),
        replace(segment, spans=segment.spans | {"title": title}),
    ):
        with pytest.raises(DamagedFileError):
            broken.write(tmp_path / "broken")


def test_ends_beyond_32_bits_do_not_wrap():
    assert ends_of([2**32 - 1]).tolist() == [2**32 - 1]
    assert ends_of([2**32 - 1, 5]).tolist() == [2**32 - 1, 2**32 + 4]


def test_numbers_that_do_not_fit_are_an_error():
    assert packed([7, 2**32 - 1], np.uint32).tolist() == [7, 2**32 - 1]
    for numbers in ([2**32], [-1]):
        with pytest.raises(OverflowError):
            packed(numbers, np.uint32)


def test_an_article_with_very_many_names_keeps_them_all(archive):
    archive.update([document(6, names=tuple(range(1, 70_000)))])
    answer = archive.search(EngineQuery(facets=("name",)))
    assert answer.facets["name"][69_999] == 1


def test_counts_take_no_more_room_than_they_need():
    assert narrowed(np.array([1, 255])).dtype == np.uint8
    assert narrowed(np.array([1, 256])).dtype == np.uint16
