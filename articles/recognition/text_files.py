"""Text files that a user names: read line by line, and what is wrong with them said in Persian."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from articles.errors import RecognitionError


def lines_of(path: Path) -> Iterator[str]:
    """The lines of a UTF-8 file, gzipped (``.gz``) or not. Raises RecognitionError."""
    openly = gzip.open if path.suffix == ".gz" else open
    with explained(path), openly(path, "rt", encoding="utf-8-sig") as lines:
        yield from lines


@contextmanager
def explained(name: Path | str) -> Iterator[None]:
    """Turns what goes wrong while the text ``name`` is read into a RecognitionError."""
    try:
        yield
    except UnicodeDecodeError as error:
        raise RecognitionError(
            f"«{name}» متن UTF-8 نیست؛ آن را با UTF-8 ذخیره کنید و دوباره بدهید."
        ) from error
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise RecognitionError(
            f"فایل فشردهٔ «{name}» ناقص یا خراب است؛ آن را دوباره بسازید."
        ) from error
    except FileNotFoundError as error:
        raise RecognitionError(f"«{name}» خوانده نشد: چنین فایلی وجود ندارد.") from error
    except OSError as error:
        raise RecognitionError(f"«{name}» خوانده نشد ({error.strerror}).") from error
