"""`make run`'s first steps, done for real in a folder of their own by another process."""

import os
import re
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

OF_TESTS = {"DJANGO_ALLOW_ASYNC_UNSAFE"}  # set while a browser runs in this process
ROOT = Path(__file__).resolve().parents[2]


def manage(data_dir: Path, *args: str, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *args],
        cwd=ROOT,
        env={
            **{name: value for name, value in os.environ.items() if name not in OF_TESTS},
            "DJANGO_SETTINGS_MODULE": "newsarchive.settings",
            "DATA_DIR": str(data_dir),
            **env,
        },
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture(scope="module")
def archive(tmp_path_factory) -> tuple[Path, str]:
    """A folder that was set up once, and what that printed."""
    folder = tmp_path_factory.mktemp("archive") / "data"
    done = manage(folder, "set_up")
    assert done.returncode == 0, done.stderr
    return folder, done.stdout


def ask(folder: Path, expression: str) -> str:
    imports = "from articles.models import *; from articles.search import archive, indexing"
    done = manage(folder, "shell", "--no-imports", "--command", f"{imports}; print({expression})")
    return done.stdout.strip()


def test_an_empty_folder_becomes_an_archive_with_its_demo_searchable(archive):
    folder, _ = archive
    assert int(ask(folder, "Article.objects.count()")) >= 60
    assert int(ask(folder, "Entity.objects.count()")) >= 300
    assert ask(folder, "Page.objects.count()") == "2"
    assert ask(folder, "PendingArticle.objects.count()") == "0"
    request = "__import__('articles.search.request', fromlist=['x']).SearchRequest"
    assert int(ask(folder, f"archive.search({request}(q='لاوروف')).total")) >= 1


def test_the_administrators_random_password_is_told_once(archive):
    folder, printed = archive
    password = re.search(r"password {2}(\S+)", printed).group(1)
    assert len(password) >= 12
    users = "__import__('django.contrib.auth', fromlist=['x']).get_user_model().objects"
    assert ask(folder, f"{users}.get().check_password({password!r})") == "True"
    assert "password" not in manage(folder, "set_up").stdout


def test_a_second_time_loses_nothing(archive):
    folder, _ = archive
    before = ask(folder, "Article.objects.count(), indexing.backend().engine.count()")
    assert manage(folder, "set_up").returncode == 0
    assert ask(folder, "Article.objects.count(), indexing.backend().engine.count()") == before


def test_a_lost_index_is_built_again(archive):
    folder, _ = archive
    for path in (folder / "index").iterdir():
        path.unlink()
    assert manage(folder, "set_up").returncode == 0
    assert int(ask(folder, "indexing.backend().engine.count()")) >= 60


def test_a_folder_that_cannot_be_made_is_one_clear_sentence(tmp_path):
    (tmp_path / "file").write_text("not a folder")
    done = manage(tmp_path / "file" / "data", "set_up")
    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1
    assert "DATA_DIR" in done.stderr


def test_a_taken_port_is_one_clear_sentence(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = manage(tmp_path, "serve", "--port", str(port), "--check-only")
    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1
    assert f"make run PORT={port + 1}" in done.stderr


def test_production_settings_pass_djangos_deployment_checks(tmp_path):
    done = manage(
        tmp_path, "check", "--deploy", "--fail-level", "WARNING", ALLOWED_HOSTS="news.example.org"
    )
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


def test_two_first_starts_at_once_make_one_archive(tmp_path):
    """Two replicas, or a hand that is too quick: the second waits and finds all done."""
    folder = tmp_path / "data"
    with ThreadPoolExecutor() as pool:
        runs = list(pool.map(lambda _: manage(folder, "set_up", "--no-demo"), range(2)))
    assert [run.returncode for run in runs] == [0, 0], [run.stderr for run in runs]
    assert sum("password" in run.stdout for run in runs) == 1
    assert ask(folder, "Page.objects.count()") == "2"
