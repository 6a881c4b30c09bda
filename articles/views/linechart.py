"""A few series on one timeline as lines of an SVG chart.

Every place is in percent, so that the chart fills any width while its letters and marks keep
their size. Time runs from right to left. Lines differ in colour, dashes and marks, and each
has its name at its end.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil, log10

from articles.views.shapes import outline

MARKS = ("circle", "square", "diamond", "triangle", "cross")
MARK_SIZE = 4.5
TOP, BOTTOM = 4.0, 97.0  # of the plot, so that marks at its edges are whole
STEPS = 4  # lines of the grid above zero, about
LABEL_GAP = 8.5  # between the labels of two lines
MARKED_IN_FULL = 20  # slots up to which every point has its mark
MARKS_A_LINE = 8
TICKS, MORE_TICKS = 2, 6  # spaces between the labels of the time, on a narrow and a wide screen


@dataclass(frozen=True, slots=True)
class Slot:
    """One stretch of time: its label, and a short one for the axis."""

    label: str
    short: str


@dataclass(frozen=True, slots=True)
class Value:
    """``amount`` is drawn, None where nothing can be said; ``text`` says it, ``query`` leads to
    the articles, empty where there are none."""

    amount: float | None
    text: str
    query: str


@dataclass(frozen=True, slots=True)
class Point:
    x: float
    y: float
    value: Value
    slot: Slot
    marked: bool


@dataclass(frozen=True, slots=True)
class Line:
    """``number`` from 1 on chooses colour and dashes; ``runs`` are its unbroken pieces, each as
    the points of a polyline; its label stands at ``label_y``."""

    number: int
    label: str
    mark: str
    points: list[Point]
    runs: list[str]
    label_y: float


@dataclass(frozen=True, slots=True)
class Tick:
    """A label of an axis; ``minor`` ones need a wide screen."""

    at: float
    label: str
    minor: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    lines: list[Line]
    levels: list[Tick]
    times: list[Tick]


def line_chart(
    slots: Sequence[Slot],
    series: Sequence[tuple[str, Sequence[Value]]],
    level_label: Callable[[float], str],
    *,
    whole: bool,
) -> Chart:
    """The chart of ``series`` (label, a value a slot). ``whole`` keeps the levels integers."""
    highest = max((v.amount for _, values in series for v in values if v.amount), default=1.0)
    step = _step(highest, whole=whole)
    top = ceil(highest / step) * step
    lines = [
        _line(number, label, slots, values, top) for number, (label, values) in enumerate(series, 1)
    ]
    levels = [
        Tick(_height(step * level, top), level_label(step * level))
        for level in range(round(top / step) + 1)
    ]
    return Chart(_apart(lines), levels, _times(slots))


def mark_outlines() -> list[tuple[int, str]]:
    """Of each line's number the mark around the origin, as an SVG path."""
    return [(number, outline(shape, size=MARK_SIZE)) for number, shape in enumerate(MARKS, 1)]


def _line(
    number: int, label: str, slots: Sequence[Slot], values: Sequence[Value], top: float
) -> Line:
    count = len(slots)
    every = 1 if count <= MARKED_IN_FULL else ceil(count / MARKS_A_LINE)
    points = []
    runs: list[list[str]] = [[]]
    for at, (slot, value) in enumerate(zip(slots, values, strict=True)):
        if value.amount is None:
            runs.append([])
            continue
        x, y = _place(at, count), _height(value.amount, top)
        # the marks of two lines that run together do not stand on each other
        points.append(Point(x, y, value, slot, marked=(at + number) % every == 0))
        runs[-1].append(f"{x:g},{y:g}")
    end = points[-1].y if points else BOTTOM
    return Line(number, label, MARKS[number - 1], points, [" ".join(r) for r in runs if r], end)


def _apart(lines: list[Line]) -> list[Line]:
    """The same lines, their labels moved so far apart that all can be read."""
    order = sorted(lines, key=lambda line: line.label_y)
    places: list[float] = []
    for line in order:
        places.append(max(line.label_y, places[-1] + LABEL_GAP if places else TOP))
    limit = BOTTOM
    for at in reversed(range(len(places))):
        places[at] = min(places[at], limit)
        limit = places[at] - LABEL_GAP
    moved = {line.number: round(y, 1) for line, y in zip(order, places, strict=True)}
    return [
        Line(line.number, line.label, line.mark, line.points, line.runs, moved[line.number])
        for line in lines
    ]


def _times(slots: Sequence[Slot]) -> list[Tick]:
    last = len(slots) - 1
    major = {round(last * part / TICKS) for part in range(TICKS + 1)}
    chosen = major | {round(last * part / MORE_TICKS) for part in range(MORE_TICKS + 1)}
    return [
        Tick(_place(at, len(slots)), slots[at].short, minor=at not in major)
        for at in sorted(chosen)
    ]


def _place(at: int, count: int) -> float:
    return round(100 - (at + 0.5) * 100 / count, 2)


def _height(amount: float, top: float) -> float:
    return round(BOTTOM - (BOTTOM - TOP) * amount / top, 2)


def _step(highest: float, *, whole: bool) -> float:
    """1, 2 or 5 times a power of ten, so that about STEPS of them reach ``highest``."""
    wanted = highest / STEPS
    power = 10.0 ** int(log10(wanted) // 1) if wanted > 0 else 1.0
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= wanted * 0.999)
    return max(1.0, step) if whole else step
