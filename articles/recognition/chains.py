"""Short names and the longer ones around them."""

from __future__ import annotations

from collections.abc import Sequence

from articles.recognition.tagged_tokens import Chunk


def overlap(one: Chunk, other: Chunk) -> bool:
    """Whether they share a token."""
    return one.first < other.last and other.first < one.last


def contains(one: Chunk, other: Chunk) -> bool:
    """Whether ``other`` is a part of ``one`` and not all of it."""
    return one.first <= other.first and other.last <= one.last and one[:2] != other[:2]


def combined(names: Sequence[Chunk], ruled: Sequence[Chunk]) -> list[Chunk]:
    """``names`` of a sentence, in order, with the heads that the rules see before them.

    Corpora differ in whether «استان» belongs to «استان فارس» and «دانشگاه» to «دانشگاه
    شیراز»; in this archive it does, as the head tells the two apart. Of persons titles
    are no part, so rules about persons lengthen nothing.
    """
    longer = [
        chunk
        for chunk in ruled
        if chunk.tag != "PER" and any(contains(chunk, name) for name in names)
    ]
    kept = [name for name in names if not any(overlap(name, chunk) for chunk in longer)]
    return sorted([*kept, *longer])
