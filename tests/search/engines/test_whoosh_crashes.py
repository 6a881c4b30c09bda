"""The embedded index under what really happens: kill -9, flipped bytes, cut files, full disks."""

import os
import random
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from articles.errors import EngineError
from articles.search.engines.base import Document, EngineQuery
from articles.search.engines.whoosh.index import WhooshIndex
from articles.search.tree import All
from tests.rounds import CRASHES, SOAK_SECONDS

from .contract import ARCHIVE, document, word

WRITER = "tests.search.engines.writer"


@pytest.fixture
def archive(tmp_path) -> WhooshIndex:
    index = WhooshIndex(tmp_path / "index")
    index.create({})
    index.update(ARCHIVE)
    return index


def acknowledged_until_killed(folder: Path, mode: str, first: int, seconds: float) -> list[int]:
    """Let a process write, kill it at a random moment; the ids that it said were committed."""
    process = subprocess.Popen(
        [sys.executable, "-m", WRITER, str(folder), str(first), mode],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout.readline() == "ready\n"
    time.sleep(seconds)
    process.send_signal(signal.SIGKILL)
    output = process.communicate()[0]
    complete = output[: output.rfind("\n") + 1]
    return [int(line) for line in complete.split()]


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["update", "build", "merge"])
def test_nothing_that_was_committed_is_lost_when_the_writer_is_killed(archive, mode):
    dice = random.Random(mode)  # noqa: S311
    committed = {document.pk for document in ARCHIVE}
    for round_ in range(CRASHES):
        first = 1000 * (round_ + 1)
        committed |= set(
            acknowledged_until_killed(archive.folder, mode, first, dice.uniform(0.02, 0.5))
        )
        survivor = WhooshIndex(archive.folder)
        assert committed <= set(survivor.ids(All()))
        assert survivor.damages() == []
        survivor.update([document(7, "after the crash")])
        assert [pk for pk, _ in survivor.search(EngineQuery(tree=word("crash"))).hits] == [7]
        committed.add(7)


def overwrite(path: Path, data: bytes) -> None:
    path.chmod(0o644)
    path.write_bytes(data)


def newest_segment(index: WhooshIndex) -> Path:
    return max(index.folder.glob("*.arr"), key=lambda path: path.stat().st_size)


def test_a_flipped_byte_is_noticed(archive):
    path = newest_segment(archive)
    data = bytearray(path.read_bytes())
    data[200] ^= 0xFF
    overwrite(path, bytes(data))
    assert any("damaged" in damage for damage in WhooshIndex(archive.folder).damages())


@pytest.mark.parametrize("kept", [0, 3, 100, -1, -20])
def test_a_cut_file_is_an_error_with_a_remedy_and_a_damage(archive, kept):
    path = newest_segment(archive)
    overwrite(path, path.read_bytes()[:kept])
    damaged = WhooshIndex(archive.folder)
    with pytest.raises(EngineError, match="rebuild_index"):
        damaged.search(EngineQuery())
    assert damaged.damages() != []


def test_a_missing_segment_is_an_error_with_a_remedy_and_a_damage(archive):
    newest_segment(archive).unlink()
    damaged = WhooshIndex(archive.folder)
    with pytest.raises(EngineError, match="rebuild_index"):
        damaged.search(EngineQuery())
    assert damaged.damages() != []


SHRINK = """
import sys
from articles.errors import EngineError
from tests.search.engines.writer import *
index = WhooshIndex(Path(sys.argv[1]))
assert index.search(EngineQuery()).total == 25
for path in index.folder.glob("*.arr"):
    path.chmod(0o644)
    os.truncate(path, 4096)
try:
    index.search(EngineQuery(tree=word("many")))
except EngineError as error:
    print("rebuild_index" in str(error))
"""


def test_a_file_that_shrinks_under_a_process_does_not_kill_it(archive):
    """Touching what a cut file has lost is a SIGBUS, so in a process of its own."""
    for pk in range(10, 30):
        archive.update([document(pk, body=f"text {'of many words ' * 500}")])
    archive.wait_for_merges()
    command = [sys.executable, "-c", SHRINK, str(archive.folder)]
    ran = subprocess.run(command, capture_output=True, text=True)
    assert (ran.returncode, ran.stdout) == (0, "True\n")


