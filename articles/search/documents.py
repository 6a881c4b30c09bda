"""An article as an engine keeps it: analysed keys and the attributes that filter."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final, TypedDict

from articles.persian.analyzer import Analyzer
from articles.persian.calendar import month_key
from articles.search.analysis import keys_of, spans_of
from articles.search.engines.base import TEXT_FIELDS, Document

# Between a kicker and its title, so that no phrase reaches across.
GAP = 100
OPENING = 10  # words
VERSIONED_TEXTS: Final = ("kicker", "title", "lead", "body")
HALF = 32  # bits of a version


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


def version(prepared: Prepared) -> int:
    """A number that is another one whenever what the index holds of an article changed.

    The same in every process and at any time. The upper half is the `text_version`, the lower
    half is made of everything else. The words that are kept whole are not in it: the index
    has them in its settings.
    """
    published = prepared["published"]
    others = (
        prepared["source"],
        prepared["category"],
        sorted(prepared["names"]),
        published and published.timestamp(),
    )
    texts = text_version(prepared[name] for name in VERSIONED_TEXTS)
    return texts << HALF | zlib.crc32(repr(others).encode())


def text_version(texts: Iterable[str]) -> int:
    """A number for the kicker, title, lead and body of an article, in 31 bits."""
    checksum = 0
    for text in texts:
        checksum = zlib.crc32(text.encode("utf-8", "surrogatepass") + b"\0", checksum)
    return checksum & 0x7FFFFFFF


def opening(body: Mapping[str, list[int]]) -> dict[str, list[int]]:
    """The first words of a body: what they name an article without a lead is about."""
    return {
        key: early
        for key, places in body.items()
        if (early := [place for place in places if place < OPENING])
    }


def make_document(prepared: Prepared, persian: Analyzer, revision: int, analysis: int) -> Document:
    """The document of an article that was read with the number ``revision``.

    ``analysis`` is the fingerprint of the settings with which ``persian`` was made. Both are
    0 for a text that was not read from the database, as in the benchmarks.
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
        version=version(prepared),
        revision=revision,
        analysis=analysis,
    )
