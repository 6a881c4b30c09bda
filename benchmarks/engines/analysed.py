"""The articles analysed once, kept in files for all engines, and their words counted."""

from __future__ import annotations

import pickle
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from articles.persian.analyzer import Analyzer
from articles.search.documents import Prepared, make_document
from articles.search.engines.base import Document
from benchmarks.engines.news import NewsItem

BATCH = 1000
BOUNDARY = " q "  # between two fields, so that no phrase reaches across
LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Entry:
    """An article as the other engines get it: ASCII words that no tokeniser alters."""

    pk: int
    words: str
    source: int
    category: int
    published: int
    """Seconds since 1970; 0 when unknown."""
    month: int
    """Jalali yyyymm; 0 when unknown."""


@dataclass(slots=True)
class Batches:
    """Files of analysed articles in ``folder``; the first ``size / BATCH`` are a smaller set.

    ``seconds`` the analysis took on one core, ``raw_bytes`` the texts have, ``tokens``
    they hold: each by number of articles.
    """

    folder: Path
    paths: list[Path] = field(default_factory=list)
    seconds: dict[int, float] = field(default_factory=dict)
    raw_bytes: dict[int, int] = field(default_factory=dict)
    tokens: dict[int, int] = field(default_factory=dict)

    def first(self, size: int) -> list[Path]:
        return self.paths[: -(-size // BATCH)]


@lru_cache(maxsize=1 << 18)
def ascii_word(term: str) -> str:
    """``term`` in letters a to z, two for each of its own, so that prefixes stay prefixes."""
    return "".join(map(_letters, term))


def _letters(letter: str) -> str:
    code = ord(letter)
    if code < 0x80 or 0x600 <= code < 0x700:
        return _pair(code if code < 0x80 else code - 0x580)
    return "z" + _pair(code // 676 % 676) + _pair(code % 676)


def _pair(code: int) -> str:
    return LETTERS[code // 26] + LETTERS[code % 26]


def terms_of(text: str, persian: Analyzer) -> list[str]:
    """One term for each token: the first, which is what a plain word is looked up as."""
    return [token.terms[0] if token.terms else token.exact for token in persian.tokens(text)]


class Analysis:
    """Analyses articles into batches and remembers in which size each word is how frequent."""

    def __init__(self, folder: Path, persian: Analyzer) -> None:
        self.batches = Batches(folder)
        self._persian = persian
        self._sources: dict[str, int] = {}
        self._categories: dict[str, int] = {"": 0}

    def run(self, news: Sequence[NewsItem], sizes: Sequence[int]) -> Batches:
        """``sizes`` are rounded up to whole batches in what they index."""
        seconds, raw, tokens = 0.0, 0, 0
        for first in range(0, len(news), BATCH):
            part = news[first : first + BATCH]
            started = time.process_time()
            documents = [self._document(item) for item in part]
            seconds += time.process_time() - started
            entries = [self._entry(item, doc) for item, doc in zip(part, documents, strict=True)]
            raw += sum(item.raw_bytes for item in part)
            tokens += sum(entry.words.count(" ") + 1 for entry in entries)
            self._write(documents, entries)
            for size in sizes:
                if size <= first + len(part):
                    self.batches.seconds.setdefault(size, seconds)
                    self.batches.raw_bytes.setdefault(size, raw)
                    self.batches.tokens.setdefault(size, tokens)
        return self.batches

    def _write(self, documents: list[Document], entries: list[Entry]) -> None:
        path = self.batches.folder / f"{len(self.batches.paths):05}"
        path.with_suffix(".documents").write_bytes(pickle.dumps(documents))
        path.with_suffix(".entries").write_bytes(pickle.dumps(entries))
        self.batches.paths.append(path)

    def _document(self, item: NewsItem) -> Document:
        return make_document(
            Prepared(
                pk=item.pk,
                kicker="",
                title=item.title,
                lead=item.lead,
                body=item.body,
                source=self._sources.setdefault(item.source, len(self._sources) + 1),
                category=self._categories.setdefault(item.category, len(self._categories)),
                names=[],
                published=item.published,
            ),
            self._persian,
            revision=0,
            analysis=0,
        )

    def _entry(self, item: NewsItem, document: Document) -> Entry:
        texts = (terms_of(text, self._persian) for text in (item.title, item.lead, item.body))
        return Entry(
            pk=item.pk,
            words=BOUNDARY.join(" ".join(map(ascii_word, text)) for text in texts),
            source=document.source,
            category=document.category,
            published=int(item.published.timestamp()) if item.published else 0,
            month=document.month,
        )


def documents(path: Path) -> list[Document]:
    return pickle.loads(path.with_suffix(".documents").read_bytes())  # noqa: S301


def entries(path: Path) -> list[Entry]:
    return pickle.loads(path.with_suffix(".entries").read_bytes())  # noqa: S301


def frequencies(news: Sequence[NewsItem], persian: Analyzer) -> Counter[str]:
    """In how many articles each term stands."""
    counts: Counter[str] = Counter()
    for item in news:
        counts.update(set(terms_of("\n".join((item.title, item.lead, item.body)), persian)))
    return counts
