"""The file of rejected records, beside the input."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from articles.ingest.draft import Reject

SUFFIX = ".rejected.jsonl"
LONGEST_RECORD = 100_000  # characters kept of a record


class RejectFile:
    """``<input>.rejected.jsonl``: a line for each rejected record, with its line and reason.

    Made with the first record and absent while there is none. Where the folder of the
    input cannot be written to, it is in the ``rejected`` folder of the data instead.
    """

    def __init__(self, source: Path, size: int = 0) -> None:
        """Go on behind the first ``size`` bytes of an interrupted run, or begin anew."""
        self._candidates = (_beside(source), _in_data_dir(source))
        self.path: Path | None = None
        self._file: BinaryIO | None = None
        if size:
            self._reopen(size)
        else:
            self._remove_old()

    @property
    def size(self) -> int:
        return self._file.tell() if self._file else 0

    def add(self, reject: Reject) -> None:
        record = reject.original.decode("utf-8", errors="replace")[:LONGEST_RECORD]
        entry = {"line": reject.line, "reason": reject.reason, "record": record}
        if self._file is None:
            self._file = self._create()
        self._file.write(json.dumps(entry, ensure_ascii=False).encode() + b"\n")

    def flush(self) -> None:
        if self._file:
            self._file.flush()

    def close(self) -> None:
        if self._file:
            self._file.close()

    def _create(self) -> BinaryIO:
        beside, in_data_dir = self._candidates
        try:
            file = beside.open("wb")
            self.path = beside
        except OSError:
            in_data_dir.parent.mkdir(parents=True, exist_ok=True)
            file = in_data_dir.open("wb")
            self.path = in_data_dir
        return file

    def _reopen(self, size: int) -> None:
        """Cut what the interrupted run wrote after its last batch."""
        for path in self._candidates:
            if path.is_file() and path.stat().st_size >= size:
                self._file = path.open("r+b")
                self._file.truncate(size)
                self._file.seek(size)
                self.path = path
                return

    def _remove_old(self) -> None:
        for path in self._candidates:
            try:
                path.unlink(missing_ok=True)
            except OSError:
                # Not writable: the new file will be in the data folder, and said to be.
                continue


def _beside(source: Path) -> Path:
    return source.with_name(source.name + SUFFIX)


def _in_data_dir(source: Path) -> Path:
    """Inputs of the same name in different folders are told apart by a hash."""
    digest = hashlib.sha256(str(source.resolve()).encode()).hexdigest()[:8]
    return settings.DATA_DIR / "rejected" / f"{source.name}-{digest}{SUFFIX}"
