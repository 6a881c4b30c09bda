"""``manage.py recognise``: find names in the archive, known and unknown, or in a token file."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from articles import pipeline
from articles.errors import ArchiveError, EngineError
from articles.files import explained, lines_of
from articles.management.progress import progress
from articles.models import Article
from articles.recognition import proposals, recogniser, storing
from articles.recognition.conll import tag_lines
from articles.recognition.crf import NameTagger
from articles.recognition.reading import ArticleReading
from articles.recognition.recogniser import Recogniser
from articles.recognition.workers import Readers, tagger, workers_for

BATCH = 100  # articles read at once by a process, and stored in one transaction


class Command(BaseCommand):
    help = "Find the known names in every article, or tag the tokens of a file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--since", type=int, default=0, metavar="ID", help="start at the article with this id"
        )
        parser.add_argument(
            "--conll",
            metavar="FILE",
            help="tag this file of one token a line; - is standard input",
        )
        parser.add_argument(
            "--suggest",
            action="store_true",
            help="also find unknown names, for the review queue",
        )
        parser.add_argument(
            "--model",
            type=Path,
            metavar="FILE",
            help="a model made by train_names, in place of the shipped one",
        )
        parser.add_argument(
            "--workers",
            type=int,
            default=None,
            metavar="N",
            help="number of processes; by default one a core for large archives",
        )

    def handle(
        self,
        *,
        since: int,
        conll: str | None,
        suggest: bool,
        model: Path | None,
        workers: int | None,
        **options: Any,
    ) -> None:
        try:
            if conll is not None:
                self._tag(conll, tagger(model))
            else:
                self._recognise(since, suggest, model, workers)
        except ArchiveError as error:
            raise CommandError(str(error)) from error

    def _tag(self, path: str, names_tagger: NameTagger) -> None:
        names = recogniser.current()
        for line in tag_lines(_lines(path), names, names_tagger):
            self.stdout.write(line)

    def _recognise(
        self, since: int, suggest: bool, model: Path | None, workers: int | None
    ) -> None:
        total = Article.objects.filter(pk__gte=since).count()
        workers = workers_for(total, workers)
        seen = changed = 0
        with (
            Readers(suggests=suggest, model=model, workers=workers) as readers,
            tqdm(total=total, unit="article", desc="names") as bar,
        ):
            for batch in readers.read_ahead(_batches(since), recogniser.current):
                changed += _renew(batch, readers.names)
                seen += len(batch)
                bar.update(len(batch))
        self.stdout.write(f"articles read: {seen}; with changed names: {changed}")
        self._propose()
        self._index()

    def _propose(self) -> None:
        with progress("proposals", unit="name") as report:
            waiting = proposals.refresh(report)
        self.stdout.write(f"proposals that wait for curators: {waiting}")

    def _index(self) -> None:
        try:
            with progress("indexing") as report:
                pipeline.catch_up(report)
        except EngineError as error:
            raise CommandError(str(error)) from error


def _lines(path: str) -> Iterator[str]:
    if path != "-":
        yield from lines_of(Path(path))
        return
    with explained("ورودی استاندارد"):
        yield from sys.stdin


def _batches(since: int) -> Iterator[list[Article]]:
    """The articles from this key on, by key: no cursor stays open while rows are written."""
    fields = ("pk", *Article.TEXT_FIELDS)
    first = since
    while batch := list(Article.objects.filter(pk__gte=first).order_by("pk").only(*fields)[:BATCH]):
        yield batch
        first = batch[-1].pk + 1


def _renew(batch: list[ArticleReading], names: Recogniser) -> int:
    """Store what was read, and note what changed; of how many articles the names did."""
    with pipeline.deferred():
        return len(storing.store(batch, names, noting=True).changed)
