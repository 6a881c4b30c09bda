"""The names around a name as a picture: who is in the news together.

The name stands in the middle and its companions on both sides, each in a row of its own, so
that no label can meet another, whatever the names. The same numbers give the same picture.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from articles.models import Entity, Kind
from articles.search.portrait import Counted
from articles.views.shapes import KIND_SHAPES, outline

WIDTH = 400
ROW = 50
MARGIN = 30
NEAREST, FARTHEST = 62, 84  # of a companion from the middle, sideways
SMALLEST, LARGEST = 5, 9  # half the width of a node
THINNEST, THICKEST = 1, 6  # of a line to the middle
THICKEST_TIE = 3
MOST_TIES = 14
FEWEST_TOGETHER = 2  # articles; a single one is chance
LETTER = 7.4  # width of a letter of a label, on the average of Persian text
LINE = 22  # from one line of a label to the next
MOST_LINES = 2


@dataclass(frozen=True, slots=True)
class Node:
    """A companion: its shape as a path, its label in lines, each (text, y)."""

    entity: Entity
    count: int
    shape: str
    lines: list[tuple[str, float]]
    label_x: float
    at_the_right: bool


@dataclass(frozen=True, slots=True)
class Edge:
    """A line between two names that are in ``count`` articles together."""

    path: str
    width: float
    names: tuple[Entity, Entity]
    count: int


@dataclass(frozen=True, slots=True)
class Network:
    """All in units of a view box of ``width`` × ``height``; the name stands at ``x``, ``y``."""

    entity: Entity
    shape: str
    name: str
    spokes: list[Edge]
    ties: list[Edge]
    nodes: list[Node]
    height: float
    kinds: list[tuple[Kind, str]]
    width: int = WIDTH
    x: float = WIDTH / 2

    @property
    def label_y(self) -> float:
        return self.height / 2 + LARGEST + LINE + 3


def network(
    entity: Entity, companions: Sequence[Counted[Entity]], ties: Mapping[tuple[int, int], int]
) -> Network | None:
    """The picture of ``entity`` and its ``companions``, commonest first; None without any."""
    if not companions:
        return None
    height = -(-len(companions) // 2) * ROW + 2 * MARGIN
    middle = (WIDTH / 2, height / 2)
    places = [_place(rank, len(companions), height) for rank in range(len(companions))]
    highest = companions[0].count
    spokes = [
        Edge(
            _line(middle, place),
            _between(THINNEST, THICKEST, one.count / highest),
            (entity, one.row),
            one.count,
        )
        for one, place in zip(companions, places, strict=True)
    ]
    nodes = [_node(one, place, highest) for one, place in zip(companions, places, strict=True)]
    return Network(
        entity=entity,
        shape=outline(KIND_SHAPES[Kind(entity.kind)], *middle, LARGEST + 2),
        name=_shortened(entity.name, 2 * NEAREST),
        spokes=spokes,
        ties=_tied(companions, places, ties, middle),
        nodes=nodes,
        height=height,
        kinds=_kinds([entity, *(one.row for one in companions)]),
    )


def _place(rank: int, count: int, height: float) -> tuple[float, float]:
    """Right, left, right …, from the top down; in the middle rows farther from the name."""
    row, at_the_left = divmod(rank, 2)
    rows = -(-count // 2) if not at_the_left else count // 2
    y = height / 2 + (row - (rows - 1) / 2) * ROW
    upwards = 2 * abs(y - height / 2) / height
    away = NEAREST + (FARTHEST - NEAREST) * sqrt(max(0.0, 1 - upwards**2))
    return WIDTH / 2 + (-away if at_the_left else away), y


def _node(one: Counted[Entity], place: tuple[float, float], highest: int) -> Node:
    x, y = place
    at_the_right = x > WIDTH / 2
    label_x = x + (LARGEST + 8) * (1 if at_the_right else -1)
    room = WIDTH - label_x if at_the_right else label_x
    lines = _lines(one.row.name, room)
    first = y + 5 - (len(lines) - 1) * LINE / 2
    size = _between(SMALLEST, LARGEST, one.count / highest)
    return Node(
        entity=one.row,
        count=one.count,
        shape=outline(KIND_SHAPES[Kind(one.row.kind)], x, y, size),
        lines=[(text, round(first + number * LINE, 1)) for number, text in enumerate(lines)],
        label_x=round(label_x, 1),
        at_the_right=at_the_right,
    )


def _tied(
    companions: Sequence[Counted[Entity]],
    places: Sequence[tuple[float, float]],
    ties: Mapping[tuple[int, int], int],
    middle: tuple[float, float],
) -> list[Edge]:
    """The strongest ties between companions, bent towards the middle."""
    place = {one.row.pk: at for one, at in zip(companions, places, strict=True)}
    names = {one.row.pk: one.row for one in companions}
    strongest = sorted(ties, key=lambda pair: (-ties[pair], pair))[:MOST_TIES]
    highest = companions[0].count
    return [
        Edge(
            _curve(place[a], place[b], middle),
            _between(THINNEST, THICKEST_TIE, ties[a, b] / highest),
            (names[a], names[b]),
            ties[a, b],
        )
        for a, b in strongest
        if ties[a, b] >= FEWEST_TOGETHER
    ]


def _kinds(entities: Sequence[Entity]) -> list[tuple[Kind, str]]:
    """The legend: each kind that is shown with its shape, around (8, 8)."""
    shown = {entity.kind for entity in entities}
    return [(kind, outline(KIND_SHAPES[kind], 8, 8, 5)) for kind in Kind if kind in shown]


def _between(least: float, most: float, share: float) -> float:
    """By the square root of ``share``, so that the small ones still differ."""
    return round(least + (most - least) * sqrt(share), 1)


def _line(start: tuple[float, float], end: tuple[float, float]) -> str:
    return f"M{start[0]:.1f} {start[1]:.1f}L{end[0]:.1f} {end[1]:.1f}"


def _curve(
    start: tuple[float, float], end: tuple[float, float], middle: tuple[float, float]
) -> str:
    x, y = ((start[axis] + end[axis] + 2 * middle[axis]) / 4 for axis in (0, 1))
    return f"M{start[0]:.1f} {start[1]:.1f}Q{x:.1f} {y:.1f} {end[0]:.1f} {end[1]:.1f}"


def _lines(name: str, room: float) -> list[str]:
    """``name`` in at most MOST_LINES lines, what does not fit cut off with «…»."""
    fitting = int(room / LETTER)
    lines: list[str] = [""]
    for word in name.split():
        longer = f"{lines[-1]} {word}".strip()
        if len(longer) <= fitting or not lines[-1]:
            lines[-1] = longer
        elif len(lines) < MOST_LINES:
            lines.append(word)
        else:
            lines[-1] = longer
    return [_shortened(line, room) for line in lines]


def _shortened(text: str, room: float) -> str:
    fitting = int(room / LETTER)
    return text if len(text) <= fitting else f"{text[: fitting - 1].rstrip()}…"
