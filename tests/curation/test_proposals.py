"""Accepting or refusing what is proposed, and the way back."""

import pytest

from articles import curation, pipeline
from articles.errors import CurationError
from articles.models import Alias, Decision, Mention, PendingArticle, Proposal
from tests.factories import ArticleFactory, EntityFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def proposal():
    EntityFactory(name="زبیگنیو رائوفسکی")
    ArticleFactory(body="زبیگنیو رائوفسکی (Raufsky) گفت")
    pipeline.catch_up()
    return Proposal.objects.get()


@pytest.fixture
def doubles():
    one, other = EntityFactory(name="آنتونی بلینکن"), EntityFactory(name="آنتونی بلینکین")
    return Proposal.objects.create(
        entity=one, other=other, text=other.name, key="آنتونیبلینکین", reason="double"
    )


def test_an_accepted_spelling_is_found_in_the_whole_archive(
    proposal, curator, django_capture_on_commit_callbacks
):
    ArticleFactory(body="Raufsky گفت")
    pipeline.catch_up()
    with django_capture_on_commit_callbacks(execute=True):
        decision = curation.accept(proposal, curator)
    assert decision.action == Decision.Action.ALIAS
    assert proposal.entity.aliases.filter(text="Raufsky").exists()
    assert Mention.objects.get(text="Raufsky", start=0).entity == proposal.entity
    assert not Proposal.objects.waiting().exists()


def test_undoing_takes_the_spelling_away_and_proposes_it_again(proposal, curator):
    curation.undo(curation.accept(proposal, curator), curator)
    assert not Alias.objects.filter(text="Raufsky").exists()
    assert Proposal.objects.waiting().get() == proposal


def test_refusing_changes_nothing_else_and_can_be_undone(proposal, curator):
    PendingArticle.objects.all().delete()
    decision = curation.refuse(proposal, curator)
    assert str(decision) == "«Raufsky» شکلی از «زبیگنیو رائوفسکی» نیست"
    assert not PendingArticle.objects.exists()
    assert not Proposal.objects.waiting().exists()
    curation.undo(decision, curator)
    assert Proposal.objects.waiting().get() == proposal


def test_a_proposal_is_decided_once(proposal, curator):
    curation.refuse(proposal, curator)
    for decide in (curation.accept, curation.refuse):
        with pytest.raises(CurationError, match="قبلاً"):
            decide(proposal, curator)
    assert Decision.objects.count() == 1


def test_two_names_are_merged_not_accepted(doubles, curator):
    with pytest.raises(CurationError, match="ادغام"):
        curation.accept(doubles, curator)


def test_a_merge_settles_the_proposal_and_its_undo_brings_it_back(doubles, curator):
    report = curation.merge([doubles.other], doubles.entity, curator)
    assert not Proposal.objects.exists()
    curation.undo(report.decision, curator)
    assert Proposal.objects.waiting().get() == doubles


def test_a_refusal_goes_with_a_name_that_is_merged(doubles, curator):
    curation.refuse(doubles, curator)
    third = EntityFactory(name="وزیر خارجهٔ آمریکا")
    curation.merge([doubles.other], third, curator)
    doubles.refresh_from_db()
    assert (doubles.other, doubles.status) == (third, Proposal.Status.REFUSED)
