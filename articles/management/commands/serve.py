"""Serves the archive with gunicorn, after looking whether the port is free."""

from __future__ import annotations

import os
import socket
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "Serve the archive. The process becomes gunicorn."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=1)
        parser.add_argument("--threads", type=int, default=4)
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
        os.execv(  # noqa: S606
            sys.executable,
            [
                *(sys.executable, "-m", "gunicorn", "newsarchive.wsgi:application"),
                *("--bind", f"{host}:{port}"),
                *("--workers", str(options["workers"]), "--threads", str(options["threads"])),
                *("--log-level", "warning"),
            ],
        )

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
