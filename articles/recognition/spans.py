"""What recognition yields: a name at a place of one of an article's texts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """``texts[field][start:end] == text``, offsets in characters of the raw text.

    ``kind`` is a `Kind` value, ``origin`` a `Mention.Origin`, ``status`` a
    `Mention.Status`. ``entity_id`` is None when nothing in the article tells which of
    several names is meant. Spans of one field never overlap.
    """

    field: str
    start: int
    end: int
    text: str
    kind: str
    entity_id: int | None
    origin: str
    status: str


@dataclass(frozen=True, slots=True)
class Rejection:
    """A curator's word that ``field[start:end]`` is not ``entity_id``.

    None: it is no name at all, or not one that was deleted; then it is no name of this
    ``kind`` that is spelt so (``key``, squashed), whoever bears it now.
    """

    field: str
    start: int
    end: int
    entity_id: int | None
    kind: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """An article to be read: its raw ``texts`` by field, and what curators said is no name."""

    texts: Mapping[str, str]
    rejections: Sequence[Rejection] = ()
