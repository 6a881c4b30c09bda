"""What of a change goes into the index, and which articles were taken out of it and when.

Writers read the database at different times and commit in any order. Each reading has a
number, its revision; what was read with a higher number wins. Removals are remembered as
well, or an older document would bring a removed article back. They are kept with the table
of contents, so that one commit changes both.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from articles.errors import StaleReadingError

DISTANCE = 1_000
"""Removals are forgotten after so many later readings; no writer is that slow."""
MOST = 50_000
"""No more removals are remembered, the newest: a commit writes them all, about 10 bytes each."""

READ_AGAIN = (
    "خبرها قبل از آخرین تغییر نمایهٔ جست‌وجو خوانده شده بودند و نمایه نشدند؛ دوباره خوانده می‌شوند."
)


@dataclass(frozen=True)
class Removals:
    """``revisions`` of removed articles by id, pruned to the newest.

    ``floor`` is the revision below which nothing is known: not whether an article that is not
    in the index was removed since. Documents from before it are refused.
    """

    revisions: Mapping[int, int] = field(default_factory=dict)
    floor: int = 0

    @property
    def newest(self) -> int:
        return max(self.revisions.values(), default=self.floor)

    def since(self, revision: int) -> Removals:
        """Those after ``revision``, which is known to be the state of the index itself."""
        later = {pk: number for pk, number in self.revisions.items() if number > revision}
        return Removals(later, revision)

    def changed(self, removed: Mapping[int, int], added: Iterable[int], newest: int) -> Removals:
        """With the ``removed`` and without the ``added``; ``newest`` is the index's revision."""
        revisions = {**self.revisions, **removed}
        for pk in added:
            revisions.pop(pk, None)
        floor = max(self.floor, newest - DISTANCE)
        if len(revisions) > MOST:
            floor = max(floor, sorted(revisions.values())[-MOST - 1] + 1)
        kept = {pk: number for pk, number in revisions.items() if number >= floor}
        return Removals(kept, floor if len(kept) < len(revisions) else self.floor)


@dataclass(frozen=True, slots=True)
class Outcome:
    """Ids of the offered documents that go in, and the removals that count, by id."""

    added: set[int]
    removed: dict[int, int]


def settle(
    stored: Mapping[int, int],
    offered: Mapping[int, int],
    removed: Mapping[int, int],
    removals: Removals,
) -> Outcome:
    """Who wins where several speak of one article; all map ids to revisions.

    ``stored`` are entries of the index, ``offered`` documents. StaleReadingError when a document
    is so old that the article may have been removed since.
    """
    gone = {
        pk: revision
        for pk, revision in removed.items()
        if revision >= stored.get(pk, 0) and revision > offered.get(pk, -1)
    }
    added = set()
    for pk, revision in offered.items():
        known = max(stored.get(pk, 0), gone.get(pk, 0), removals.revisions.get(pk, 0))
        if revision < removals.floor and pk not in stored and revision >= known:
            raise StaleReadingError(READ_AGAIN)
        if revision >= known:
            added.add(pk)
    return Outcome(added, {pk: max(rev, removals.revisions.get(pk, 0)) for pk, rev in gone.items()})
