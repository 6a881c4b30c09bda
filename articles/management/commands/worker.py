"""``manage.py worker``: follow changes and run jobs until told to stop."""

from __future__ import annotations

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand

from articles import pipeline
from articles.pipeline import jobs


class Command(BaseCommand):
    help = (
        "Follow what changes in the archive (names, index) and run jobs, until SIGTERM or Ctrl+C. "
        "On PostgreSQL several workers, also on several machines, share the work; on SQLite one "
        "works and the others wait for it."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        pipeline.kinds.plan()
        worker = pipeline.Worker(stop)
        running = threading.Thread(target=jobs.run, args=(f"{worker.name}:jobs", stop))
        running.start()
        worker.run()
        running.join()
