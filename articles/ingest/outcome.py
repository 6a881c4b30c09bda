"""What became of the records of an import."""

from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass(frozen=True)
class Proof:
    """An article that a batch wrote or met, with the SHA-256 of its original."""

    article: int
    sha256: str


@dataclass
class Counts:
    """Records by what became of them.

    ``kept`` of the unchanged ones differ from the archive, where a curator's own edit was
    left as it is.
    """

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    duplicate: int = 0
    rejected: int = 0
    kept: int = 0

    @property
    def stored(self) -> int:
        """Records that are in the archive, under their own or another id."""
        return self.created + self.updated + self.unchanged + self.duplicate

    @property
    def total(self) -> int:
        return self.stored + self.rejected

    def __add__(self, other: Counts) -> Counts:
        sums = {f.name: getattr(self, f.name) + getattr(other, f.name) for f in fields(self)}
        return Counts(**sums)
