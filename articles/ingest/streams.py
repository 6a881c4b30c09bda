"""Input files as streams: unpacked when they are gzipped, never larger in memory than a record."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, NamedTuple

from articles.errors import DraftError, IngestError

LONGEST_RECORD = 10 * 1024 * 1024
"""Bytes of one line, one page, one entry of a feed. No news text comes near it."""

# Text shrinks by 3 to 20 times; more than this, past a size that does no harm, is an attack.
HARMLESS_SIZE = 512 * 1024 * 1024
HIGHEST_RATIO = 200

KEPT_OF_TOO_LONG = 1000
GZIP_MAGIC = b"\x1f\x8b"
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


@contextmanager
def opened(path: Path, *, unpack: bool = True) -> Iterator[tuple[BinaryIO, BinaryIO]]:
    """The file itself, whose ``tell`` shows the progress, and the stream of its content.

    Raises IngestError, also while reading, when the file cannot be read or unpacked.
    """
    try:
        file = path.open("rb")
    except OSError as error:
        raise IngestError(f"فایل {path} خوانده نمی‌شود: {error.strerror}.") from error
    with file:
        if unpack and file.peek(2)[:2] == GZIP_MAGIC:
            yield file, io.BufferedReader(_Unpacked(file))
        else:
            yield file, file


class _Unpacked(io.RawIOBase):
    """A gzip stream that stops at broken data and at decompression bombs."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._gzip = gzip.GzipFile(fileobj=file)
        self._size = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        try:
            count = self._gzip.readinto(buffer)
        except (EOFError, gzip.BadGzipFile, zlib.error) as error:
            raise IngestError("فایل فشرده ناقص یا خراب است؛ آن را دوباره تهیه کنید.") from error
        self._size += count
        if self._size > max(HARMLESS_SIZE, HIGHEST_RATIO * self._file.tell()):
            raise IngestError("محتوای فایل فشرده بیش از حد بزرگ است؛ ابتدا خودتان آن را باز کنید.")
        return count


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
