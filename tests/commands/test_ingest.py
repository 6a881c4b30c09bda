import json
import os
import signal
import subprocess
import sys
import time
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from articles.models import Article, PendingArticle
from articles.search import archive
from articles.search.request import SearchRequest

PROJECT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def news(tmp_path):
    def write(count, name="news.jsonl", **fields):
        path = tmp_path / "in" / name
        path.parent.mkdir(exist_ok=True)
        records = (
            {"id": f"{name}-{n}", "title": f"لایروبی تالاب شمارهٔ {name} {n}", "source": "آزمون"}
            for n in range(count)
        )
        lines = [json.dumps(record | fields, ensure_ascii=False) for record in records]
        path.write_text("\n".join(lines), encoding="utf-8")
        return path

    return write


@pytest.fixture
def ingest(transactional_db):
    """Run the command; its exit code, what it printed and what it complained of."""

    def run(*arguments):
        out, err = StringIO(), StringIO()
        try:
            call_command("ingest", *map(str, arguments), stdout=out, stderr=err)
        except SystemExit as leave:
            return leave.code, out.getvalue(), err.getvalue()
        return 0, out.getvalue(), err.getvalue()

    return run


def test_articles_are_searchable_when_the_command_returns(ingest, news):
    code, _, _ = ingest(news(3))
    assert code == 0
    assert archive.search(SearchRequest(q="لایروبی تالاب‌ها")).total == 3
    assert not PendingArticle.objects.exists()


def test_counts_are_printed_for_each_file_and_in_total(ingest, news):
    news(3, "a.jsonl")
    _, out, _ = ingest(news(2, "b.jsonl").parent)
    rows = {line.split()[0]: line.split()[1:6] for line in out.splitlines()}
    assert rows["a.jsonl"] == ["3", "0", "0", "0", "0"]
    assert rows["total"] == ["5", "0", "0", "0", "0"]
    _, out, _ = ingest(news(2, "b.jsonl").parent)
    assert out.splitlines()[-1].split()[:6] == ["total", "0", "0", "5", "0", "0"]


def test_a_missing_path_is_named_and_the_others_are_imported(ingest, news):
    code, _, err = ingest("/nowhere/news.csv", news(1))
    assert code == 1
    assert "/nowhere/news.csv" in err
    assert Article.objects.count() == 1


def test_a_file_that_cannot_be_read_is_named_and_the_others_are_imported(ingest, news):
    good = news(1)
    bad = good.with_name("a.csv")
    bad.write_text("x,y\n1,2\n")
    code, _, err = ingest(good.parent)
    assert code == 1
    assert "a.csv" in err
    assert Article.objects.count() == 1


def test_skipped_and_rejected_files_are_named(ingest, news):
    path = news(1, date="؟")
    (path.parent / "image.png").touch()
    code, out, _ = ingest(path.parent)
    assert code == 0
    assert "image.png" in out
    assert "news.jsonl.rejected.jsonl" in out


def test_format_and_source_can_be_given(ingest, news):
    path = news(1, source=None)
    renamed = path.rename(path.with_name("export"))
    ingest(renamed, "--format", "jsonl", "--source", "نام داده‌شده")
    assert Article.objects.get().source.name == "نام داده‌شده"


@pytest.mark.slow
def test_ctrl_c_finishes_the_batch_and_the_next_run_goes_on(tmp_path, news):
    environment = os.environ | {
        "DATA_DIR": str(tmp_path / "outside"),
        "DATABASE_URL": f"sqlite:///{tmp_path / 'outside.sqlite3'}",
        "DJANGO_SETTINGS_MODULE": "newsarchive.settings",
    }

    def start(*arguments):
        command = [sys.executable, "manage.py", *map(str, arguments)]
        return subprocess.Popen(
            command, cwd=PROJECT, env=environment, stdout=subprocess.PIPE, text=True
        )

    assert start("migrate", "-v0").wait() == 0
    path = news(30_000)
    process = start("ingest", path)
    journals = tmp_path / "outside" / "ingest"
    while process.poll() is None and not list(journals.glob("*.json")):
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    output, _ = process.communicate()
    assert process.returncode == 130
    assert "goes on where it stopped" in output
    created = int(output.splitlines()[-2].split()[1])
    assert 0 < created < 30_000
    assert json.loads(next(journals.glob("*.json")).read_text())["after"]["records"] == created
