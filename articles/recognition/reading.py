"""Reading articles: from their texts to the rows of names and quotations that they should have.

Two steps, so that the second needs no database and may run in another process:

- `snapshots` reads what a reading depends on, outside any transaction;
- `readings` is a pure function of that. Its result can be pickled.

`storing.store` writes readings, those whose snapshot still holds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol, TypeVar

from django.db.models import QuerySet

from articles.models import DISPLACED, Article, Mention, Quotation
from articles.recognition import mention_rows, quotation_rows
from articles.recognition.anchors import place_of
from articles.recognition.mention_rows import MentionRow
from articles.recognition.quotation_rows import QuotationRow
from articles.recognition.recogniser import Recogniser
from articles.recognition.spans import Reading, Span

_REJECTED = Mention.Status.REJECTED
_UNKNOWN_NAMES = (Mention.Origin.RULE, Mention.Origin.MODEL)

_Row = TypeVar("_Row", bound=NamedTuple)


class Reader(Protocol):
    """`Recogniser`, or one that ``suggests`` unknown names, too; ``names`` are the known ones."""

    suggests: bool

    @property
    def names(self) -> Recogniser: ...

    def spans_of_articles(self, readings: Sequence[Reading]) -> list[list[Span]]: ...


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What the reading of an article depends on, as the database had it.

    ``mentions`` are the decisions of curators and the suggestions of unknown names,
    ``quotations`` the decisions of curators, both in order of place.
    """

    article_id: int
    texts: Mapping[str, str]
    mentions: Sequence[MentionRow]
    quotations: Sequence[QuotationRow]


@dataclass(frozen=True, slots=True)
class ArticleReading:
    """All rows that an article should have, if its ``snapshot`` still holds."""

    snapshot: Snapshot
    mentions: Sequence[MentionRow]
    quotations: Sequence[QuotationRow]

    @property
    def article_id(self) -> int:
        return self.snapshot.article_id


def read(articles: Iterable[Article], reader: Reader) -> list[ArticleReading]:
    """The readings of ``articles``, whose texts are loaded. Opens no transaction."""
    return readings(snapshots(articles), reader)


def snapshots(articles: Iterable[Article]) -> list[Snapshot]:
    """What the readings of ``articles`` depend on; two queries."""
    texts = {article.pk: article.texts() for article in articles}
    decided = Mention.objects.exclude(origin=Mention.Origin.GAZETTEER)
    mentions = stored(decided.filter(article__in=texts), MentionRow)
    quotations = stored(Quotation.objects.filter(article__in=texts), QuotationRow)
    return [snapshot(pk, texts[pk], mentions[pk], quotations[pk]) for pk in texts]


def stored(rows: QuerySet[Any], kind: type[_Row]) -> defaultdict[int, list[_Row]]:
    """These rows as values of ``kind``, by article and in order of place."""
    found: defaultdict[int, list[_Row]] = defaultdict(list)
    for values in rows.order_by().values_list(*kind._fields):
        row: Any = kind(*values)
        found[row.article_id].append(row)
    for some in found.values():
        some.sort(key=place_of)  # type: ignore[arg-type]
    return found


def snapshot(
    article_id: int,
    texts: Mapping[str, str],
    mentions: Iterable[MentionRow],
    quotations: Iterable[QuotationRow],
) -> Snapshot:
    """The snapshot of an article of all of its rows, or of those that matter."""
    return Snapshot(
        article_id,
        texts,
        [row for row in mentions if row.origin != Mention.Origin.GAZETTEER],
        [row for row in quotations if row.origin == Quotation.Origin.CURATOR],
    )


def readings(seen: Sequence[Snapshot], reader: Reader) -> list[ArticleReading]:
    """What ``reader`` finds in these articles: pure, for any process."""
    decided = [mention_rows.decisions(one.mentions, one.texts) for one in seen]
    spans = reader.spans_of_articles(
        [
            Reading(one.texts, mention_rows.rejections(rows))
            for one, rows in zip(seen, decided, strict=True)
        ]
    )
    found = []
    for one, rows, of_article in zip(seen, decided, spans, strict=True):
        waiting = [] if reader.suggests else [r for r in one.mentions if r.origin in _UNKNOWN_NAMES]
        mentions = mention_rows.planned(one.article_id, one.texts, rows, waiting, of_article)
        found.append(_with_quotations(one, mentions))
    return found


def without(reading: ArticleReading, rows: Sequence[MentionRow]) -> ArticleReading:
    """The reading without these of its mentions, and with what is said then."""
    if not rows:
        return reading
    kept = [row for row in reading.mentions if row not in rows]
    return _with_quotations(reading.snapshot, kept)


def _with_quotations(seen: Snapshot, mentions: Sequence[MentionRow]) -> ArticleReading:
    standing = [row for row in mentions if row.status != _REJECTED and row.start < DISPLACED]
    names = [row.span for row in sorted(standing, key=place_of)]
    quotations = quotation_rows.planned(seen.article_id, seen.texts, names, seen.quotations)
    return ArticleReading(seen, mentions, quotations)
