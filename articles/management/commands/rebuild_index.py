"""Haystack's command, done our way: the new index is built beside the old one."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles.errors import EngineError
from articles.management.progress import progress
from articles.search import indexing


class Command(BaseCommand):
    help = "Build the search index anew and swap it in; readers keep the old one until then."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument(
            "--noinput",
            action="store_false",
            dest="interactive",
            help="as in Haystack's command; nothing is asked, for nothing is lost",
        )
        parser.add_argument(
            "-k", "--workers", type=int, default=None, help="processes (default: one a core)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        with progress("indexing") as report:
            try:
                count = indexing.rebuild(report, workers=options["workers"])
            except EngineError as error:
                raise CommandError(str(error)) from error
        self.stdout.write(f"{count} articles indexed")
