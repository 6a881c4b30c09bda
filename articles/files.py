"""Files that a person names, opened as bytes or as UTF-8 text, unpacked when they are gzipped.

The only place where the archive decides what is gzipped, by the first bytes, not by the name,
and what is too much to unpack. Every fault is a FileError.
"""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, TextIO

from articles.errors import FileError

# Text shrinks by 3 to 20 times; more than this, past a size that does no harm, is an attack.
HARMLESS_SIZE = 512 * 1024 * 1024
HIGHEST_RATIO = 200

GZIP_MAGIC = b"\x1f\x8b"


@contextmanager
def opened(path: Path, *, unpack: bool = True) -> Iterator[tuple[BinaryIO, BinaryIO]]:
    """The file itself, whose ``tell`` shows the progress, and the stream of its content.

    Raises FileError, also while reading, when the file cannot be opened or unpacked.
    """
    with explained(path):
        file = path.open("rb")
    with file:
        if unpack and file.peek(2)[:2] == GZIP_MAGIC:
            yield file, io.BufferedReader(_Unpacked(file))
        else:
            yield file, file


@contextmanager
def opened_text(path: Path, newline: str | None = None) -> Iterator[TextIO]:
    """The text of a UTF-8 file, with or without BOM; ``newline`` is that of `open`.

    Raises FileError, also while reading, when the file cannot be read as such.
    """
    with explained(path), opened(path) as (_, stream):
        yield io.TextIOWrapper(stream, encoding="utf-8-sig", newline=newline)


def lines_of(path: Path) -> Iterator[str]:
    """The lines of a UTF-8 file. Raises FileError."""
    with opened_text(path) as text:
        yield from text


@contextmanager
def explained(name: Path | str) -> Iterator[None]:
    """Turns what goes wrong while the text ``name`` is read into a FileError."""
    try:
        yield
    except UnicodeDecodeError as error:
        raise FileError(
            f"«{name}» متن UTF-8 نیست؛ آن را با UTF-8 ذخیره کنید و دوباره بدهید."
        ) from error
    except FileNotFoundError as error:
        raise FileError(f"«{name}» خوانده نشد: چنین فایلی وجود ندارد.") from error
    except OSError as error:
        raise FileError(f"«{name}» خوانده نشد ({error.strerror}).") from error


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
            raise FileError("فایل فشرده ناقص یا خراب است؛ آن را دوباره تهیه کنید.") from error
        self._size += count
        if self._size > max(HARMLESS_SIZE, HIGHEST_RATIO * self._file.tell()):
            raise FileError("محتوای فایل فشرده بیش از حد بزرگ است؛ ابتدا خودتان آن را باز کنید.")
        return count
