"""Compares the search index with the database, and mends it."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from articles import pipeline
from articles.errors import EngineError
from articles.models import PendingArticle
from articles.search import indexing


class Command(BaseCommand):
    help = "Say what is damaged, missing, stale or orphaned in the index. Exit 1 if anything is."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--repair", action="store_true", help="mend what was found")

    def handle(self, *args: Any, **options: Any) -> None:
        damages = indexing.damages()
        for damage in damages:
            self.stdout.write(f"damaged   {damage}")
        if damages:
            self.mend_by_rebuild(options["repair"])
            return
        try:
            found = indexing.compare()
        except EngineError as error:
            raise CommandError(str(error)) from error
        for label in ("missing", "stale", "orphaned"):
            self.stdout.write(f"{label:9} {len(getattr(found, label))}")
        if not found.all_ids():
            self.stdout.write("the index follows the database")
        elif options["repair"]:
            with pipeline.deferred():
                PendingArticle.objects.add(found.all_ids(), recognise=False)
            call_command("catch_up", stdout=self.stdout, stderr=self.stderr)
        else:
            self.stdout.write("mend it with: manage.py check_index --repair")
            sys.exit(1)

    def mend_by_rebuild(self, repair: bool) -> None:
        if not repair:
            self.stdout.write("mend it with: manage.py check_index --repair")
            sys.exit(1)
        call_command("rebuild_index", stdout=self.stdout, stderr=self.stderr)
