"""Merged segments are what one segment of the same living documents would have been."""

import random

import numpy as np
import pytest

from articles.search.engines.base import TEXT_FIELDS, Document
from articles.search.engines.whoosh import joining, spans
from articles.search.engines.whoosh.arrays import DamagedFileError, array_file
from articles.search.engines.whoosh.segment import NUMBERS, Segment, write_merged

from .contract import document

RARE = [f"rare{number}" for number in range(60)]
COMMON = ["the", "and", "of"]


def documents(dice: random.Random, first: int, count: int) -> list[Document]:
    return [
        document(
            pk,
            title=" ".join(dice.choices(RARE, k=dice.randrange(4))),
            body=" ".join(dice.choices(COMMON * 9 + RARE, k=dice.randrange(80))),
            names=tuple(dice.sample(range(1, 9), dice.randrange(4))),
            revision=pk,
        )
        for pk in range(first, first + count)
    ]


def assert_equal(found: Segment, expected: Segment) -> None:
    found.check_arrays()
    for name in TEXT_FIELDS:
        for one, other in ((found.fields, expected.fields), (found.spans, expected.spans)):
            ours, theirs = one[name].to_arrays(name), other[name].to_arrays(name)
            for part in theirs:
                assert ours[part].tolist() == theirs[part].tolist(), part
        assert found.lengths[name].tolist() == expected.lengths[name].tolist()
    for name in NUMBERS:
        assert found.columns[name].tolist() == expected.columns[name].tolist()
    assert found.names.tolist() == expected.names.tolist()
    assert found.name_counts.tolist() == expected.name_counts.tolist()


@pytest.mark.parametrize("at_once", [1, 7, 100, joining.AT_ONCE])
@pytest.mark.parametrize("dead", [0.0, 0.3])
@pytest.mark.parametrize("seed", range(4))
def test_a_merge_in_stretches_of_any_size_is_one_segment(
    tmp_path, monkeypatch, at_once, dead, seed
):
    monkeypatch.setattr(joining, "AT_ONCE", at_once)
    monkeypatch.setattr(spans, "AT_ONCE", at_once)
    dice = random.Random(seed)  # noqa: S311
    parts, living, first = [], [], 1
    for number in range(dice.randrange(1, 6)):
        made = documents(dice, first, dice.randrange(1, 30))
        first += len(made)
        path = tmp_path / f"part{number}"
        Segment.of(made).write(path)
        live = np.array([dice.random() >= dead for _ in made])
        parts.append((Segment.open(path), live))
        living += [each for each, alive in zip(made, live, strict=True) if alive]
    assert write_merged(tmp_path / "merged", parts) == len(living)
    if living:
        assert_equal(Segment.open(tmp_path / "merged"), Segment.of(living))


def test_of_dead_documents_nothing_is_written(tmp_path):
    part = Segment.of(documents(random.Random(1), 1, 3))  # noqa: S311
    assert write_merged(tmp_path / "merged", [(part, np.zeros(3, np.bool_))]) == 0
    assert not (tmp_path / "merged").exists()


def test_stretches_are_small_whatever_the_archive(tmp_path, monkeypatch):
    """The most frequent key may be more; it is read in pieces."""
    monkeypatch.setattr(joining, "AT_ONCE", 50)
    dice = random.Random(3)  # noqa: S311
    fields = [Segment.of(documents(dice, 1, 100)).fields["body"] for _ in range(3)]
    seen = [0] * len(fields)
    for ranges in joining._stretches(fields):
        assert [each.start for each in ranges] == seen
        seen = [each.stop for each in ranges]
        keys = {key for field, each in zip(fields, ranges, strict=True) for key in field.keys(each)}
        positions = sum(
            len(field.spanned(each).places) for field, each in zip(fields, ranges, strict=True)
        )
        assert len(keys) == 1 or positions <= 150
    assert seen == [len(field) for field in fields]


def test_an_array_that_is_not_filled_makes_no_file(tmp_path):
    with pytest.raises(DamagedFileError), array_file(tmp_path / "short") as file:
        file.reserve("numbers", np.dtype(np.uint8), 3).append(np.zeros(2))
    with pytest.raises(DamagedFileError), array_file(tmp_path / "long") as file:
        file.reserve("numbers", np.dtype(np.uint8), 1).append(np.zeros(2))
    assert [path for name in ("short", "long") if (path := tmp_path / name).exists()] == []


def test_what_was_read_can_leave_the_memory_and_be_read_again(tmp_path):
    Segment.of(documents(random.Random(1), 1, 30)).write(tmp_path / "part")  # noqa: S311
    segment = Segment.open(tmp_path / "part")
    before = segment.columns["pk"].tolist()
    segment.release()
    assert segment.columns["pk"].tolist() == before
