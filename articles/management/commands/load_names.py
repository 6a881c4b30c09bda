"""``manage.py load_names FILE…``: curated names from JSON Lines or CSV."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from articles import pipeline
from articles.errors import IngestError
from articles.persian.characters import persian_digits
from articles.recognition.names import Report, import_names, read_names


class Command(BaseCommand):
    help = "نام‌های آماده را از پروندهٔ ‎.jsonl یا ‎.csv به بایگانی می‌افزاید."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument(
            "--apply",
            action="store_true",
            help="پس از آن، نام‌ها در همهٔ خبرهای بایگانی نیز جسته شوند.",
        )

    def handle(self, *, files: list[Path], apply: bool, **options: Any) -> None:
        for path in files:
            try:
                # The whole archive is searched once at the end, not once for each name.
                with pipeline.deferred():
                    report = import_names(read_names(path))
            except IngestError as error:
                raise CommandError(str(error)) from error
            self._print(path, report)
        if apply:
            call_command("recognise", stdout=self.stdout, stderr=self.stderr)
        else:
            self.stdout.write(
                "برای جستن این نام‌ها در خبرهای موجود، «manage.py recognise» را اجرا کنید."
            )

    def _print(self, path: Path, report: Report) -> None:
        for reject in report.rejected:
            line = persian_digits(reject.line)
            self.stderr.write(f"{path.name}، سطر {line}: {reject.reason}")
        counts = (
            f"{report.created} نام تازه، {report.updated} تکمیل‌شده، "
            f"{report.unchanged} بی‌تغییر، {len(report.rejected)} ردشده"
        )
        self.stdout.write(f"{path.name}: {persian_digits(counts)}")
