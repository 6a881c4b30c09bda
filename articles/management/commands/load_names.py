"""``manage.py load_names FILE…``: curated names from JSON Lines or CSV."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from articles import pipeline
from articles.errors import ArchiveError
from articles.recognition.names import Report, import_names, read_names


class Command(BaseCommand):
    help = "Add curated names from .jsonl or .csv files; what curators wrote stays."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument(
            "--apply",
            action="store_true",
            help="look for the names in every article of the archive afterwards",
        )

    def handle(self, *, files: list[Path], apply: bool, **options: Any) -> None:
        for path in files:
            try:
                # The whole archive is searched once at the end, not once for each name.
                with pipeline.deferred():
                    report = import_names(read_names(path))
            except ArchiveError as error:
                raise CommandError(str(error)) from error
            self._print(path, report)
        if apply:
            call_command("recognise", stdout=self.stdout, stderr=self.stderr)
        else:
            self.stdout.write("To find these names in the articles: manage.py recognise")

    def _print(self, path: Path, report: Report) -> None:
        for reject in report.rejected:
            self.stderr.write(f"{path.name}:{reject.line}: {reject.reason}")
        self.stdout.write(
            f"{path.name}: {report.created} created, {report.updated} updated, "
            f"{report.unchanged} unchanged, {len(report.rejected)} rejected"
        )
