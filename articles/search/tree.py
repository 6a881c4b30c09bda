"""The tree that a question becomes.

The parser makes the typed leaves (``Words``, ``Phrase``, ``Prefix``, ``Fuzzy``, ``Field``),
Haystack's look-ups the same and ``Part``;
the Persian analysis turns them into the leaves that an engine counts (``Keys``,
``KeyPrefix``, ``Attribute``, ``Period``, ``Raised``). ``All``, ``Any`` and ``Not`` stand in both.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

# --- what joins -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class All:
    """Articles that every node finds; with no nodes, every article."""

    nodes: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Any:
    """Articles that at least one node finds; with no nodes, none."""

    nodes: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Not:
    """Articles that the node does not find."""

    node: Node


# --- what was typed -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Words:
    """A run of neighbouring words, as typed: they are analysed together."""

    text: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in quotation marks: in this order, not stemmed."""

    text: str


@dataclass(frozen=True, slots=True)
class Prefix:
    """The beginning of a word, typed with an asterisk behind it."""

    text: str


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """A word typed with a tilde behind it: words spelt nearly so count as well."""

    text: str


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a word, wherever it stands in it, or ``at_end``. No reader types one: it scans
    every word of the archive."""

    text: str
    at_end: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """``name`` is one of title, name, speaker, source, category, author, from, to, date."""

    name: str
    node: Node


# --- what an engine counts ------------------------------------------------------------------

Slot = tuple[str, ...]
Sequence = tuple[Slot, ...]
Sequences = tuple[Sequence, ...]


@dataclass(frozen=True, slots=True)
class Keys:
    """One thing that was asked for: any of the sequences satisfies it.

    A sequence is a phrase; each of its slots lists the index keys that may stand at that
    position. A sequence of one slot is a plain word. All of it scores as one word.
    ``related`` keys satisfy nothing: they raise the score of what is found anyway.
    """

    sequences: tuple[Sequence, ...]
    related: Slot = ()


@dataclass(frozen=True, slots=True)
class KeyPrefix:
    """Any word whose exact key begins with ``prefix``."""

    prefix: str


@dataclass(frozen=True, slots=True)
class InField:
    """The node, looked for in one text field only (title, lead or body)."""

    field: str
    node: Node


@dataclass(frozen=True, slots=True)
class Attribute:
    """Articles whose ``field`` (source, category, name or their own pk) is one of these ids."""

    field: str
    ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Period:
    """Articles published in the half-open range; None is an open end."""

    start: datetime | None
    end: datetime | None


@dataclass(frozen=True, slots=True)
class Raised:
    """What the node finds. Each of the ``words`` that stands there too adds its score, so
    many times as is said beside it."""

    node: Node
    words: tuple[tuple[Keys, float], ...]


Node = (
    All
    | Any
    | Not
    | Words
    | Phrase
    | Prefix
    | Fuzzy
    | Part
    | Field
    | Keys
    | KeyPrefix
    | InField
    | Attribute
    | Period
    | Raised
)

EVERYTHING = All()
NOTHING = Any()
