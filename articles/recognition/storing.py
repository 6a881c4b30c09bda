"""Storing what was read: one short transaction, in which nothing is computed that can wait.

What holds after `store`, whatever others did since the articles were read:

- a reading is stored only if the article still has the texts, and the curators' decisions,
  that were read, and if every name that was found still exists;
- otherwise the article is left as it is, and reported as outdated, to be read again;
- an article that was deleted is passed over;
- rows that stay right keep their keys.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from django.db import connection, transaction

from articles.models import Article, Entity, Mention, PendingArticle, Quotation
from articles.recognition import mention_rows, proposals, quotation_rows, suggestions
from articles.recognition.mention_rows import BeforeAndAfter, MentionRow
from articles.recognition.quotation_rows import QuotationRow
from articles.recognition.reading import ArticleReading, snapshot, stored, without
from articles.recognition.recogniser import Recogniser
from articles.recognition.refusals import Claim, refused
from articles.recognition.synchronising import Changes, carry_out, diff

_SUGGESTED = Mention.Status.SUGGESTED


class Stored(NamedTuple):
    """Keys of the articles whose rows changed, and of those that must be read again."""

    changed: list[int]
    outdated: list[int]


def store(readings: Iterable[ArticleReading], names: Recogniser, *, noting: bool = False) -> Stored:
    """Bring mentions and quotations up to what was read with ``names``.

    With ``noting``, the changed articles are noted for the index and the outdated ones to be
    read again, in the same transaction; without, the caller works a note of each article off,
    and keeps those of the outdated ones. The number of statements does not grow with the
    readings, apart from the size limit of one statement.
    """
    allowed = _without_refused(sorted(readings, key=lambda reading: reading.article_id))
    with transaction.atomic():
        rows = _Rows.locked([reading.article_id for reading in allowed])
        present = [reading for reading in allowed if reading.article_id in rows.texts]
        holding = _with_living_names(_not_refused([r for r in present if rows.agree(r)]))
        kept = {reading.article_id for reading in holding}
        outdated = [r.article_id for r in present if r.article_id not in kept]
        changed = _write(holding, rows, names)
        if noting:
            PendingArticle.objects.add(changed, recognise=False)
            PendingArticle.objects.add(outdated, recognise=True)
    return Stored(changed, outdated)


class _Rows(NamedTuple):
    """What the database has of some articles, kept as it is until the transaction ends."""

    texts: Mapping[int, Mapping[str, str]]
    mentions: Mapping[int, list[MentionRow]]
    quotations: Mapping[int, list[QuotationRow]]

    @classmethod
    def locked(cls, ids: Sequence[int]) -> _Rows:
        """Those articles that there are, locked in the order of their keys, and their rows.

        Comments and whatever else refers to the articles can still be written.
        """
        wanted = Article.objects.filter(pk__in=ids).order_by("pk").select_for_update(no_key=True)
        fields = Article.TEXT_FIELDS
        texts = {
            pk: {name: text for name, text in zip(fields, values, strict=True) if text}
            for pk, *values in wanted.values_list("pk", *fields)
        }
        mentions = Mention.objects.filter(article__in=texts).select_for_update()
        quotations = Quotation.objects.filter(article__in=texts).select_for_update()
        return cls(texts, stored(mentions, MentionRow), stored(quotations, QuotationRow))

    def agree(self, reading: ArticleReading) -> bool:
        """Whether what was read is what there is."""
        pk = reading.article_id
        now = snapshot(pk, self.texts[pk], self.mentions[pk], self.quotations[pk])
        return now == reading.snapshot


def _write(readings: Sequence[ArticleReading], rows: _Rows, names: Recogniser) -> list[int]:
    """Carry out what leads from ``rows`` to ``readings``; keys of articles that changed."""
    mentions: Changes[MentionRow] = Changes()
    quotations: Changes[QuotationRow] = Changes()
    changed: dict[int, BeforeAndAfter] = {}
    for reading in readings:
        pk = reading.article_id
        of_names = diff(rows.mentions[pk], reading.mentions, mention_rows.identity)
        of_quotations = diff(rows.quotations[pk], reading.quotations, quotation_rows.identity)
        mentions.add(of_names)
        quotations.add(of_quotations)
        if of_names:
            changed[pk] = rows.mentions[pk], reading.mentions
    carry_out(Mention, mentions)
    carry_out(Quotation, quotations)
    suggestions.count(changed.values())
    proposals.count(changed.values(), names)
    return list(changed)


# --- what may no longer be stored -------------------------------------------------------------


def _without_refused(readings: Sequence[ArticleReading]) -> list[ArticleReading]:
    """Without the suggestions that a curator rejected in all their places."""
    no = refused(claim for reading in readings for claim in _claims(reading))
    if not no:
        return list(readings)
    return [
        without(reading, [row for row in reading.mentions if _is_suggested(row, no)])
        for reading in readings
    ]


def _not_refused(readings: Sequence[ArticleReading]) -> list[ArticleReading]:
    """Those readings that suggest nothing that was rejected meanwhile."""
    no = refused(claim for reading in readings for claim in _claims(reading))
    return [reading for reading in readings if no.isdisjoint(_claims(reading))]


def _claims(reading: ArticleReading) -> list[Claim]:
    """What the reading suggests."""
    return [_claim(row) for row in reading.mentions if row.status == _SUGGESTED]


def _claim(row: MentionRow) -> Claim:
    return row.key, row.entity_id


def _is_suggested(row: MentionRow, claims: Container[Claim]) -> bool:
    return row.status == _SUGGESTED and _claim(row) in claims


def _with_living_names(readings: Sequence[ArticleReading]) -> list[ArticleReading]:
    """Those readings of which every name still exists: none was deleted or merged.

    A name may have another kind by now: so have its mentions, and they are read again.
    """
    named = {reading.article_id: _names(reading) for reading in readings}
    kinds = _living(set().union(*named.values()))
    holding = [reading for reading in readings if named[reading.article_id] <= kinds.keys()]
    return [_of_their_kinds(reading, kinds) for reading in holding]


def _names(reading: ArticleReading) -> set[int]:
    return {row.entity_id for row in reading.mentions if row.entity_id is not None}


def _of_their_kinds(reading: ArticleReading, kinds: Mapping[int, str]) -> ArticleReading:
    rows = reading.mentions
    if all(row.entity_id is None or row.kind == kinds[row.entity_id] for row in rows):
        return reading
    return replace(
        reading,
        mentions=[row._replace(kind=kinds.get(row.entity_id or 0, row.kind)) for row in rows],
    )


def _living(ids: set[int]) -> dict[int, str]:
    """The kinds of those of these names that exist, and do until the transaction ends."""
    if connection.vendor != "postgresql":
        return dict(Entity.objects.filter(pk__in=ids).values_list("pk", "kind"))
    # Django offers no lock that lets others lock the same name as well.
    table = connection.ops.quote_name(Entity._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id, kind FROM {table} WHERE id = ANY(%s) ORDER BY id FOR KEY SHARE",  # noqa: S608
            [sorted(ids)],
        )
        return dict(cursor.fetchall())
