"""Compares the search index with the database, and the database with itself; mends both."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from articles import pipeline
from articles.errors import ArchiveError
from articles.models import PendingArticle, PendingWord
from articles.recognition import audit, proposals, suggestions
from articles.search import indexing

GOOD = "the index follows the database"
REMEDY = "mend it with: manage.py check_index --repair"


@dataclass(frozen=True, slots=True)
class Fault:
    """One kind of fault that was found ``count`` times, and what mends it.

    ``mend`` may note work, which is then done in one go.
    """

    label: str
    count: int
    mend: Callable[[], object]

    def __str__(self) -> str:
        return f"{self.label:13} {self.count}"


class Command(BaseCommand):
    help = (
        "Say what is damaged, missing, stale or orphaned in the index, and what in the database "
        "contradicts its texts. Exit 1 if anything is."
    )

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--repair", action="store_true", help="mend what was found")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            faults = self.told(self.found())
            if faults and options["repair"]:
                self.mend(faults)
                self.stdout.write("looking again")
                faults = self.told(self.found())
        except ArchiveError as error:
            raise CommandError(str(error)) from error
        if faults:
            if not options["repair"]:
                self.stdout.write(REMEDY)
            sys.exit(1)
        self.stdout.write(GOOD)

    def told(self, faults: Iterator[Fault]) -> list[Fault]:
        """Print every kind; those that were found."""
        found = []
        for fault in faults:
            self.stdout.write(str(fault))
            if fault.count:
                found.append(fault)
        return found

    def mend(self, faults: list[Fault]) -> None:
        with pipeline.deferred():
            for fault in faults:
                fault.mend()
        call_command("catch_up", stdout=self.stdout, stderr=self.stderr)

    def found(self) -> Iterator[Fault]:
        """Every kind of fault with how often it was found; where the index must be made anew
        nothing else is looked for in it."""
        unusable = self.damages() or self.outdated()
        if unusable:
            yield unusable
        else:
            yield from self.of_the_index()
        yield from of_the_database()

    def damages(self) -> Fault | None:
        damages = indexing.damages()
        for damage in damages:
            self.stdout.write(f"damaged       {damage}")
        return Fault("damaged", len(damages), self.rebuild) if damages else None

    def outdated(self) -> Fault | None:
        problem = indexing.problem()
        if problem and problem != indexing.OLDER_DATABASE:
            self.stdout.write(problem)
            return Fault("outdated", 1, self.rebuild)
        return None

    def of_the_index(self) -> Iterator[Fault]:
        ahead = indexing.problem() == indexing.OLDER_DATABASE
        yield Fault("ahead", int(ahead), indexing.follow_index)
        words = indexing.words_not_followed()
        yield Fault("words", len(words), lambda: PendingWord.objects.add(words))
        found = indexing.compare()
        for label in ("missing", "stale", "orphaned"):
            ids = getattr(found, label)
            yield Fault(label, len(ids), note(ids, recognise=False))

    def rebuild(self) -> None:
        call_command("rebuild_index", stdout=self.stdout, stderr=self.stderr)


def of_the_database() -> Iterator[Fault]:
    """What the database alone can show."""
    misplaced = set().union(*audit.misplaced())
    yield Fault("misplaced", len(misplaced), note(misplaced, recognise=True))
    speechless = audit.without_speaker()
    yield Fault("speakerless", len(speechless), note(speechless, recognise=True))
    yield Fault("suggestions", len(suggestions.audit()), suggestions.rebuild)
    yield Fault("proposals", len(proposals.audit()), proposals.refresh)


def note(ids: Any, *, recognise: bool) -> Callable[[], object]:
    return lambda: PendingArticle.objects.add(sorted(ids), recognise=recognise, bulk=True)
