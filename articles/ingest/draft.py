"""What every reader yields: one article as found, or why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One article as a reader found it, text exactly as published.

    ``original`` is the record's own bytes (the line of a JSON Lines file, the whole of
    a page); ``line`` is where it stood in its file, counted from 1. ``published_at`` is
    aware and in UTC, or None when the record does not say.
    """

    original: bytes
    media_type: str
    line: int
    title: str = ""
    kicker: str = ""
    lead: str = ""
    body: str = ""
    author: str = ""
    agency: str = ""
    category: str = ""
    source: str = ""
    url: str = ""
    code: str = ""
    external_id: str = ""
    published_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reject:
    """A record that cannot become an article. ``reason`` is a Persian sentence."""

    original: bytes
    line: int
    reason: str
