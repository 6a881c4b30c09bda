"""The Whoosh schema: three text fields of ready-made keys, and columns.

Positions are stored as little-endian 16-bit numbers, so that NumPy reads a whole posting
list at once. Everything else is Whoosh's own format.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
from whoosh import columns, fields, formats

from articles.search.engines.base import TEXT_FIELDS

LAST_POSITION = 0xFFF0  # a phrase that starts in one document never ends in the next
POSITION_TYPE = np.dtype("<u2")
NAME_TYPE = np.dtype("<u4")
UNKNOWN_DATE = -(2**62)  # seconds: before everything, so that undated articles sort as oldest

# Column name -> type code of Whoosh's big-endian NumericColumn.
NUMBERS = {"pk": "q", "source": "i", "category": "i", "month": "i", "published": "q"}


class PositionsFormat(formats.Format):
    """A posting value is the term's positions in the field; its weight is their number."""

    def decode_positions(self, value: bytes) -> list[int]:
        return np.frombuffer(value, POSITION_TYPE).tolist()

    def decode_frequency(self, value: bytes) -> int:
        return len(value) // POSITION_TYPE.itemsize

    def decode_weight(self, value: bytes) -> float:
        return float(self.decode_frequency(value))


class KEYS(fields.FieldType):
    """A text that was analysed before: a mapping from key to its sorted positions."""

    indexed = True
    scorable = True
    stored = False
    unique = False
    vector = None
    column_type = None
    multitoken_query = "default"

    def __init__(self) -> None:
        self.format = PositionsFormat()
        self.analyzer = None

    def index(
        self, value: Mapping[str, list[int]], **_: object
    ) -> Iterator[tuple[bytes, int, float, bytes]]:
        for key, positions in value.items():
            places = np.minimum(positions, LAST_POSITION).astype(POSITION_TYPE)
            yield key.encode("utf-8"), len(places), float(len(places)), places.tobytes()

    def to_bytes(self, value: str | bytes) -> bytes:
        return value.encode("utf-8") if isinstance(value, str) else value

    def from_bytes(self, value: bytes) -> str:
        return value.decode("utf-8")

    def __setstate__(self, state: dict[str, object]) -> None:
        self.__dict__.update(state)


def make_schema() -> fields.Schema:
    numbers = {
        name: fields.COLUMN(
            columns.NumericColumn(code, default=UNKNOWN_DATE if name == "published" else 0)
        )
        for name, code in NUMBERS.items()
    }
    texts = {name: KEYS() for name in TEXT_FIELDS}
    return fields.Schema(names=fields.COLUMN(columns.VarBytesColumn()), **numbers, **texts)
