"""``manage.py train_names``: teach the tagger of unknown names from tagged texts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from articles.errors import ArchiveError
from articles.files import lines_of
from articles.models import Article
from articles.persian.characters import persian_digits
from articles.recognition import crf, recogniser, teaching
from articles.recognition.composed import text as sentences_from_patterns
from articles.recognition.features import Classes, Knowledge
from articles.recognition.tagged_tokens import Tagged

DISTANT_WEIGHT = 3  # the archive's news is what the model will read; tagged files may be other text


class Command(BaseCommand):
    help = "مدل نام‌های ناشناخته را از فایل‌های BIO یا از تصمیم‌های ثبت‌شده می‌سازد."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "files",
            nargs="*",
            type=Path,
            metavar="FILE",
            help="فایلی با «واژه، جهش، برچسب» در هر سطر و سطری خالی پس از هر جمله",
        )
        parser.add_argument(
            "--from-archive",
            action="store_true",
            help="از اشاره‌های تأییدشده و ردشدهٔ همین بایگانی هم یاد می‌گیرد",
        )
        parser.add_argument(
            "--distant",
            action="store_true",
            help="خبرهای بایگانی را هم، با برچسب فهرست نام‌ها و قاعده‌ها، یاد می‌گیرد",
        )
        parser.add_argument(
            "--composed",
            action="store_true",
            help="جمله‌های خبری ساختگی را هم یاد می‌گیرد",
        )
        parser.add_argument(
            "--with-heads",
            action="store_true",
            help="«استان» و «دانشگاه» را در برچسب فایل‌ها جزو نام می‌گیرد",
        )
        parser.add_argument(
            "--classes-from-archive",
            action="store_true",
            help="رده‌های واژه‌ها را از خبرهای بایگانی می‌سازد، به‌جای رده‌های مدل همراه برنامه",
        )
        parser.add_argument(
            "--classes-from",
            nargs="+",
            type=Path,
            default=[],
            metavar="TEXT",
            help="رده‌های واژه‌ها را از این فایل‌های متن ساده هم می‌سازد (می‌توانند gzip باشند)",
        )
        parser.add_argument(
            "--names-from",
            nargs="+",
            type=Path,
            default=[],
            metavar="TEXT",
            help="مدل اول این متن‌های ساده را می‌خواند و نام‌هایی که پیدا می‌کند به مدل یاد می‌دهد؛ "
            "بدون آن، نام‌های مدل همراه برنامه به کار می‌روند",
        )
        parser.add_argument(
            "--output",
            type=Path,
            default=Path(settings.DATA_DIR) / "names.model",
            metavar="PATH",
            help="جای مدل؛ پیش‌فرض: names.model در پوشهٔ داده‌ها",
        )

    def handle(self, *, output: Path, **options: Any) -> None:
        try:
            texts = list(_texts(**options))
            figures = crf.train(texts, output, _knowledge(texts, **options))
        except (ArchiveError, OSError) as error:
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
        lessons = teaching.distant_texts(_articles(), recogniser.current())
        yield from list(lessons) * DISTANT_WEIGHT


def _articles() -> Iterator[dict[str, str]]:
    for article in Article.objects.order_by("pk").iterator(chunk_size=500):
        yield article.texts()


def _classes(*, classes_from_archive: bool, classes_from: list[Path], **_: Any) -> Classes:
    """The classes of words that the model shall know; without text those of the shipped one."""
    if not classes_from_archive and not classes_from:
        return crf.default_knowledge().classes
    texts = chain.from_iterable(map(lines_of, classes_from))
    if classes_from_archive:
        texts = chain(texts, (text for article in _articles() for text in article.values()))
    from articles.recognition import word_classes  # NumPy: only for those who learn classes

    return word_classes.learn(teaching.class_keys(texts))


def _knowledge(texts: list[list[Tagged]], *, names_from: list[Path], **options: Any) -> Knowledge:
    """What the model shall know of words: its classes, and as what a first model reads them."""
    classes = _classes(**options)
    if not names_from:
        return replace(crf.default_knowledge(), classes=classes)
    with TemporaryDirectory(prefix="archive-names-") as folder:
        path = Path(folder) / "first.model"
        crf.train(texts, path, Knowledge(classes))
        lines = chain.from_iterable(map(lines_of, names_from))
        census = teaching.census(lines, crf.NameTagger(path))
    return Knowledge(classes, census.roles(), census.phrases())


def _report(figures: crf.Figures) -> str:
    names = "، ".join(f"{tag} {count}" for tag, count in figures.names.items())
    return (
        f"{figures.sentences} جمله با {figures.tokens} واژه؛ نام‌ها: {names}؛ "
        f"{figures.weights} وزن، {figures.size // 1024} کیلوبایت، {figures.seconds:.0f} ثانیه."
    )
