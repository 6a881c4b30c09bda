"""The real texts that benchmarks read, and the small lists that they bring themselves."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared" / "data"
OWN = Path(__file__).resolve().parent / "data"

Item = TypeVar("Item")


class AbsentError(Exception):
    """A file that a benchmark wants is not on this machine."""


def shared(name: str) -> Path:
    """The path of a shared file. Raises AbsentError."""
    path = SHARED / name
    if not path.exists():
        raise AbsentError(f"../shared/data/{name} is not here")
    return path


def json_lines(path: Path) -> Iterator[dict[str, Any]]:
    """The records of a ``.jsonl`` or ``.jsonl.gz`` file."""
    openly = gzip.open if path.suffix == ".gz" else open
    with openly(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def rows(path: Path) -> Iterator[list[str]]:
    """The tab-separated fields of each line; empty lines and ``#`` comments are left out."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield line.split("\t")


def evenly(items: Sequence[Item], count: int | None) -> list[Item]:
    """``count`` of the items, spread over the whole; all of them for None."""
    if count is None or count >= len(items):
        return list(items)
    return [items[index * len(items) // count] for index in range(count)]
