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
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import numpy.typing as npt

MAGIC = b"PNARRAY1"
ALIGNMENT = 8
READ_ONLY = 0o444
TRAILER = struct.Struct("<QI")  # length and CRC-32 of the directory

Array = npt.NDArray[Any]
_Directory = dict[str, tuple[str, int, int, int]]
"""Name -> type, offset, count and checksum."""


class DamagedFileError(ValueError):
    """The file is cut short, altered, or not one of ours."""


def write_arrays(path: Path, arrays: Mapping[str, Array]) -> None:
    """Write ``arrays`` (one-dimensional) to ``path`` and see it on the disk.

    What cannot be written in full is taken away again: a full disk needs the room.
    """
    with array_file(path) as file:
        for name, array in arrays.items():
            file.write(name, array)


@contextmanager
def array_file(path: Path) -> Iterator[ArrayFile]:
    """A new file of arrays, complete and on the disk at the end; no file if that fails."""
    with path.open("xb") as opened:
        try:
            file = ArrayFile(opened)
            yield file
            file.finish()
        except BaseException:
            path.unlink(missing_ok=True)
            raise


class ArrayFile:
    """A file of arrays in the making."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._file.write(MAGIC)
        self._end = len(MAGIC)
        self._arrays: dict[str, Filling] = {}

    def write(self, name: str, array: Array) -> None:
        self.reserve(name, array.dtype, array.size).append(array)

    def reserve(self, name: str, kind: np.dtype[Any], count: int) -> Filling:
        """Room for an array of ``count`` numbers, to be filled piece by piece.

        Several may be filled side by side. All must be full in the end.
        """
        offset = self._end + -self._end % ALIGNMENT
        self._end = offset + kind.itemsize * count
        self._arrays[name] = Filling(self._file, offset, kind, count)
        return self._arrays[name]

    def finish(self) -> None:
        for name, array in self._arrays.items():
            if array.missing:
                raise DamagedFileError(f"{name} lacks {array.missing} numbers")
        directory = {name: array.entry() for name, array in self._arrays.items()}
        encoded = json.dumps(directory).encode("ascii")
        self._file.seek(self._end)
        self._file.write(encoded)
        self._file.write(TRAILER.pack(len(encoded), zlib.crc32(encoded)))
        self._file.flush()
        os.fchmod(self._file.fileno(), READ_ONLY)
        os.fsync(self._file.fileno())


class Filling:
    """An array with its place in the file, which is filled in ascending order."""

    def __init__(self, file: BinaryIO, offset: int, kind: np.dtype[Any], count: int) -> None:
        self._file = file
        self._offset = offset
        self._kind = kind
        self._count = count
        self._checksum = 0
        self.missing = count

    def append(self, numbers: Array) -> None:
        """Write the next ``numbers``, which the type must hold."""
        if len(numbers) > self.missing:
            raise DamagedFileError(f"{len(numbers) - self.missing} numbers too many")
        data = np.ascontiguousarray(numbers, self._kind).data
        done = self._count - self.missing
        self._file.seek(self._offset + done * self._kind.itemsize)
        self._file.write(data)
        self._checksum = zlib.crc32(data, self._checksum)
        self.missing -= len(numbers)

    def entry(self) -> tuple[str, int, int, int]:
        """Type, offset, count and checksum for the file's directory."""
        return self._kind.str, self._offset, self._count, self._checksum


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
        self._mapped, self._directory = _map(path)

    def arrays(self) -> dict[str, Array]:
        """The arrays of the file, as read-only views of its map."""
        return _views(self._mapped, self._directory)

    def release(self) -> None:
        """Let what was read of the file leave the memory of this process."""
        self._mapped.madvise(mmap.MADV_DONTNEED)

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
    if not isinstance(counts, np.ndarray):
        counts = np.fromiter(counts, np.int64)
    ends = np.cumsum(counts, dtype=np.int64)
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


def verify(path: Path) -> None:
    """Read the whole file; DamagedFileError when any array is not what was written."""
    mapped, directory = _map(path)
    for name, (kind, offset, count, checksum) in directory.items():
        if zlib.crc32(_view(mapped, kind, offset, count).tobytes()) != checksum:
            raise DamagedFileError(f"{path.name}: {name} is damaged")


def _views(mapped: mmap.mmap, directory: _Directory) -> dict[str, Array]:
    return {
        name: _view(mapped, kind, offset, count)
        for name, (kind, offset, count, _) in directory.items()
    }


def _view(mapped: mmap.mmap, kind: str, offset: int, count: int) -> Array:
    if not count:
        return np.empty(0, np.dtype(kind))
    return np.frombuffer(mapped, np.dtype(kind), count, offset)


def _map(path: Path) -> tuple[mmap.mmap, _Directory]:
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
