"""An article as an engine keeps it: analysed keys and the attributes that filter."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from datetime import datetime
from typing import TypedDict

from articles.persian.analyzer import Analyzer
from articles.persian.calendar import month_key
from articles.search.analysis import keys_of
from articles.search.engines.base import Document

# Between a kicker and its title, so that no phrase reaches across.
GAP = 100


class Prepared(TypedDict):
    """What ArticleIndex prepares of an article."""

    pk: int
    kicker: str
    title: str
    lead: str
    body: str
    source: int
    category: int
    names: list[int]
    published: datetime | None
    updated: datetime


def version(updated: datetime, source: int, category: int, names: Sequence[int]) -> int:
    """A number that is another one whenever what the index holds of an article changed."""
    return zlib.crc32(repr((updated.isoformat(), source, category, sorted(names))).encode())


def make_document(prepared: Prepared, persian: Analyzer) -> Document:
    published = prepared["published"]
    title = keys_of(prepared["title"], persian)
    for key, places in keys_of(prepared["kicker"], persian, offset=GAP).items():
        title.setdefault(key, []).extend(places)
    return Document(
        pk=prepared["pk"],
        texts={
            "title": title,
            "lead": keys_of(prepared["lead"], persian),
            "body": keys_of(prepared["body"], persian),
        },
        source=prepared["source"],
        category=prepared["category"],
        names=tuple(prepared["names"]),
        published=published,
        month=month_key(published) if published else 0,
        version=version(
            prepared["updated"], prepared["source"], prepared["category"], prepared["names"]
        ),
    )
