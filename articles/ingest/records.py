"""A record of named values, from JSON, a table or a feed -> Draft."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache

from articles.errors import DraftError
from articles.ingest.draft import Draft
from articles.ingest.markup import resolve, resolve_line
from articles.persian import calendar

# Keys of a record -> fields of Draft, by how their text is read.
LINES = {"title": "title", "kicker": "kicker"}
TEXTS = {"lead": "lead", "body": "body"}
LABELS = {
    "id": "external_id",
    "category": "category",
    "source": "source",
    "url": "url",
    "author": "author",
    "agency": "agency",
    "code": "code",
}
DATE = "date"
KEYS = frozenset({*LINES, *TEXTS, *LABELS, DATE})

parse_date = lru_cache(maxsize=4096)(calendar.parse_datetime)
"""`calendar.parse_datetime`, remembering: the records of a day share their date."""


def draft(values: Mapping[str, object], *, original: bytes, media_type: str, line: int) -> Draft:
    """The article that ``values`` describe; unknown keys are ignored.

    A text without markup is taken as it is, labels lose the white space around them.
    Raises DraftError when a value is of the wrong type or the date cannot be read.
    """
    fields = {field: resolve_line(_text(values, key, "\n")) for key, field in LINES.items()}
    fields |= {field: resolve(_text(values, key, "\n")) for key, field in TEXTS.items()}
    fields |= {field: _label(values, key) for key, field in LABELS.items()}
    fields = {field: text if text.strip() else "" for field, text in fields.items()}
    if not fields["title"] and not fields["body"]:
        # Of the caption of a film there is nothing but the lead: it is the article's text.
        fields |= {"body": fields["lead"], "lead": ""}
    return Draft(
        original=original,
        media_type=media_type,
        line=line,
        published_at=_moment(values),
        **fields,
    )


def _label(values: Mapping[str, object], key: str) -> str:
    return resolve_line(_text(values, key, "، ")).strip()


def _moment(values: Mapping[str, object]) -> datetime | None:
    value = values.get(DATE)
    if isinstance(value, datetime):
        return value
    text = _text(values, DATE, " ").strip()
    if not text:
        return None
    try:
        return parse_date(text)
    except ValueError as error:
        raise DraftError(str(error)) from error


def _text(values: Mapping[str, object], key: str, joiner: str) -> str:
    """The value of ``key`` as text: '' for none, a list of texts joined."""
    value = values.get(key)
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return joiner.join(value)
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    raise DraftError(f"مقدار «{key}» متن نیست.")