def test_a_file_that_is_overwritten_under_a_process_is_an_error_with_a_remedy(archive):
    archive.search(EngineQuery(tree=word("quake")))
    path = newest_segment(archive)
    path.chmod(0o644)
    with path.open("r+b") as file:
        file.write(b"\xff" * path.stat().st_size)
    with pytest.raises(EngineError, match="rebuild_index"):
        archive.search(EngineQuery(tree=word("quake")))


def test_segments_are_not_overwritten_by_accident(archive):
    assert newest_segment(archive).stat().st_mode & 0o222 == 0


def test_a_build_mends_every_damage(archive):
    for path in archive.folder.iterdir():
        path.write_bytes(b"rubbish")
    mended = WhooshIndex(archive.folder)
    with mended.building({}) as build:
        mended.add_to_build(ARCHIVE)
        build.finish(lambda ids: [])
    assert mended.count() == len(ARCHIVE)
    assert mended.damages() == []


def test_a_full_disk_is_an_error_with_a_remedy_and_loses_nothing(archive):
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (500, hard))  # every file ends here: no space
    try:
        with pytest.raises(EngineError, match="دیسک"):
            archive.update([document(9, "too much")])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, ignored)
    assert sorted(archive.ids(All())) == [1, 2, 3, 4, 5]
    archive.update([document(9, "now it fits")])
    assert archive.count() == 6


@pytest.fixture
def small_disk(tmp_path) -> Iterator[Path]:
    """A file system of its own with one MiB; needs the right to mount."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)]
    if os.geteuid() or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("a small file system cannot be mounted here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def unlike(pk: int) -> Document:
    """A document whose words no other has: some tens of kilobytes on the disk."""
    return document(pk, "filler", body=" ".join(f"w{pk}n{number}" for number in range(2000)))


def write_until_full(index: WhooshIndex, committed: list[int]) -> None:
    for pk in range(100, 300):
        index.update([unlike(pk)])
        committed.append(pk)


def test_a_disk_that_runs_full_loses_nothing_and_goes_on_when_there_is_room(small_disk):
    index = WhooshIndex(small_disk / "index")
    index.create({})
    index.update(ARCHIVE)
    committed: list[int] = []
    with pytest.raises(EngineError, match="دیسک"):
        write_until_full(index, committed)
    index.wait_for_merges()
    assert committed
    assert sorted(index.ids(All())) == [*range(1, 6), *committed]
    assert index.damages() == []
    index.update([], removed=committed[:-1])
    index.merge()
    index.update([document(9, "now it fits")])
    assert sorted(index.ids(All())) == [*range(1, 6), 9, committed[-1]]


def test_a_build_that_fills_the_disk_leaves_the_old_index(small_disk):
    index = WhooshIndex(small_disk / "index")
    index.create({})
    index.update(ARCHIVE)
    with index.building({}), pytest.raises(EngineError, match="دیسک"):
        index.add_to_build(map(unlike, range(100, 300)))
    assert sorted(index.ids(All())) == [1, 2, 3, 4, 5]
    assert index.damages() == []
    index.update([document(9, "there is room again")])
    assert index.count() == 6


@pytest.mark.slow
def test_two_writers_and_four_readers_lose_nothing(archive):
    """Readers fail when anything that was seen is missing or counts contradict each other."""
    seconds = str(SOAK_SECONDS)
    writers = [
        subprocess.Popen(
            [sys.executable, "-m", WRITER, str(archive.folder), first, "churn", seconds],
            stdout=subprocess.PIPE,
            text=True,
        )
        for first in ("100000", "200000")
    ]
    readers = [
        subprocess.Popen([sys.executable, "-m", WRITER, str(archive.folder), "0", "watch", seconds])
        for _ in range(4)
    ]
    left = {int(pk) for writer in writers for pk in writer.communicate()[0].split()}
    assert [process.wait(SOAK_SECONDS + 90) for process in writers + readers] == [0] * 6
    assert len(left) > 2
    assert set(archive.ids(All())) == left | {document.pk for document in ARCHIVE}
    assert archive.damages() == []
