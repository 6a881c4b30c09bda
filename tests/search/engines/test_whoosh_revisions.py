"""What the embedded engine remembers of removals is bounded, and what it keeps is never wrong."""

import os
import time

import pytest

from articles.errors import EngineError, StaleReadingError
from articles.search.engines.base import EngineQuery
from articles.search.engines.whoosh import index as whoosh_index
from articles.search.engines.whoosh import preparing, removals
from articles.search.engines.whoosh.index import WhooshIndex
from articles.search.engines.whoosh.removals import Removals
from articles.search.tree import All

from .contract import ARCHIVE, document, word


@pytest.fixture
def archive(tmp_path) -> WhooshIndex:
    index = WhooshIndex(tmp_path / "index")
    index.create({})
    index.update(ARCHIVE)
    return index


def test_only_the_newest_removals_are_remembered(monkeypatch):
    monkeypatch.setattr(removals, "MOST", 3)
    remembered = Removals()
    for pk in range(1, 7):
        remembered = remembered.changed({pk: 10 + pk}, (), 10 + pk)
    assert remembered == Removals({4: 14, 5: 15, 6: 16}, floor=14)


def test_removals_are_forgotten_after_many_later_readings():
    remembered = Removals().changed({1: 5, 2: 60}, (), 60)
    later = remembered.changed({}, (), 60 + removals.DISTANCE)
    assert later == Removals({2: 60}, floor=60)


def test_what_came_back_is_no_longer_remembered_as_removed():
    assert Removals({1: 5}).changed({}, {1}, 6) == Removals()


def test_a_document_older_than_all_that_is_remembered_is_read_again(archive, monkeypatch):
    """It may have been removed since: nobody knows any more."""
    monkeypatch.setattr(removals, "MOST", 2)
    archive.update([], removed={pk: pk for pk in range(100, 110)})
    with pytest.raises(StaleReadingError):
        archive.update([document(103, "older", revision=102)])
    archive.update([document(1, "stored", revision=102)])  # of this one the entry tells
    archive.update([document(103, "read again", revision=120)])
    assert archive.ids(word("stored", "read")) == [1, 103]


def test_what_a_failed_commit_had_prepared_is_thrown_away(archive):
    archive.update([], removed={6: 9})
    with pytest.raises(EngineError):
        archive.update([document(7, analysis=12345)])
    assert list(archive.folder.glob(f"{preparing.PREFIX}*")) == []


def test_what_a_killed_process_had_prepared_is_thrown_away_later(archive):
    old, fresh = archive.prepare([document(6)]), archive.prepare([document(7)])
    path = archive.folder / old.name
    hours_ago = time.time() - 2 * preparing.KEPT_FOR
    os.utime(path, (hours_ago, hours_ago))
    archive.update([document(8)])
    assert not path.exists()
    archive.commit([fresh])
    assert sorted(archive.ids(All())) == [*range(1, 6), 7, 8]
    with pytest.raises(StaleReadingError):
        archive.commit([old])


def test_preparing_where_there_is_no_index_names_the_remedy(tmp_path):
    with pytest.raises(EngineError, match="rebuild_index"):
        WhooshIndex(tmp_path / "none").prepare([document(1)])


def test_a_build_learns_of_a_change_whose_writer_was_killed_after_its_commit(archive, monkeypatch):
    commit = whoosh_index.Writing.commit

    def commit_and_die(work, *args, **options):
        commit(work, *args, **options)
        raise SystemExit

    asked: set[int] = set()
    with archive.building({}) as build:
        archive.add_to_build(ARCHIVE)
        monkeypatch.setattr(whoosh_index.Writing, "commit", commit_and_die)
        with pytest.raises(SystemExit):
            archive.update([document(3, "changed")])
        monkeypatch.undo()
        assert archive.ids(word("changed")) == [3]
        build.finish(lambda ids: asked.update(ids) or [document(3, "changed")])
    assert asked == {3}
    assert archive.search(EngineQuery(tree=word("changed"))).total == 1
