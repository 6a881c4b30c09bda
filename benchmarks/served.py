"""An archive in a folder of its own, served as `make run` serves it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.corpora import ROOT

START_SECONDS = 30
STOP_SECONDS = 10
MANAGE = str(ROOT / "manage.py")


@contextmanager
def served(environment: dict[str, str], port: int | None = None) -> Iterator[tuple[int, int]]:
    """The port and the process id of a server, which is stopped at the end.

    Raises ConnectionRefusedError when it does not answer within START_SECONDS.
    """
    port = port or _free_port()
    server = subprocess.Popen(
        [sys.executable, MANAGE, "serve", "--port", str(port)],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _await(port)
        yield port, server.pid
    finally:
        server.send_signal(signal.SIGTERM)
        try:
            server.wait(timeout=STOP_SECONDS)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


@contextmanager
def demo_environment(**more: str) -> Iterator[dict[str, str]]:
    """The environment of a fresh demo archive, static files collected; gone at the end."""
    with TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        environment = os.environ | {"DATA_DIR": str(data), "SEARCH_URL": str(data / "index")} | more
        environment.pop("DATABASE_URL", None)
        manage(environment, "set_up")
        manage(
            environment | {"COLLECT_STATIC": "1"}, "collectstatic", "--noinput", "--verbosity", "0"
        )
        yield environment


def manage(environment: dict[str, str], *arguments: str) -> None:
    """Run a command of the archive. Raises CalledProcessError when it fails."""
    subprocess.run(
        [sys.executable, MANAGE, *arguments],
        env=environment,
        check=True,
        stdout=subprocess.DEVNULL,
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _await(port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
        else:
            return
