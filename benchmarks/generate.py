"""Archives of any size, made of real sentences: the same for the same seed on every machine.

Article number n is the same whatever else is made, so that several processes can make parts:

    python -m benchmarks.generate 500000 --out archive.jsonl.gz
    python manage.py ingest archive.jsonl.gz
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from benchmarks import corpora

CORPORA = ("isna", "hamshahri", "farsnews", "aut")
SHORTEST, LONGEST = 6, 60  # words of a sentence
BEGIN = datetime(2005, 1, 1, tzinfo=UTC)
SPAN = 20 * 365 * 24 * 60  # minutes in which articles appear
MEAN_BODY = 18  # sentences: some 400 words
AGENCIES = tuple(f"خبرگزاری {number}" for number in ("یکم", "دوم", "سوم", "چهارم", "پنجم"))
SECTIONS = ("سیاست", "اقتصاد", "ورزش", "فرهنگ", "جهان", "جامعه", "دانش")

_END = re.compile(r"(?<=[.؟!])\s+|\n+")


class Plan(NamedTuple):
    """An article as numbers of sentences, before any text is put together."""

    number: int
    title: int
    lead: int
    body: tuple[int, ...]
    source: int
    category: int
    published: datetime


@dataclass(frozen=True, slots=True)
class Archive:
    """Articles of these ``sentences``; another ``seed`` makes others."""

    sentences: Sequence[str]
    seed: int = 1

    @classmethod
    def of_news(cls, seed: int = 1) -> Archive:
        """Of the sentences of the shared corpora. Raises AbsentError."""
        return cls(list(news_sentences()), seed)

    def plan(self, number: int) -> Plan:
        """Sentences are drawn so that a fifth of them makes half of the texts: what is in the
        news is repeated, and new words go on appearing."""
        dice = random.Random(f"{self.seed}-{number}")
        last = len(self.sentences) - 1

        def sentence() -> int:
            return int(last * dice.random() ** 2)

        length = max(1, round(dice.gammavariate(2, MEAN_BODY / 2)))
        return Plan(
            number=number,
            title=sentence(),
            lead=sentence(),
            body=tuple(sentence() for _ in range(length)),
            source=min(int(dice.expovariate(0.7)), len(AGENCIES) - 1),
            category=dice.randrange(len(SECTIONS)),
            published=BEGIN + timedelta(minutes=dice.randrange(SPAN)),
        )

    def record(self, number: int) -> dict[str, str]:
        """An article as `manage.py ingest` reads it."""
        plan = self.plan(number)
        body = [self.sentences[at] for at in plan.body]
        return {
            "id": f"generated-{self.seed}-{number}",
            "title": " ".join(self.sentences[plan.title].split()[:10]),
            "lead": self.sentences[plan.lead],
            "body": "\n".join(" ".join(body[at : at + 4]) for at in range(0, len(body), 4)),
            "date": plan.published.isoformat(),
            "category": SECTIONS[plan.category],
            "source": AGENCIES[plan.source],
        }


def news_sentences() -> Iterator[str]:
    """Every sentence of the corpora once, in their order."""
    seen: set[str] = set()
    for name in CORPORA:
        for record in corpora.json_lines(corpora.shared(f"news/{name}.jsonl.gz")):
            for sentence in _END.split(record["body"] or ""):
                text = sentence.strip()
                if text not in seen and SHORTEST <= len(text.split()) <= LONGEST:
                    seen.add(text)
                    yield text


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("count", type=int, help="articles")
    parser.add_argument("--out", type=Path, required=True, help="a .jsonl.gz file")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    archive = Archive.of_news(options.seed)
    with gzip.open(options.out, "wt", encoding="utf-8", compresslevel=1) as file:
        for number in range(1, options.count + 1):
            file.write(json.dumps(archive.record(number), ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
