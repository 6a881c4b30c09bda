"""Proposals are rows that follow the archive, and what curators said of them stays."""

import pytest

from articles import curation
from articles.models import Alias, Proposal
from articles.recognition import proposals
from articles.recognition.mentions import store
from articles.recognition.recogniser import Recogniser
from tests.factories import ArticleFactory, EntityFactory

pytestmark = pytest.mark.django_db


def read(body: str) -> None:
    store([ArticleFactory(title="خبر", lead="", body=body)], Recogniser.from_database())


def waiting() -> list[tuple[str, str, int]]:
    rows = Proposal.objects.waiting().order_by("text")
    return [(row.text, row.reason, row.mentions) for row in rows]


@pytest.fixture
def minister():
    return EntityFactory(name="زبیگنیو رائوفسکی")


def test_what_is_found_waits_with_its_sentences(minister):
    read("زبیگنیو رائوفسکی (Zbigniew Raufsky) گفت")
    assert proposals.refresh() == 1
    assert waiting() == [("Zbigniew Raufsky", "latin", 1)]
    (place,) = Proposal.objects.get().examples
    assert place["before"] == "زبیگنیو رائوفسکی ("
    assert place["text"] == "Zbigniew Raufsky"


def test_a_line_follows_the_archive_and_keeps_its_key(minister):
    read("زبیگنیو رائوفسکی (Zbigniew Raufsky) گفت")
    proposals.refresh()
    pk = Proposal.objects.get().pk
    read("زبیگنیو رائوفسکی (Zbigniew Raufsky) رفت")
    proposals.refresh()
    assert [(row.pk, row.mentions) for row in Proposal.objects.all()] == [(pk, 2)]


def test_what_is_found_no_more_goes(minister):
    read("زبیگنیو رائوفسکی (Zbigniew Raufsky) گفت")
    proposals.refresh()
    minister.mentions.all().delete()
    assert proposals.refresh() == 0
    assert not Proposal.objects.exists()


def test_of_two_transliterations_the_rarer_is_the_others(minister):
    other = EntityFactory(name="زبیگنیو رائوفیسکی")
    read("زبیگنیو رائوفیسکی رفت")
    proposals.refresh()
    row = Proposal.objects.get()
    assert (row.entity, row.other, row.text) == (other, minister, "زبیگنیو رائوفسکی")


def test_what_was_refused_never_returns_by_itself(minister, admin_user):
    EntityFactory(name="زبیگنیو رائوفیسکی")
    read("زبیگنیو رائوفسکی (Zbigniew Raufsky) گفت")
    proposals.refresh()
    for row in Proposal.objects.waiting():
        curation.refuse(row, admin_user)
    read("زبیگنیو رائوفیسکی رفت. زبیگنیو رائوفیسکی آمد. زبیگنیو رائوفسکی (Zbigniew Raufsky)")
    assert proposals.refresh() == 0
    assert Proposal.objects.count() == 2


def test_a_spelling_that_was_given_otherwise_waits_no_more(minister):
    read("زبیگنیو رائوفسکی (Zbigniew Raufsky) گفت")
    proposals.refresh()
    Alias.objects.create(entity=minister, text="zbigniew raufsky")
    assert waiting() == []
