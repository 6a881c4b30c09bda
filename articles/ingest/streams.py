"""Input files as streams of records, never larger in memory than one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, NamedTuple

from articles.errors import DraftError, IngestError

LONGEST_RECORD = 10 * 1024 * 1024
"""Bytes of one line, one page, one entry of a feed. No news text comes near it."""

KEPT_OF_TOO_LONG = 1000
BOM = b"\xef\xbb\xbf"


@dataclass
class Input:
    """One open file, for a reader.

    ``stream`` gives its bytes unpacked, ``skip`` is the number of records that an
    interrupted run has already dealt with, ``source`` the name that the curator gave.
    """

    path: Path
    stream: BinaryIO
    skip: int = 0
    source: str = ""

    def whole(self) -> bytes:
        """All of a file that is one record. Raises IngestError when it is too large."""
        content = self.stream.read(LONGEST_RECORD + 1)
        if len(content) > LONGEST_RECORD:
            raise IngestError(f"فایل {self.path} برای یک صفحه بیش از حد بزرگ است.")
        return content


class Line(NamedTuple):
    """One physical line with its ending; ``number`` is counted from 1."""

    number: int
    content: bytes
    too_long: bool = False


def lines(stream: BinaryIO) -> Iterator[Line]:
    """The lines of ``stream``; of one that is too long only the beginning."""
    number = 0
    while content := stream.readline(LONGEST_RECORD + 1):
        number += 1
        if number == 1:
            content = content.removeprefix(BOM)
        if len(content) > LONGEST_RECORD and not content.endswith(b"\n"):
            _skip_line(stream)
            yield Line(number, content[:KEPT_OF_TOO_LONG], too_long=True)
        else:
            yield Line(number, content)


def _skip_line(stream: BinaryIO) -> None:
    while piece := stream.readline(1024 * 1024):
        if piece.endswith(b"\n"):
            return


def decode(content: bytes) -> str:
    """UTF-8 bytes as text. Raises DraftError when they are not UTF-8."""
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise DraftError(f"بایت {error.start + 1} با کدگذاری UTF-8 خوانده نمی‌شود.") from error
