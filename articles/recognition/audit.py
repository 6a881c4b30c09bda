"""What the stored names and statements contradict: the texts, or each other.

Read from the database alone and in ranges of articles; nothing is changed. To read the
articles again mends all of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from articles.models import DISPLACED, Article, Mention, Quotation

BATCH = 2000  # articles

_Texts = dict[int, dict[str, str]]


def misplaced() -> Iterator[set[int]]:
    """Ids of articles with a mention or quotation whose text is not where its row says.

    One set for each range of articles. Decisions whose text has left the article are no error.
    """
    for texts in _ranges_of_texts():
        yield {pk for pk, *place in _places(texts) if not _stands(texts[pk], *place)}


def without_speaker() -> set[int]:
    """Ids of articles with a statement, found by rule, of a name that they no longer mention."""
    mentioned = Mention.objects.confirmed().filter(
        article=OuterRef("article"), entity=OuterRef("speaker")
    )
    stated = Quotation.objects.confirmed().filter(origin=Quotation.Origin.RULE)
    return set(stated.filter(~Exists(mentioned)).values_list("article_id", flat=True))


def _ranges_of_texts() -> Iterator[_Texts]:
    """The texts of all articles by id and field, BATCH articles at a time."""
    rows = Article.objects.order_by("pk").values_list("pk", *Article.TEXT_FIELDS)
    last = 0
    while batch := list(rows.filter(pk__gt=last)[:BATCH]):
        yield {pk: dict(zip(Article.TEXT_FIELDS, texts, strict=True)) for pk, *texts in batch}
        last = batch[-1][0]


def _places(texts: _Texts) -> Iterator[tuple[int, str, int, str]]:
    """Article, field, offset and text of whatever should stand in these articles."""
    yield from _rows_in(Mention.objects.all(), texts, "start", "text")
    for columns in (("start", "text"), ("cue_start", "cue")):
        yield from _rows_in(Quotation.objects.all(), texts, *columns)


def _rows_in(rows: QuerySet[Any], texts: _Texts, start: str, text: str) -> Iterator[Any]:
    inside = rows.filter(
        article_id__gte=min(texts), article_id__lte=max(texts), start__lt=DISPLACED
    )
    found = inside.order_by().values_list("article_id", "field", start, text)
    return (row for row in found.iterator(chunk_size=BATCH) if row[0] in texts)


def _stands(texts: dict[str, str], field: str, start: int, text: str) -> bool:
    return texts[field].startswith(text, start)
