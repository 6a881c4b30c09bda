"""Works off every change of names and articles that the archive does not follow yet."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles import pipeline
from articles.errors import EngineError
from articles.management.progress import progress


class Command(BaseCommand):
    help = "Look for the names that changed; recognise and index the articles concerned."

    def handle(self, *args: Any, **options: Any) -> None:
        with progress("catching up", unit="change") as report:
            try:
                count = pipeline.catch_up(report)
            except EngineError as error:
                raise CommandError(str(error)) from error
        self.stdout.write(f"{count} articles recognised and indexed")
