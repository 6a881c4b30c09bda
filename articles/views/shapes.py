"""Small shapes that tell things apart for readers who do not see their colours."""

from __future__ import annotations

from articles.models import Kind


def outline(shape: str, x: float = 0, y: float = 0, size: float = 5) -> str:
    """The SVG path of a circle, square, diamond, triangle or cross around a point.

    ``size`` is about half its width; all shapes look equally large.
    """
    draw = {
        "circle": _circle,
        "square": _square,
        "diamond": _diamond,
        "triangle": _triangle,
        "cross": _cross,
    }[shape]
    return draw(round(x, 1), round(y, 1), size)


KIND_SHAPES = {
    Kind.PERSON: "circle",
    Kind.PLACE: "diamond",
    Kind.ORGANISATION: "square",
    Kind.EVENT: "triangle",
}


def _circle(x: float, y: float, size: float) -> str:
    half_turn = f"a{size:g} {size:g} 0 1 0"
    return f"M{x - size:g} {y:g}{half_turn} {2 * size:g} 0{half_turn} {-2 * size:g} 0Z"


def _square(x: float, y: float, size: float) -> str:
    half = size * 0.9
    return f"M{x - half:g} {y - half:g}h{2 * half:g}v{2 * half:g}h{-2 * half:g}Z"


def _diamond(x: float, y: float, size: float) -> str:
    half = size * 1.25
    return f"M{x:g} {y - half:g}l{half:g} {half:g}l{-half:g} {half:g}l{-half:g} {-half:g}Z"


def _triangle(x: float, y: float, size: float) -> str:
    half = size * 1.2
    return f"M{x:g} {y - half:g}l{half:g} {1.8 * half:g}h{-2 * half:g}Z"


def _cross(x: float, y: float, size: float) -> str:
    arm = size / 3
    side = size - arm
    return (
        f"M{x - arm:g} {y - size:g}h{2 * arm:g}v{side:g}h{side:g}v{2 * arm:g}h{-side:g}v{side:g}"
        f"h{-2 * arm:g}v{-side:g}h{-side:g}v{-2 * arm:g}h{side:g}Z"
    )
