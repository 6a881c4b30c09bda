import subprocess
import sys
import threading

import pytest
import whoosh.index
import whoosh.query

from articles.errors import EngineError
from articles.search.engines.base import EngineQuery
from articles.search.engines.whoosh import building, merging, tables
from articles.search.engines.whoosh import index as whoosh_index
from articles.search.engines.whoosh.index import WhooshIndex
from articles.search.tree import All
from tests.interleaving import stop_after, stop_before

from .contract import ARCHIVE, EngineContract, changing, document, word

WRITER = "tests.search.engines.writer"


class TestWhooshIndex(EngineContract):
    @pytest.fixture
    def engine(self, tmp_path):
        return WhooshIndex(tmp_path / "index")

    @pytest.fixture
    def stops(self, monkeypatch):
        """With the write lock held and everything computed."""
        stop_before(monkeypatch, tables.Writing, "commit")

    @pytest.fixture
    def stops_in_merges(self, stops, monkeypatch):
        stop_after(monkeypatch, merging, "write_merged")

    def test_a_merge_keeps_what_changes_meanwhile(self, engine, stops_in_merges):
        newer = changing(document(1, "newer", revision=8))
        workers = {"newer": newer, "merge": lambda engine: engine.merge(merging.everything)}
        self.in_every_order(engine, "newer", workers)

    def test_a_merge_keeps_what_is_removed_meanwhile(self, engine, stops_in_merges):
        removal = changing(removed={1: 8})
        workers = {"removal": removal, "merge": lambda engine: engine.merge(merging.everything)}
        self.in_every_order(engine, "", workers)

    def test_whoosh_itself_can_read_the_index(self, archive):
        with whoosh.index.open_dir(str(archive.folder)).searcher() as searcher:
            assert searcher.doc_count() == len(ARCHIVE)
            assert len(searcher.search(whoosh.query.Term("body", "city"))) == 3
            assert len(searcher.search(whoosh.query.Phrase("body", ["strong", "quake"]))) == 1

    def test_another_process_sees_a_commit(self, archive):
        WhooshIndex(archive.folder).update([document(6, "seen")])
        assert archive.count() == 6
        assert self.found(archive, word("seen")) == [6]

    def test_writers_of_several_processes_queue_and_lose_nothing(self, archive):
        writers = [
            subprocess.Popen([sys.executable, "-m", WRITER, str(archive.folder), first, "ten"])
            for first in ("100", "200", "300")
        ]
        assert [writer.wait(60) for writer in writers] == [0, 0, 0]
        assert archive.count() == len(ARCHIVE) + 30

    def test_segments_are_merged_in_the_background(self, archive):
        for pk in range(10, 80):
            archive.update([document(pk, body="merged")])
        archive.wait_for_merges()
        archive.merge()
        assert len(list(archive.folder.glob("*.arr"))) < 16
        assert sorted(archive.ids(word("merged"))) == list(range(10, 80))

    def test_a_build_is_one_segment_before_readers_see_it(self, archive, monkeypatch):
        monkeypatch.setattr(building, "WIDEST", 3)
        seen: list[int] = []
        swap_in = whoosh_index.WhooshBuild._swap_in

        def look(build, work):
            swap_in(build, work)
            seen.append(len(list(archive.folder.glob("*.arr"))))

        monkeypatch.setattr(whoosh_index.WhooshBuild, "_swap_in", look)
        with archive.building({}) as build:
            for first in range(100, 122, 2):
                archive.add_to_build([document(pk, f"n{pk}") for pk in (first, first + 1)])
            build.finish(lambda ids: [])
        assert seen == [1]
        assert sorted(archive.ids(All())) == list(range(100, 122))
        assert archive.damages() == []

    def test_what_is_written_and_removed_during_a_merge_stays_so(self, archive, monkeypatch):
        for pk in range(10, 16):
            archive.update([document(pk, body="merged")])
        run = merging.Merge.run

        def while_others_write(folder, opened):
            merge = run(folder, opened)
            other = WhooshIndex(folder)
            other.update([document(11, body="replaced")], removed=[12])
            assert other.ids(word("replaced")) == [11]  # nobody waits for the merge
            return merge

        monkeypatch.setattr(merging.Merge, "run", while_others_write)
        archive.update([document(16, body="merged")])
        archive.wait_for_merges()
        assert sorted(archive.ids(word("merged"))) == [10, *range(13, 17)]
        assert archive.ids(word("replaced")) == [11]
        assert len(list(archive.folder.glob("*.arr"))) <= 3

    def test_a_merge_of_what_a_build_took_away_changes_nothing(self, archive, monkeypatch):
        run = merging.Merge.run

        def while_built(folder, opened):
            merge = run(folder, opened)
            with archive.building({}) as build:
                archive.add_to_build([document(1, body="built")])
                build.finish(lambda ids: [])
            return merge

        for pk in range(10, 16):
            archive.update([document(pk, body="merged")])
        monkeypatch.setattr(merging.Merge, "run", while_built)
        archive.update([document(16, body="merged")])
        archive.wait_for_merges()
        assert archive.ids(All()) == [1]
        assert archive.damages() == []

    def test_a_reader_whom_commits_overtake_looks_again(self, archive, monkeypatch):
        """Each time it has read the table of contents another commit takes the files away."""
        reader = WhooshIndex(archive.folder)
        opened = WhooshIndex._opened
        overtaken = iter(range(100, 130))

        def overtake(index, storage, parts):
            if index is reader and (pk := next(overtaken, None)) is not None:
                everyone = archive.ids(All())
                archive.update([document(each, "again") for each in (*everyone, pk)])
                archive.wait_for_merges()
            return opened(index, storage, parts)

        monkeypatch.setattr(WhooshIndex, "_opened", overtake)
        assert len(reader.ids(All())) == 5 + 30

    def test_threads_may_search_while_another_writes(self, archive):
        failures: list[Exception] = []
        done = threading.Event()

        def read() -> None:
            while not done.is_set():
                try:
                    assert archive.search(EngineQuery(tree=All((word("the"),)))).total >= 4
                except Exception as error:
                    failures.append(error)

        readers = [threading.Thread(target=read) for _ in range(3)]
        for reader in readers:
            reader.start()
        for pk in range(10, 30):
            archive.update([document(pk, body="the end")])
        done.set()
        for reader in readers:
            reader.join()
        assert failures == []

    def test_a_damaged_index_says_how_to_mend_it(self, archive):
        for path in archive.folder.glob("*.toc"):
            path.write_bytes(b"not a table of contents")
        with pytest.raises(EngineError, match="rebuild_index"):
            WhooshIndex(archive.folder).search(EngineQuery())

    def test_creating_mends_a_damaged_index(self, archive):
        for path in archive.folder.iterdir():
            path.write_bytes(b"rubbish")
        mended = WhooshIndex(archive.folder)
        mended.create({})
        mended.update(ARCHIVE)
        assert mended.count() == len(ARCHIVE)

    def test_a_failed_update_leaves_the_index_as_it_was(self, archive):
        with pytest.raises(ZeroDivisionError):
            archive.update(broken() for _ in range(1))
        assert archive.count() == len(ARCHIVE)
        archive.update([document(6, "after")])
        assert self.found(archive, word("after")) == [6]


def broken():
    return 1 / 0
