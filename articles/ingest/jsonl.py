"""JSON Lines: one article a line, an object with the keys of ``records.KEYS``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from json import JSONDecodeError

from articles.errors import DraftError
from articles.ingest import records
from articles.ingest.draft import Draft, Reject
from articles.ingest.streams import Input, Line, decode, lines

MEDIA_TYPE = "application/json"


def read(source: Input) -> Iterator[Draft | Reject]:
    """A Draft or a Reject for each line that is not blank."""
    filled = (line for line in lines(source.stream) if line.content.strip())
    for line in islice(filled, source.skip, None):
        original = line.content.rstrip(b"\r\n")
        try:
            yield records.draft(
                _values(line), original=original, media_type=MEDIA_TYPE, line=line.number
            )
        except DraftError as error:
            yield Reject(original=original, line=line.number, reason=str(error))


def _values(line: Line) -> dict[str, object]:
    if line.too_long:
        raise DraftError("سطر بیش از حد طولانی است.")
    try:
        values = json.loads(decode(line.content))
    except JSONDecodeError as error:
        raise DraftError(f"JSON در نویسهٔ {error.pos + 1} درست نیست: {error.msg}.") from error
    except (ValueError, RecursionError) as error:
        raise DraftError("JSON خوانده نمی‌شود: عدد بسیار بزرگ یا ساختار بسیار تودرتو.") from error
    if not isinstance(values, dict):
        raise DraftError("سطر یک شیء JSON نیست.")
    return values
