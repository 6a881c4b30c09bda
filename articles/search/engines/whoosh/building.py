"""A new index beside the old one, put in its place in a single commit.

Parts are written into a folder of their own, by as many processes as like. Meanwhile the
old index answers and takes changes; the ids that change are noted, so that the new index
has them as well before it takes over. A build that dies leaves a folder, nothing more.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np

from articles.search.engines.base import Document
from articles.search.engines.whoosh.segment import Mask, Segment, write_merged

FOLDER = "building"
CHANGED = "changed"
WIDEST = 256  # parts merged at once; each has two open files


def note_changes(index: Path, pks: Iterable[int]) -> None:
    """Tell a build under way, if there is one. Called by writers under the write lock."""
    folder = index / FOLDER
    if folder.is_dir():
        with (folder / CHANGED).open("a", encoding="ascii") as file:
            file.writelines(f"{pk}\n" for pk in pks)


class Parts:
    """The parts of an index that is being made. Only one build at a time has the folder."""

    def __init__(self, index: Path) -> None:
        self.folder = index / FOLDER
        self._rounds: list[set[int]] = [set()]

    def begin(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)

    def end(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)

    def add(self, documents: Iterable[Document], round_: int = 0) -> None:
        """Write one part. Any process may do so, with the same folder."""
        listed = list(documents)
        if listed:
            name = f"{round_:06}-{listed[0].pk:012}-{os.getpid()}"
            hidden = self.folder / f".{name}"
            Segment.of(listed).write(hidden)
            hidden.replace(self.folder / f"{name}.part")

    def merge(self) -> None:
        """Make one part of all; not more than WIDEST files are open at once."""
        while len(paths := self._paths()) > 1:
            group = paths[:WIDEST]
            opened = [Segment.open(path) for path in group]
            hidden = self.folder / ".merged"
            write_merged(hidden, [(part, np.ones(part.size, np.bool_)) for part in opened])
            hidden.replace(group[0])
            for path in group[1:]:
                path.unlink()

    def _paths(self) -> list[Path]:
        """The parts in their order: by round, then by their first article."""
        return sorted(self.folder.glob("*.part"))

    def catch_up(self, documents_of: Callable[[set[int]], Iterable[Document]]) -> None:
        """Take in what changed since the last look; outside the write lock."""
        changed = self.take_changed()
        self._rounds.append(changed)
        self.add(documents_of(changed), round_=len(self._rounds) - 1)

    def has_changes(self) -> bool:
        return (self.folder / CHANGED).exists()

    def take_changed(self) -> set[int]:
        """The ids noted so far, which are then forgotten."""
        taken = self.folder / "taken"
        try:
            (self.folder / CHANGED).replace(taken)
        except FileNotFoundError:
            return set()
        return set(map(int, taken.read_text(encoding="ascii").split()))

    def live(self) -> list[tuple[Path, Mask]]:
        """Every part with its live documents: those that did not change in a later round."""
        found = []
        for path in self._paths():
            later = self._rounds[int(path.name.partition("-")[0]) + 1 :]
            changed = list(set().union(*later))
            found.append((path, ~np.isin(Segment.open(path).columns["pk"], changed)))
        return found
