"""`serve` for real: pages, one worker whatever the number of web processes, an end with both."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.slow


CHANGE = """
import django
django.setup()
from articles import pipeline
from articles.models import Article, Source
with pipeline.deferred():
    Article.objects.create(source=Source.objects.create(name="الف"), title="زلزله")
"""

WAITING = """
import django
django.setup()
from articles import pipeline
print(pipeline.waiting())
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def environment(tmp_path):
    kept = os.environ | {
        "DATA_DIR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "newsarchive.settings",
    }
    for name in ("DATABASE_URL", "WORKER_IN_WEB"):
        kept.pop(name, None)
    return kept


def manage(environment, *arguments):
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)


def children(pid: int) -> dict[int, str]:
    """Processes that this one started: number -> command line."""
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    return {
        int(child): Path(f"/proc/{child}/cmdline").read_bytes().replace(b"\0", b" ").decode()
        for child in found
    }


def wait_for(condition):
    for _ in range(600):
        if found := condition():
            return found
        time.sleep(0.1)
    raise AssertionError("waited for a minute")


@contextmanager
def served(environment, *arguments):
    assert manage(environment, "migrate", "--verbosity", "0").wait() == 0
    port = free_port()
    server = manage(environment, "serve", "--port", str(port), "--workers", "2", *arguments)

    def page():
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/about/", timeout=5) as answer:
                return answer.status
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return None

    try:
        wait_for(page)
        yield server
    finally:
        server.send_signal(signal.SIGTERM)
        assert server.wait(60) == 0


def workers(server) -> list[int]:
    return [pid for pid, line in children(server.pid).items() if line.endswith("worker ")]


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="reads /proc")
class TestServing:
    def test_two_web_processes_have_one_worker_which_follows_and_ends_with_them(self, environment):
        with served(environment) as server:
            (worker,) = workers(server)
            subprocess.run([sys.executable, "-c", CHANGE], cwd=ROOT, env=environment, check=True)

            def followed():
                said = subprocess.run(
                    [sys.executable, "-c", WAITING],
                    cwd=ROOT,
                    env=environment,
                    capture_output=True,
                    text=True,
                    check=True,
                )
                return said.stdout.strip() == "0"

            wait_for(followed)
        assert not Path(f"/proc/{worker}").exists()

    def test_a_worker_that_was_killed_is_replaced(self, environment):
        with served(environment) as server:
            (worker,) = workers(server)
            os.kill(worker, signal.SIGKILL)
            (after,) = wait_for(lambda: [pid for pid in workers(server) if pid != worker])
            assert after != worker

    def test_none_is_started_where_it_runs_elsewhere(self, environment):
        with served(environment, "--no-worker") as server:
            assert workers(server) == []
