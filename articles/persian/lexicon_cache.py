"""The built lexicon on disk.

A file is ``key, newline, SHA-256 of the payload, newline, payload``. The payload is
`marshal` of plain sets and dicts: the fastest reader Python has. It is only trusted when
key and checksum are right, so a file of another version, of another Python or torn in
half is simply built anew.
"""

import contextlib
import hashlib
import marshal
import os
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

_FILE_NAME = "lexicon.cache"


def key(version: int, sources: Iterable[Path]) -> str:
    """Names what the cache was built from: code version, Python, size and age of the sources."""
    stats = [(source.name, source.stat()) for source in sources]
    files = " ".join(f"{name}:{stat.st_size}:{stat.st_mtime_ns}" for name, stat in stats)
    return f"{version} {sys.implementation.cache_tag} {files}"


def load(folder: Path, key: str) -> dict[str, Any] | None:
    """What was saved under ``key``, or None when there is nothing usable."""
    try:
        content = (folder / _FILE_NAME).read_bytes()
    except OSError:
        return None
    saved_key, _, rest = content.partition(b"\n")
    checksum, _, payload = rest.partition(b"\n")
    if saved_key != key.encode() or checksum != _checksum(payload):
        return None
    loaded: dict[str, Any] = marshal.loads(payload)  # noqa: S302 - our own file, checksum verified
    return loaded


def save(folder: Path, key: str, parts: dict[str, Any]) -> None:
    """Write atomically: a reader sees the old file or the new one. Failing to write is no error,
    since the archive works without the cache."""
    payload = marshal.dumps(parts)
    content = b"\n".join((key.encode(), _checksum(payload), payload))
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        _replace(folder / _FILE_NAME, content)


def _replace(path: Path, content: bytes) -> None:
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _checksum(payload: bytes) -> bytes:
    return hashlib.sha256(payload).hexdigest().encode()
