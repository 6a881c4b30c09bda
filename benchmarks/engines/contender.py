"""What an engine is asked in the comparison, and what it answers."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.engines.analysed import entries

PAGE = 10
FACETS = ("source", "category")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """``all_of``, ``any_of`` and ``none_of`` are words, ``phrase`` and ``prefix`` as named.

    The words are the archive's own terms; ``benchmarks.engines.analysed.ascii_word``
    writes them as the other engines have them.
    """

    kind: str
    all_of: tuple[str, ...] = ()
    any_of: tuple[str, ...] = ()
    none_of: tuple[str, ...] = ()
    phrase: tuple[str, ...] = ()
    prefix: str = ""
    source: int | None = None
    since: int | None = None
    until: int | None = None
    newest: bool = False
    facets: bool = False
    """Both facets and a histogram of months."""


@dataclass(frozen=True, slots=True)
class Found:
    """Exact number of articles, the first ten, and how many values the facets have."""

    total: int
    page: list[int]
    counted: int = 0


class Contender(ABC):
    """One engine with its index in one folder. Made once to build, once more to search."""

    name: str
    cold_modes: tuple[str, ...] = ()
    """Further ways to be measured beside warm; only the archive's engine has any."""
    largest: int | None = None
    """More articles than this take it too long to index."""
    a_kind: int | None = None
    """Asked only so many questions of a kind, where more would take too long."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @staticmethod
    def load(path: Path) -> list[Any]:
        """A batch of ``analysed.Batches`` as this engine takes it."""
        return entries(path)

    @abstractmethod
    def build(self, batches: Iterable[list[Any]]) -> None:
        """Index all batches from nothing, merged and on disk."""

    @abstractmethod
    def open(self) -> None:
        """Get ready to answer."""

    @abstractmethod
    def ask(self, question: Question) -> Found:
        """Count, rank and page; facets when they are asked for."""

    @abstractmethod
    def replace(self, item: Any) -> None:
        """Put an article of a batch in again, as an edit does, durably."""

    def close(self) -> None:  # noqa: B027 - most have nothing to let go of
        """Let go of what ``open`` took."""

    def size(self) -> int:
        """Bytes of the index on disk."""
        return sum(path.stat().st_size for path in self.folder.rglob("*") if path.is_file())

    def process(self) -> int | None:
        """The process that answers, where it is not this one."""
        return None
