import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError
from django.utils import timezone

from articles.models import DailyViews
from articles.views import counting
from articles.views.counting import ViewBuffer
from tests.factories import ArticleFactory

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parents[2]
READER = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"}

# A process that serves one reader and is killed a little later than views are written.
KILLED = """
import os, signal, sys, time
import django
django.setup()
from django.core.management import call_command
from django.test import Client
call_command("migrate", verbosity=0)
from articles.views import counting
from tests.factories import ArticleFactory
counting.FLUSH_SECONDS = 0.5
address = ArticleFactory(pk=7).get_absolute_url()
Client(headers={"User-Agent": sys.argv[1]}).get(address, headers={"Host": "127.0.0.1"})
time.sleep(2.5)
os.kill(os.getpid(), signal.SIGKILL)
"""


def total(article) -> int:
    article.refresh_from_db()
    return article.view_count


def test_several_processes_add_up():
    article = ArticleFactory()
    for times in (2, 3):
        buffer = ViewBuffer()
        for _ in range(times):
            buffer.add(article.pk)
        buffer.flush()
    assert total(article) == 5
    assert DailyViews.objects.get().count == 5
    assert DailyViews.objects.get().day == timezone.localdate()


def test_nothing_is_lost_while_the_database_is_busy(monkeypatch):
    article, buffer = ArticleFactory(), ViewBuffer()
    buffer.add(article.pk)
    with monkeypatch.context() as busy:
        busy.setattr(counting.DailyViews.objects, "add", _fail)
        buffer.flush()
    buffer.flush()
    assert total(article) == 1


def _fail(counts):
    raise DatabaseError


def test_an_article_deleted_in_between_does_not_take_the_others_with_it():
    gone, there = ArticleFactory.create_batch(2)
    buffer = ViewBuffer()
    buffer.add(gone.pk)
    buffer.add(there.pk)
    gone.delete()
    buffer.flush()
    assert total(there) == 1


def test_days_that_no_list_asks_for_are_dropped():
    article, buffer = ArticleFactory(), ViewBuffer()
    DailyViews.objects.add({(article.pk, timezone.localdate() - timedelta(days=40)): 7})
    DailyViews.objects.add({(article.pk, timezone.localdate() - timedelta(days=29)): 1})
    buffer.add(article.pk)
    buffer.flush()
    assert sorted(DailyViews.objects.values_list("count", flat=True)) == [1, 1]
    assert total(article) == 9


def test_the_day_is_the_one_of_tehran(monkeypatch):
    article, buffer = ArticleFactory(), ViewBuffer()
    monkeypatch.setattr(counting.timezone, "localdate", lambda: date(2026, 3, 21))
    buffer.add(article.pk)
    buffer.flush()
    assert DailyViews.objects.get().day == date(2026, 3, 21)


# --- processes that end ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def killed(tmp_path_factory) -> Path:
    """The data folder of a process that was killed while nobody asked for a page any more."""
    folder = tmp_path_factory.mktemp("counting")
    command = [sys.executable, "-c", KILLED, READER["User-Agent"]]
    run = subprocess.run(command, cwd=ROOT, env=environment(folder), timeout=60, check=False)
    assert run.returncode == -signal.SIGKILL
    return folder


def environment(folder: Path) -> dict[str, str]:
    settings = {"DJANGO_SETTINGS_MODULE": "newsarchive.settings", "DATA_DIR": str(folder)}
    return {
        name: value for name, value in os.environ.items() if name != "DJANGO_ALLOW_ASYNC_UNSAFE"
    } | settings


def views_in(folder: Path) -> int:
    with sqlite3.connect(folder / "archive.sqlite3") as database:
        return database.execute("SELECT view_count FROM articles_article WHERE id = 7").fetchone()[
            0
        ]


@pytest.mark.slow
def test_a_killed_process_has_written_what_was_counted_a_while_ago(killed):
    assert views_in(killed) >= 1


@pytest.mark.slow
def test_a_server_that_is_stopped_writes_what_it_counted(killed):
    before = views_in(killed)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "manage.py", "serve", "--port", str(port)],
        cwd=ROOT,
        env=environment(killed),
        stdout=subprocess.DEVNULL,
    )
    try:
        read(f"http://127.0.0.1:{port}/articles/7/")
        assert views_in(killed) == before
    finally:
        server.terminate()
        server.wait(timeout=30)
    assert views_in(killed) == before + 1


def read(address: str) -> None:
    """As soon as the server answers."""
    for _ in range(150):
        try:
            urllib.request.urlopen(urllib.request.Request(address, headers=READER)).close()
        except urllib.error.URLError:
            time.sleep(0.2)
        else:
            return
    pytest.fail(f"{address} does not answer")
