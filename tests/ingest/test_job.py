import gzip
import json
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection

from articles import files, ingest
from articles.errors import IngestError
from articles.ingest import job, streams
from articles.models import Article, Original, PendingArticle

PROJECT = Path(__file__).resolve().parent.parent.parent


def record(number, **fields):
    return {"id": str(number), "title": f"تیتر {number}", "body": "متن", "source": "آزمون"} | fields


@pytest.fixture
def stopping(monkeypatch):
    """A watcher that stops an import after so many records; batches of ten."""
    monkeypatch.setattr(job, "BATCH", 10)

    def watcher(records):
        asked = iter(range(records))
        return ingest.Watcher(stop=lambda: next(asked, None) is None)

    return watcher


def test_rejected_records_are_written_beside_the_input(jsonl, imported):
    path = jsonl(record(1), "{", record(2, date="؟"), record(3))
    result = imported(path)
    assert result.rejects == path.with_name("news.jsonl.rejected.jsonl")
    rejected = [json.loads(line) for line in result.rejects.read_text().splitlines()]
    assert [(entry["line"], bool(entry["reason"])) for entry in rejected] == [(2, True), (3, True)]
    assert rejected[0]["record"] == "{"


def test_the_file_of_rejected_records_goes_when_nothing_is_rejected(jsonl, imported):
    rejects = imported(jsonl("{")).rejects
    assert imported(jsonl(record(1))).rejects is None
    assert not rejects.exists()


def test_rejected_records_go_to_the_data_folder_when_the_input_cannot_be_written_beside(
    jsonl, imported, data_dir
):
    path = jsonl("{")
    # A folder of that name is in the way, even for the superuser.
    path.with_name("news.jsonl.rejected.jsonl").mkdir()
    assert imported(path).rejects.parent == data_dir / "rejected"


def test_an_interrupted_import_goes_on_where_it_stopped(jsonl, imported, stopping):
    path = jsonl("{", *(record(n) for n in range(60)), "{")
    first = imported(path, watcher=stopping(25))
    assert first.interrupted
    assert 0 < Article.objects.count() < 60
    second = imported(path)
    assert second.resumed == first.counts.total
    assert (second.counts.created, second.counts.rejected) == (60, 2)
    assert len(second.rejects.read_text().splitlines()) == 2
    assert imported(path).counts.unchanged == 60


def test_a_changed_file_is_read_from_the_beginning(jsonl, imported, stopping):
    imported(jsonl(*(record(n) for n in range(60))), watcher=stopping(25))
    result = imported(jsonl(*(record(n, body="نو") for n in range(60))))
    assert result.resumed == 0
    assert not Article.objects.exclude(body="نو").exists()


def test_progress_is_not_believed_when_the_database_was_emptied(jsonl, imported, stopping):
    path = jsonl(*(record(n) for n in range(60)))
    imported(path, watcher=stopping(25))
    Article.objects.all().delete()
    result = imported(path)
    assert (result.resumed, result.counts.created) == (0, 60)


def test_a_truncated_gzip_keeps_what_could_be_read(jsonl, imported):
    path = jsonl(*(record(n, body=os.urandom(500).hex()) for n in range(100)), name="n.jsonl.gz")
    path.write_bytes(path.read_bytes()[:-3000])
    result = imported(path)
    assert result.fault
    assert 0 < result.counts.created < 100


def test_a_decompression_bomb_is_stopped(tmp_path, imported, monkeypatch):
    monkeypatch.setattr(files, "HARMLESS_SIZE", 1_000_000)
    path = tmp_path / "bomb.jsonl.gz"
    path.write_bytes(gzip.compress(b"\n" * 30_000_000))
    assert "فشرده" in imported(path).fault


def test_a_page_of_absurd_size_is_a_fault(tmp_path, imported, monkeypatch):
    monkeypatch.setattr(streams, "LONGEST_RECORD", 1000)
    path = tmp_path / "page.html"
    path.write_text("x" * 2000)
    assert imported(path).fault


def test_nothing_of_a_batch_is_written_when_the_database_fails(jsonl, imported, monkeypatch):
    monkeypatch.setattr(job, "BATCH", 10)
    path = jsonl(*(record(n) for n in range(30)))
    with full_disk_at("15"), pytest.raises(IngestError, match="دیسک"):
        imported(path)
    assert (Article.objects.count(), Original.objects.count()) == (10, 10)
    assert PendingArticle.objects.count() == 10
    result = imported(path)
    assert (result.resumed, result.counts.created) == (10, 30)


@contextmanager
def full_disk_at(external_id):
    """The database says, as it does itself, that the disk is full when this article comes."""
    when = (
        f"BEFORE INSERT ON articles_article FOR EACH ROW WHEN (NEW.external_id = '{external_id}')"
    )
    if connection.vendor == "sqlite":
        make = f"""
            CREATE TRIGGER no_room {when} BEGIN
                SELECT RAISE(ABORT, 'database or disk is full');
            END
        """
        drop = "DROP TRIGGER no_room"
    else:
        make = f"""
            CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                RAISE 'could not extend file: No space left on device' USING ERRCODE = '53100';
            END $$;
            CREATE TRIGGER no_room {when} EXECUTE FUNCTION no_room();
        """
        drop = "DROP FUNCTION no_room CASCADE"
    with connection.cursor() as cursor:
        cursor.execute(make)
        yield
        cursor.execute(drop)


SCRIPT = """
import sys, django
django.setup()
from pathlib import Path
from articles import ingest, pipeline
from articles.ingest import job
job.BATCH = 20
with pipeline.deferred():
    [(path, format_)] = ingest.find([Path(sys.argv[1])]).files
    result = ingest.run(path, format_)
print(result.resumed, *vars(result.counts).values(), result.rejects.read_text().count("\\n"))
"""


@pytest.fixture
def outside(tmp_path):
    """Start Python on a database of its own, outside of the test's transaction."""
    environment = os.environ | {
        "DATA_DIR": str(tmp_path / "outside"),
        "DATABASE_URL": f"sqlite:///{tmp_path / 'outside.sqlite3'}",
        "DJANGO_SETTINGS_MODULE": "newsarchive.settings",
    }

    def start(*arguments):
        command = [sys.executable, *map(str, arguments)]
        return subprocess.Popen(
            command, cwd=PROJECT, env=environment, stdout=subprocess.PIPE, text=True
        )

    assert start("manage.py", "migrate", "-v0").wait() == 0
    return start


@pytest.mark.slow
def test_a_killed_import_ends_with_the_counts_of_an_uninterrupted_one(jsonl, outside, tmp_path):
    lines = [record(n) if n % 7 else "{" for n in range(6000)] + [
        record(1),
        record(6001, title="تیتر 1"),
    ]
    path = jsonl(*lines)
    journals = tmp_path / "outside" / "ingest"
    kills = 0
    for least in (1, 2000):
        process = outside("-c", SCRIPT, path)
        while process.poll() is None and _records(journals) <= least:
            time.sleep(0.005)
        process.send_signal(signal.SIGKILL)
        kills += process.wait() == -signal.SIGKILL
    assert kills == 2
    process = outside("-c", SCRIPT, path)
    output, _ = process.communicate()
    resumed, *counts = map(int, output.split())
    assert resumed > 2000
    # created, updated, unchanged, duplicate, rejected, kept and lines of the reject file
    assert counts == [5142, 0, 1, 1, 858, 0, 858]


def _records(journals):
    for path in journals.glob("*.json"):
        return json.loads(path.read_text())["before"]["records"]
    return 0
