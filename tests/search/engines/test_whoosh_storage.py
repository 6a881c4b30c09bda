"""What only a power cut, a waiting writer or a coarse clock would show."""

import os
import time

import pytest

from articles.errors import EngineError
from articles.search.engines.whoosh import index as whoosh_index
from articles.search.engines.whoosh import storage
from articles.search.engines.whoosh.index import WhooshIndex
from articles.search.tree import All

from .contract import ARCHIVE, document, word


@pytest.fixture
def archive(tmp_path) -> WhooshIndex:
    index = WhooshIndex(tmp_path / "index")
    index.create({})
    index.update(ARCHIVE)
    return index


def test_a_table_is_on_the_disk_before_it_takes_its_name(archive, monkeypatch):
    """Else a power cut may leave the new name with nothing behind it."""
    steps: list[tuple[str, str]] = []
    fsync, rename = os.fsync, os.rename

    def note_sync(descriptor: int) -> None:
        steps.append(("sync", os.readlink(f"/proc/self/fd/{descriptor}")))
        fsync(descriptor)

    def note_rename(old, new, **options) -> None:
        steps.append(("rename", str(new)))
        rename(old, new, **options)

    monkeypatch.setattr(os, "fsync", note_sync)
    monkeypatch.setattr(os, "rename", note_rename)
    archive.update([document(6)])
    named = next(at for at, (what, path) in enumerate(steps) if what == "rename" and ".toc" in path)
    written = [path for what, path in steps[:named] if what == "sync"]
    assert any(".toc" in os.path.basename(path) for path in written)
    assert ("sync", str(archive.folder)) in steps[named:]
    assert str(archive.folder) in written  # the segment has its name before a table names it


def test_a_writer_gives_up_after_a_while_and_says_so(archive, monkeypatch):
    monkeypatch.setattr(storage, "LOCK_TIMEOUT", 0.05)
    slept: list[float] = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        assert len(slept) < 100, "it waits for ever"
        pause(seconds)

    pause = time.sleep
    monkeypatch.setattr(storage.time, "sleep", sleep)
    other = WhooshIndex(archive.folder)
    with (
        storage.write_lock(storage.SyncedStorage(str(archive.folder))),
        pytest.raises(EngineError, match="دوباره"),
    ):
        other.update([document(6)])
    assert slept
    other.update([document(6)])
    assert archive.count() == len(ARCHIVE) + 1


def test_two_commits_in_one_tick_of_the_clock_are_two(archive, monkeypatch):
    """The folder's time stamp is the same after both: only an older one can be trusted."""
    moment = time.time_ns()

    def stand_still() -> None:
        os.utime(archive.folder, ns=(moment, moment))

    monkeypatch.setattr(whoosh_index.time, "time_ns", lambda: moment + 1)
    stand_still()
    assert archive.ids(word("late")) == []
    WhooshIndex(archive.folder).update([document(6, "late")])
    stand_still()
    assert archive.ids(word("late")) == [6]


def test_an_old_time_stamp_spares_a_look_at_the_folder(archive, monkeypatch):
    monkeypatch.setattr(
        whoosh_index.time, "time_ns", lambda: archive.folder.stat().st_mtime_ns + 10**9
    )
    assert archive.count() == len(ARCHIVE)
    monkeypatch.setattr(whoosh_index, "newest_generation", None)
    assert len(archive.ids(All())) == len(ARCHIVE)
