"""Named NumPy arrays in one file, read through a memory map and guarded by checksums.

Layout: a magic word, the arrays one after the other at multiples of 8 bytes, a JSON
directory (name -> type, offset, count, CRC-32), and a trailer with the directory's length
and CRC-32. Opening reads the directory only; ``verify`` reads everything.
"""

from __future__ import annotations

import json
import mmap
import os
import struct
import weakref
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import numpy.typing as npt

MAGIC = b"PNARRAY1"
ALIGNMENT = 8
READ_ONLY = 0o444
TRAILER = struct.Struct("<QI")  # length and CRC-32 of the directory

Array = npt.NDArray[Any]


class DamagedFileError(ValueError):
    """The file is cut short, altered, or not one of ours."""


def write_arrays(path: Path, arrays: Mapping[str, Array]) -> None:
    """Write ``arrays`` (one-dimensional) to ``path`` and see it on the disk.

    What cannot be written in full is taken away again: a full disk needs the room.
    """
    try:
        with path.open("xb") as file:
            _write(file, arrays)
    except FileExistsError:
        raise
    except OSError:
        path.unlink(missing_ok=True)
        raise


def _write(file: BinaryIO, arrays: Mapping[str, Array]) -> None:
    file.write(MAGIC)
    directory = {name: _write_array(file, array) for name, array in arrays.items()}
    encoded = json.dumps(directory).encode("ascii")
    file.write(encoded)
    file.write(TRAILER.pack(len(encoded), zlib.crc32(encoded)))
    file.flush()
    os.fchmod(file.fileno(), READ_ONLY)
    os.fsync(file.fileno())


def _write_array(file: BinaryIO, array: Array) -> tuple[str, int, int, int]:
    file.write(b"\0" * (-file.tell() % ALIGNMENT))
    offset = file.tell()
    data = array.tobytes()
    file.write(data)
    return array.dtype.str, offset, array.size, zlib.crc32(data)


class Original:
    """A mapped file as it was when it was opened.

    Ours are written once and never again, and read-only. Whoever cuts one in place takes
    away what is mapped, and touching that kills the process, so ask before touching.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor = os.open(path, os.O_RDONLY)
        weakref.finalize(self, os.close, self._descriptor)
        self._state = self._look()

    def check(self) -> None:
        """Raise DamagedFileError when the file was changed since."""
        if self._look() != self._state:
            raise DamagedFileError(f"{self._path.name} was overwritten")

    def _look(self) -> tuple[int, int]:
        found = os.fstat(self._descriptor)
        return found.st_size, found.st_mtime_ns


def packed(numbers: Iterable[int], kind: type) -> Array:
    """The numbers as an array of this integer type; OverflowError when one does not fit."""
    wide = np.fromiter(numbers, np.int64)
    limits: np.iinfo[Any] = np.iinfo(kind)
    if len(wide) and not limits.min <= wide.min() <= wide.max() <= limits.max:
        raise OverflowError(f"a number is too large for {limits.dtype}")
    return wide.astype(kind)


def ends_of(counts: Iterable[int] | npt.NDArray[Any]) -> Array:
    """Where each of several stretches ends that follow each other with these lengths.

    32 bits a number where that is enough, else 64.
    """
    ends = np.cumsum(np.fromiter(counts, np.int64))
    small = not len(ends) or ends[-1] <= np.iinfo(np.uint32).max
    return ends.astype(np.uint32 if small else np.uint64)


def narrowed(numbers: Array) -> Array:
    """The same numbers, none negative, in the smallest unsigned type that holds them."""
    return numbers.astype(np.min_scalar_type(int(numbers.max()) if len(numbers) else 0))


def check_ends(name: str, ends: Array, total: int) -> None:
    """Raise DamagedFileError unless ``ends`` ascend up to ``total``."""
    last = int(ends[-1]) if len(ends) else 0
    if last != total or (np.diff(ends.astype(np.int64), prepend=0) < 0).any():
        raise DamagedFileError(f"{name} does not end at {total} but at {last}")


def open_arrays(path: Path) -> dict[str, Array]:
    """The arrays of a file, as read-only views of a memory map."""
    mapped, directory = _map(path)
    return {
        name: _view(mapped, kind, offset, count)
        for name, (kind, offset, count, _) in directory.items()
    }


def verify(path: Path) -> None:
    """Read the whole file; DamagedFileError when any array is not what was written."""
    mapped, directory = _map(path)
    for name, (kind, offset, count, checksum) in directory.items():
        if zlib.crc32(_view(mapped, kind, offset, count).tobytes()) != checksum:
            raise DamagedFileError(f"{path.name}: {name} is damaged")


def _view(mapped: mmap.mmap, kind: str, offset: int, count: int) -> Array:
    if not count:
        return np.empty(0, np.dtype(kind))
    return np.frombuffer(mapped, np.dtype(kind), count, offset)


def _map(path: Path) -> tuple[mmap.mmap, dict[str, tuple[str, int, int, int]]]:
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        if size < len(MAGIC) + TRAILER.size:
            raise DamagedFileError(f"{path.name} is cut short")
        mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    length, checksum = TRAILER.unpack_from(mapped, size - TRAILER.size)
    encoded = mapped[max(0, size - TRAILER.size - length) : size - TRAILER.size]
    if mapped[: len(MAGIC)] != MAGIC or zlib.crc32(encoded) != checksum:
        raise DamagedFileError(f"{path.name} is damaged")
    return mapped, json.loads(encoded)
