"""The articles that are indexed: real ones, or generated ones of the same statistics."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate, islice
from typing import Any

from benchmarks.corpora import AbsentError, json_lines, shared

# Full articles first, then the short posts of channels. Within each group the order is
# shuffled by a fixed seed, so that every size holds a bit of every publisher.
FULL = ("isna", "hamshahri", "aut", "farsnews", "fars2023", "arefee_raw")
SHORT = ("telegram",)
SEED = 5

# Of the real articles: their words are Zipfian, their lengths lognormal.
MEDIAN_WORDS, SPREAD = 280, 0.85
VOCABULARY = 120_000
ZIPF = 1.05


@dataclass(frozen=True, slots=True)
class NewsItem:
    pk: int
    title: str
    lead: str
    body: str
    source: str
    category: str
    published: datetime | None

    @property
    def raw_bytes(self) -> int:
        return sum(len(text.encode()) for text in (self.title, self.lead, self.body))


def real(count: int) -> list[NewsItem]:
    """The first ``count`` in the fixed order, fewer when there are no more. AbsentError."""
    found: list[tuple[str, dict[str, Any]]] = []
    for group in (FULL, SHORT):
        if len(found) < count:
            records = [
                (name, record)
                for name in group
                for record in json_lines(shared(f"news/{name}.jsonl.gz"))
            ]
            random.Random(SEED).shuffle(records)
            found += records
    return [
        _item(pk, name, record) for pk, (name, record) in enumerate(islice(found, count), start=1)
    ]


def _item(pk: int, file: str, record: dict[str, Any]) -> NewsItem:
    return NewsItem(
        pk=pk,
        title=record["title"] or "",
        lead=record["lead"] or "",
        body=record["body"] or "",
        source=record["source"] or file,
        category=record["category"] or "",
        published=_date(record["date"]),
    )


def _date(text: str | None) -> datetime | None:
    try:
        found = datetime.fromisoformat((text or "").replace("Z", "+00:00"))
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def generated(count: int) -> Iterator[NewsItem]:
    """Invented articles: nonsense words, as often and in as long texts as real ones."""
    chance = random.Random(SEED)
    letters = "ابتجدرزسشعفقکگلمنوهی"
    words = list(
        dict.fromkeys(
            "".join(chance.choices(letters, k=2 + min(7, int(chance.expovariate(0.4)))))
            for _ in range(VOCABULARY)
        )
    )
    weights = list(accumulate((rank + 2.7) ** -ZIPF for rank in range(len(words))))
    for pk in range(1, count + 1):
        length = max(20, int(MEDIAN_WORDS * chance.lognormvariate(0, SPREAD)))
        text = chance.choices(words, cum_weights=weights, k=length)
        yield NewsItem(
            pk=pk,
            title=" ".join(text[:8]),
            lead=" ".join(text[8:20]),
            body=" ".join(text[20:]),
            source=f"source{min(9, int(chance.expovariate(0.5)))}",
            category=f"category{min(29, int(chance.expovariate(0.2)))}",
            published=datetime(2004, 1, 1, tzinfo=UTC)
            + timedelta(minutes=chance.randrange(20 * 365 * 24 * 60)),
        )


def articles(count: int) -> tuple[list[NewsItem], str]:
    """``count`` articles, or as many as there are, and where they come from."""
    try:
        return real(count), "real news of ../shared/data/news"
    except AbsentError:
        return list(generated(count)), "generated articles, because ../shared/data is not here"
