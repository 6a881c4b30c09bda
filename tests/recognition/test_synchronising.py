"""Rows as values have every column of their table, and come to what is planned."""

import pytest

from articles.models import Mention, Proposal, Quotation, Suggestion
from articles.recognition.mention_rows import MentionRow
from articles.recognition.proposal_rows import ProposalRow
from articles.recognition.quotation_rows import QuotationRow
from articles.recognition.suggestions import SuggestionRow
from articles.recognition.synchronising import carry_out, diff, settle
from tests.factories import ArticleFactory, EntityFactory, MentionFactory

ROWS = [
    (MentionRow, Mention),
    (QuotationRow, Quotation),
    (SuggestionRow, Suggestion),
    (ProposalRow, Proposal),
]


@pytest.mark.parametrize(("row", "model"), ROWS)
def test_a_value_has_every_column(row, model):
    columns = {field.attname for field in model._meta.concrete_fields} - {"id"}
    assert set(row._fields) == columns | {"pk"}


def line(key: str, mentions: int, pk: int | None = None) -> SuggestionRow:
    return SuggestionRow(pk, key, "person", None, key, {key: mentions}, mentions, 1, 0, mentions)


def by_key(row: SuggestionRow) -> str:
    return row.key


def stored() -> list[SuggestionRow]:
    rows = Suggestion.objects.order_by("key").values_list(*SuggestionRow._fields)
    return [SuggestionRow(*row) for row in rows]


@pytest.mark.django_db
def test_what_is_planned_is_what_is_stored_and_rows_keep_their_keys():
    carry_out(Suggestion, diff([], [line("a", 1), line("b", 1), line("c", 1)], by_key))
    before = stored()
    changes = diff(before, [line("a", 1), line("b", 2), line("d", 1)], by_key)
    carry_out(Suggestion, changes)
    assert [row._replace(pk=None) for row in stored()] == [
        line("a", 1), line("b", 2), line("d", 1)
    ]  # fmt: skip
    assert [row.pk for row in stored()[:2]] == [row.pk for row in before[:2]]
    assert len(changes.pairs()) == 3


@pytest.mark.django_db
def test_a_row_that_another_has_just_made_is_taken_up():
    asked = []

    def differences():
        present = stored() if asked else []
        asked.append(True)
        return diff(present, [line("a", 5)], by_key)

    carry_out(Suggestion, diff([], [line("a", 1)], by_key))
    settle(Suggestion, differences)
    assert [row.mentions for row in stored()] == [5]


@pytest.mark.django_db
def test_rows_may_exchange_their_places():
    article = ArticleFactory(body="تهران اصفهان")
    rows = [
        MentionFactory(article=article, entity=EntityFactory(name=name), origin="curator")
        for name in ("تهران", "اصفهان")
    ]
    values = [MentionRow(*row) for row in Mention.objects.values_list(*MentionRow._fields)]
    ends = [(value.start, value.end) for value in values]
    moved = [
        value._replace(start=start, end=end)
        for value, (start, end) in zip(values, reversed(ends), strict=True)
    ]
    carry_out(Mention, diff(values, moved, lambda row: row.pk))
    for row, (start, end) in zip(rows, reversed(ends), strict=True):
        row.refresh_from_db()
        assert (row.start, row.end) == (start, end)
