"""What curators refused stays refused when the name goes and comes back under another key."""

import pytest

from articles import curation, pipeline
from articles.curation import quotations
from articles.models import Alias, Entity, Mention, Proposal, Quotation, RejectedSpelling
from articles.recognition import mentions, proposals
from articles.recognition.recogniser import Recogniser
from articles.recognition.spans import Span
from tests.factories import ArticleFactory, EntityFactory, MentionFactory

pytestmark = pytest.mark.django_db

NAME = "زبیگنیو رائوفسکی"


def made_anew(entity, curator):
    """Another name of this kind, spelt as the deleted one."""
    aliases = list(entity.aliases.exclude(text=entity.name).values_list("text", flat=True))
    curation.delete([entity], curator)
    return EntityFactory(name=entity.name, kind=entity.kind, aliases=aliases)


def suggesting(entity):
    """A recogniser that is never sure whether «رائوفسکی» means the name."""

    class Suggesting:
        suggests = True
        names = Recogniser([])

        def spans_of_articles(self, readings):
            return [
                [Span("body", 0, 8, "رائوفسکی", entity.kind, entity.pk, "gazetteer", "suggested")]
                for _ in readings
            ]

    return Suggesting()


class TestARejectedMentionNeverReturns:
    @pytest.mark.parametrize(
        "aliases", [[], ["رائوفسکی"]], ids=["where it stood", "as another spelling inside"]
    )
    def test_to_its_place(self, curator, aliases):
        entity = EntityFactory(name=NAME, aliases=aliases)
        article = ArticleFactory(body=f"{NAME} گفت")
        pipeline.catch_up()
        curation.reject(article.mentions.all(), curator)
        made_anew(entity, curator)
        pipeline.catch_up()
        assert not article.mentions.exclude(status=Mention.Status.REJECTED).exists()

    def test_but_a_name_of_another_kind_may_come_forward(self, curator):
        entity = EntityFactory(name="شهر تهران", kind="organisation")
        article = ArticleFactory(body="شهر تهران")
        pipeline.catch_up()
        curation.reject(article.mentions.all(), curator)
        curation.delete([entity], curator)
        city = EntityFactory(name="تهران", kind="place")
        pipeline.catch_up()
        assert article.mentions.confirmed().get().entity == city

    def test_undoing_the_deletion_gives_it_back_to_the_name(self, curator):
        entity = EntityFactory(name=NAME)
        article = ArticleFactory(body=f"{NAME} گفت")
        pipeline.catch_up()
        curation.reject(article.mentions.all(), curator)
        curation.delete([entity], curator)
        curation.undo(curator.decisions.first(), curator)
        assert article.mentions.get().entity == Entity.objects.get()


class TestARejectedSpellingNeverReturns:
    @pytest.fixture
    def entity(self, curator):
        entity = EntityFactory(name=NAME)
        curation.reject_spelling("رائوفسکی", entity, curator)
        return entity

    def suggested(self, entity):
        mentions.store([ArticleFactory(body="رائوفسکی گفت")], suggesting(entity))
        return Mention.objects.suggested().exists()

    def test_for_the_name_made_anew(self, entity, curator):
        assert not self.suggested(made_anew(entity, curator))

    def test_for_a_name_that_bears_the_old_one_as_a_spelling(self, entity, curator):
        curation.delete([entity], curator)
        assert not self.suggested(EntityFactory(name="Z. Raufsky", aliases=[NAME]))

    def test_but_for_a_name_of_another_kind_or_spelling_it_does(self, entity, curator):
        curation.delete([entity], curator)
        assert self.suggested(EntityFactory(name=NAME, kind="place"))
        assert self.suggested(EntityFactory(name="یان رائوفسکی"))

    def test_and_is_the_names_again_when_the_deletion_is_undone(self, entity, curator):
        curation.delete([entity], curator)
        curation.undo(curator.decisions.first(), curator)
        assert RejectedSpelling.objects.get().entity == Entity.objects.get()


class TestWhatWasRefusedIsNotProposedAgain:
    def read(self, body):
        ArticleFactory(title="خبر", body=body)
        pipeline.catch_up()
        proposals.refresh()

    def test_a_spelling(self, curator):
        entity = EntityFactory(name=NAME)
        self.read(f"{NAME} (Zbigniew Raufsky) گفت")
        curation.refuse(Proposal.objects.get(), curator)
        made_anew(entity, curator)
        self.read("خبری دیگر")
        assert not Proposal.objects.waiting().exists()
        curation.undo(curator.decisions.first(), curator)
        assert Proposal.objects.get().status == Proposal.Status.REFUSED

    @pytest.mark.parametrize("gone", ["entity", "other"])
    def test_a_double(self, curator, gone):
        EntityFactory(name=NAME)
        EntityFactory(name="زبیگنیو رائوفیسکی")
        self.read(f"{NAME} گفت")
        proposal = Proposal.objects.get()
        curation.refuse(proposal, curator)
        made_anew(getattr(proposal, gone), curator)
        self.read("زبیگنیو رائوفیسکی گفت. زبیگنیو رائوفیسکی رفت. زبیگنیو رائوفیسکی آمد")
        assert not Proposal.objects.waiting().exists()


def test_a_rejected_statement_never_returns(curator):
    entity = EntityFactory(name=NAME)
    article = ArticleFactory(body=f"{NAME} گفت که صلح نزدیک است.")
    pipeline.catch_up()
    quotations.reject(article.quotations.all(), curator)
    key = entity.pk
    made_anew(entity, curator)
    pipeline.catch_up()
    assert article.mentions.confirmed().exists()
    assert article.quotations.get().status == Quotation.Status.REJECTED
    curation.undo(curator.decisions.first(), curator)
    assert article.quotations.get().speaker == Entity.objects.get(pk=key)


def test_what_was_not_refused_goes_with_the_name(curator):
    entity = EntityFactory(name=NAME)
    article = ArticleFactory(body=f"{NAME} گفت که صلح نزدیک است.")
    MentionFactory(article=article, entity=entity)
    pipeline.catch_up()
    curation.delete([entity], curator)
    assert not Entity.objects.exists()
    assert not Alias.objects.exists()
    assert not Mention.objects.exists()
    assert not Quotation.objects.exists()
