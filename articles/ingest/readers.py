"""Which reader reads which file."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from articles.errors import IngestError
from articles.ingest import feeds, jsonl, page, plain, tables, warc
from articles.ingest.draft import Draft, Reject
from articles.ingest.rejects import SUFFIX as REJECTED_SUFFIX
from articles.ingest.streams import Input


@dataclass(frozen=True)
class Format:
    """A kind of file.

    ``pages``: its articles are pages, which name their site, and not records of a file.
    ``unpack`` is False where the reader unpacks gzip by itself.
    """

    name: str
    suffixes: tuple[str, ...]
    read: Callable[[Input], Iterator[Draft | Reject]]
    pages: bool = False
    unpack: bool = True


FORMATS = {
    known.name: known
    for known in (
        Format("jsonl", (".jsonl", ".ndjson"), jsonl.read),
        Format("csv", (".csv", ".tsv"), tables.read),
        Format("html", (".html", ".htm", ".xhtml"), page.read, pages=True),
        Format("plain", (".txt",), plain.read, pages=True),
        Format("xml", (".xml", ".rss", ".atom"), feeds.read),
        Format("warc", (".warc",), warc.read, pages=True, unpack=False),
    )
}


@dataclass
class Found:
    """The files to import with their formats, those that are none, those that are missing."""

    files: list[tuple[Path, Format]] = field(default_factory=list)
    skipped: list[Path] = field(default_factory=list)
    faults: list[IngestError] = field(default_factory=list)


def find(paths: Iterable[Path], format_name: str | None = None) -> Found:
    """The files that ``paths`` name, folders searched through in the order of names.

    A format that is given says how to read the files named, and picks those of its own
    kind out of folders.
    """
    found = Found()
    given = FORMATS[format_name] if format_name else None
    for path in paths:
        if path.is_dir():
            _add_folder(found, path, given)
        elif not path.exists():
            found.faults.append(IngestError(f"فایل یا پوشهٔ {path} پیدا نشد؛ نشانی را بررسی کنید."))
        elif chosen := given or format_of(path):
            found.files.append((path, chosen))
        else:
            found.faults.append(
                IngestError(
                    f"قالب فایل {path} از نامش مشخص نیست؛ آن را با --format مشخص کنید: "
                    f"{' '.join(FORMATS)}."
                )
            )
    return found


def _add_folder(found: Found, folder: Path, given: Format | None) -> None:
    for file in _files_below(folder):
        known = format_of(file)
        if known and given in (None, known):
            found.files.append((file, known))
        else:
            found.skipped.append(file)


def _files_below(folder: Path) -> Iterator[Path]:
    """Sorted; without hidden files and the ``…_files`` that browsers save beside a page."""
    for root, folders, names in os.walk(folder):
        pages = {Path(name).stem for name in names if format_of(Path(name)) is FORMATS["html"]}
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith(".") and name.removesuffix("_files") not in pages
        )
        yield from (Path(root, name) for name in sorted(names) if not name.startswith("."))


def format_of(path: Path) -> Format | None:
    """The format that the name of the file tells, ``.gz`` left aside."""
    name = path.name.lower().removesuffix(".gz")
    if name.endswith(REJECTED_SUFFIX):
        return None
    return next((known for known in FORMATS.values() if name.endswith(known.suffixes)), None)
