"""Serves the archive: gunicorn for the pages, and one worker that follows every change."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

RESTART_AFTER = 5.0  # seconds until a worker that ended is started again


class Command(BaseCommand):
    help = "Serve the archive and work in the background. Stops with Ctrl+C or SIGTERM."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=1, help="processes that answer pages")
        parser.add_argument("--threads", type=int, default=4, help="threads of each of them")
        parser.add_argument(
            "--no-worker",
            action="store_true",
            help="start no worker: `manage.py worker` runs elsewhere",
        )
        parser.add_argument(
            "--check-only", action="store_true", help="only look whether the port is free"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        host, port = options["host"], options["port"]
        self.claim(host, port)
        if options["check_only"]:
            return
        address = f"http://{host}:{port}/"
        self.stdout.write(
            f"\nThe archive   {address}\nIts admin     {address}admin/\n(stop with Ctrl+C)\n"
        )
        self.stdout.flush()
        os.putenv("MALLOC_ARENA_MAX", settings.MALLOC_ARENA_MAX)
        os.putenv("WORKER_IN_WEB", "false")
        server = _server(options)
        if options["no_worker"]:
            os.execv(sys.executable, server)  # noqa: S606
        sys.exit(_Processes(server).run())

    def claim(self, host: str, port: int) -> None:
        """Fail with a remedy where the address cannot be listened on."""
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError as error:
                raise CommandError(
                    f"Port {port} of {host} cannot be used ({error.strerror}); "
                    f"stop what uses it or choose another: make run PORT={port + 1}"
                ) from error


def _server(options: dict[str, Any]) -> list[str]:
    return [
        *(sys.executable, "-m", "gunicorn", "newsarchive.wsgi:application"),
        *("--bind", f"{options['host']}:{options['port']}"),
        *("--workers", str(options["workers"]), "--threads", str(options["threads"])),
        *("--log-level", "warning"),
    ]


class _Processes:
    """The server and its worker: both end with this process, and a dead worker is replaced."""

    def __init__(self, server: list[str]) -> None:
        self._stopping = False
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        self._worker = self._start_worker()
        self._server = subprocess.Popen(server)  # noqa: S603

    def run(self) -> int:
        """Wait for the server to end; its exit status."""
        ended_at: float | None = None
        while True:
            try:
                status = self._server.wait(1.0)
                break
            except subprocess.TimeoutExpired:
                ended_at = self._look_after_worker(ended_at)
        self._worker.terminate()
        self._worker.wait()
        return 0 if self._stopping else status

    def _look_after_worker(self, ended_at: float | None) -> float | None:
        if self._stopping or self._worker.poll() is None:
            return None
        if ended_at is None:
            return time.monotonic()
        if time.monotonic() - ended_at >= RESTART_AFTER:
            self._worker = self._start_worker()
            return None
        return ended_at

    def _start_worker(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen([sys.executable, sys.argv[0], "worker"])  # noqa: S603

    def _stop(self, *_: object) -> None:
        self._stopping = True
        for process in (self._server, self._worker):
            if process.poll() is None:
                process.terminate()
