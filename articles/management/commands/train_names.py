"""``manage.py train_names``: teach the tagger of unknown names from tagged texts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from articles.errors import RecognitionError
from articles.models import Article
from articles.persian.characters import persian_digits
from articles.recognition import crf, recogniser, teaching
from articles.recognition.composed import text as sentences_from_patterns
from articles.recognition.tagged_tokens import Tagged

DISTANT_WEIGHT = 3  # the archive's news is what the model will read; tagged files may be other text


class Command(BaseCommand):
    help = "مدل نام‌های ناشناخته را از پرونده‌های BIO یا از تصمیم‌های نام‌بانان می‌سازد."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "files",
            nargs="*",
            type=Path,
            metavar="FILE",
            help="پرونده‌ای با «واژه، جهش، برچسب» در هر سطر و سطری خالی پس از هر جمله",
        )
        parser.add_argument(
            "--from-archive",
            action="store_true",
            help="از یادکردهای تأییدشده و ردشدهٔ همین بایگانی هم می‌آموزد",
        )
        parser.add_argument(
            "--distant",
            action="store_true",
            help="خبرهای بایگانی را هم، با برچسب فهرست نام‌ها و قاعده‌ها، درس می‌گیرد",
        )
        parser.add_argument(
            "--composed",
            action="store_true",
            help="جمله‌های خبری ساختگی را هم درس می‌گیرد",
        )
        parser.add_argument(
            "--with-heads",
            action="store_true",
            help="«استان» و «دانشگاه» را در برچسب پرونده‌ها جزو نام می‌گیرد",
        )
        parser.add_argument(
            "--output",
            type=Path,
            default=Path(settings.DATA_DIR) / "names.crfsuite",
            metavar="PATH",
            help="جای مدل؛ پیش‌فرض: names.crfsuite در پوشهٔ داده‌ها",
        )

    def handle(self, *, output: Path, **options: Any) -> None:
        try:
            texts = list(_texts(**options))
            figures = crf.train(texts, output)
        except (RecognitionError, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(persian_digits(_report(figures)))
        self.stdout.write(f"مدل: {output}")


def _texts(
    *,
    files: list[Path],
    with_heads: bool,
    from_archive: bool,
    distant: bool,
    composed: bool,
    **_: Any,
) -> Iterator[list[Tagged]]:
    for path in files:
        for text in teaching.file_texts(path):
            yield teaching.with_heads(text) if with_heads else text
    if from_archive:
        yield from teaching.archive_texts()
    if composed:
        yield sentences_from_patterns()
    if distant:
        articles = Article.objects.order_by("pk").iterator(chunk_size=500)
        texts = (article.texts() for article in articles)
        yield from list(teaching.distant_texts(texts, recogniser.current())) * DISTANT_WEIGHT


def _report(figures: crf.Figures) -> str:
    names = "، ".join(f"{tag} {count}" for tag, count in figures.names.items())
    return (
        f"{figures.sentences} جمله با {figures.tokens} واژه؛ نام‌ها: {names}؛ "
        f"{figures.weights} وزن، {figures.size // 1024} کیلوبایت، {figures.seconds:.0f} ثانیه."
    )
