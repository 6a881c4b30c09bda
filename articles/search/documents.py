"""An article as an engine keeps it: analysed keys and the attributes that filter."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TypedDict

from articles.persian.analyzer import Analyzer
from articles.persian.calendar import month_key
from articles.search.analysis import keys_of, spans_of
from articles.search.engines.base import TEXT_FIELDS, Document

# Between a kicker and its title, so that no phrase reaches across.
GAP = 100
OPENING = 10  # words


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


def opening(body: Mapping[str, list[int]]) -> dict[str, list[int]]:
    """The first words of a body: what they name an article without a lead is about."""
    return {
        key: early
        for key, places in body.items()
        if (early := [place for place in places if place < OPENING])
    }


def make_document(prepared: Prepared, persian: Analyzer, revision: int, analysis: int) -> Document:
    """The document of an article that was read with the number ``revision``.

    ``analysis`` is the fingerprint of the settings with which ``persian`` was made.
    """
    published = prepared["published"]
    texts = {"title": prepared["title"], "lead": prepared["lead"], "body": prepared["body"]}
    read = {name: persian.analysed(text) for name, text in texts.items()}
    title, lead, body = (keys_of(read[name]) for name in TEXT_FIELDS)
    for key, places in keys_of(persian.analysed(prepared["kicker"]), offset=GAP).items():
        title.setdefault(key, []).extend(places)
    return Document(
        pk=prepared["pk"],
        texts={
            "title": title,
            "lead": lead or opening(body),
            "body": body,
        },
        spans={name: spans_of(read[name]) for name in TEXT_FIELDS},
        source=prepared["source"],
        category=prepared["category"],
        names=tuple(prepared["names"]),
        published=published,
        month=month_key(published) if published else 0,
        version=version(
            prepared["updated"], prepared["source"], prepared["category"], prepared["names"]
        ),
        revision=revision,
        analysis=analysis,
    )
