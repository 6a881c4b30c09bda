"""Works off every change of names and articles that the archive does not follow yet."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles import pipeline
from articles.errors import EngineError
from articles.management.progress import progress

SHOWN = 20


class Command(BaseCommand):
    help = "Look for the names that changed; recognise and index the articles concerned."

    def handle(self, *args: Any, **options: Any) -> None:
        with progress("catching up", unit="change") as report:
            try:
                count = pipeline.catch_up(report)
            except EngineError as error:
                raise CommandError(str(error)) from error
        self.stdout.write(f"{count} articles recognised and indexed")
        self._tell_of_those_set_aside()

    def _tell_of_those_set_aside(self) -> None:
        """Name what could not be followed; exit status 1 if there is any."""
        failed = pipeline.set_aside()
        for note in failed[:SHOWN]:
            self.stderr.write(f"set aside: {note._meta.model_name} {note}: {note.problem}")
        if failed:
            raise CommandError(
                f"{len(failed)} changes could not be followed; mend what the lines above say "
                "(or report it) and run `manage.py catch_up` again."
            )
