"""CSV with ``,`` or ``;`` or a tab, the keys of ``records.KEYS`` in the header row."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from articles.errors import DraftError, IngestError
from articles.ingest import records
from articles.ingest.draft import Draft, Reject
from articles.ingest.streams import LONGEST_RECORD, Input, Line, decode, lines

MEDIA_TYPE = "text/csv"
DELIMITERS = ",;\t"

# The default of the csv module is shorter than some articles.
csv.field_size_limit(LONGEST_RECORD)


class Row(NamedTuple):
    """One logical row; ``fault`` says why it has no cells."""

    line: int
    original: bytes
    cells: list[str]
    fault: str = ""


def read(source: Input) -> Iterator[Draft | Reject]:
    """A Draft or a Reject for each row below the header.

    Raises IngestError when the header names neither a title nor a body.
    """
    physical = lines(source.stream)
    delimiter, names = _header(physical)
    for row in islice(_rows(physical, delimiter), source.skip, None):
        try:
            yield _draft(row, names)
        except DraftError as error:
            yield Reject(original=row.original, line=row.line, reason=str(error))


def _header(physical: Iterator[Line]) -> tuple[str, list[str]]:
    """The delimiter that yields most known names, and the names in lower case."""
    text = decode(next(physical, Line(0, b"")).content).rstrip("\r\n")
    candidates = [(mark, _names(text, mark)) for mark in DELIMITERS]
    delimiter, names = max(candidates, key=lambda found: len(records.KEYS.intersection(found[1])))
    if not {"title", "body"} & set(names):
        raise IngestError(
            "سطر اول باید نام ستون‌ها باشد و دست‌کم title یا body را داشته باشد؛ "
            f"نام‌های مجاز: {' '.join(sorted(records.KEYS))}."
        )
    return delimiter, names


def _names(text: str, delimiter: str) -> list[str]:
    return [name.strip().lower() for name in next(csv.reader([text], delimiter=delimiter), [])]


def _draft(row: Row, names: list[str]) -> Draft:
    if row.fault:
        raise DraftError(row.fault)
    if len(row.cells) != len(names):
        raise DraftError(f"این ردیف {len(row.cells)} ستون دارد، اما سرستون {len(names)} نام.")
    values = dict(zip(names, row.cells, strict=True))
    return records.draft(values, original=row.original, media_type=MEDIA_TYPE, line=row.line)


def _rows(physical: Iterator[Line], delimiter: str) -> Iterator[Row]:
    """Logical rows. A quoted cell may hold line breaks.

    A quotation mark that is never closed would swallow all that follows: then only the
    line where it stands is given up, and reading goes on with the next one.
    """
    waiting: deque[Line] = deque()
    while line := _next(waiting, physical):
        if not line.content.strip():
            continue
        taken: list[Line] = []
        waiting.appendleft(line)
        try:
            cells = next(
                csv.reader(_feed(waiting, physical, taken), delimiter=delimiter, strict=True)
            )
            yield Row(line.number, b"".join(part.content for part in taken).rstrip(b"\r\n"), cells)
        except (csv.Error, DraftError) as error:
            waiting.extendleft(reversed(taken[1:]))
            yield Row(line.number, line.content.rstrip(b"\r\n"), [], _fault(error))


def _next(waiting: deque[Line], physical: Iterator[Line]) -> Line | None:
    return waiting.popleft() if waiting else next(physical, None)


def _feed(waiting: deque[Line], physical: Iterator[Line], taken: list[Line]) -> Iterator[str]:
    """Lines for the csv module as it asks for them, noted in ``taken``."""
    size = 0
    while line := _next(waiting, physical):
        taken.append(line)
        size += len(line.content)
        if line.too_long or size > LONGEST_RECORD:
            raise DraftError("ردیف بیش از حد طولانی است.")
        yield decode(line.content)


def _fault(error: Exception) -> str:
    if isinstance(error, DraftError):
        return str(error)
    return f"ردیف CSV درست نیست؛ شاید گیومه‌ای بسته نشده است ({error})."
