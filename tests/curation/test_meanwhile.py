"""What others did between the page that a curator read and the decision is looked at first."""

import pytest
from django.db import models

from articles import curation
from articles.curation import changes, quotations
from articles.errors import CurationError
from articles.models import Alias, Decision, Entity, Mention, Proposal, RejectedSpelling
from tests.factories import ArticleFactory, EntityFactory, MentionFactory, QuotationFactory

pytestmark = pytest.mark.django_db


def mention_of(entity, **fields):
    values = {"status": "suggested"} | fields
    return MentionFactory(article=ArticleFactory(body=entity.name), entity=entity, **values)


def just_before_locking(monkeypatch, model, work):
    """Do ``work`` once, as another process, at the moment when rows of ``model`` are asked for."""
    real, left = models.QuerySet.select_for_update, [work]

    def asked(self, *args, **options):
        if self.model is model and left:
            left.pop()()
        return real(self, *args, **options)

    monkeypatch.setattr(models.QuerySet, "select_for_update", asked)


# --- rows that are gone ---------------------------------------------------------------------


def deleted(entity):
    Entity.objects.filter(pk=entity.pk).delete()
    return entity


TO_A_NAME = {
    "link": lambda name, user: curation.link(Mention.objects.all(), name, user),
    "merge into": lambda name, user: curation.merge([Entity.objects.first()], name, user),
    "split off": lambda name, user: curation.split(
        name, Entity(name="تازه", kind="person"), user, mentions=Mention.objects.all()
    ),
    "split into": lambda name, user: curation.split(
        Entity.objects.first(), name, user, mentions=Mention.objects.all()
    ),
    "reject a spelling": lambda name, user: curation.reject_spelling("بلینکین", name, user),
    "attribute": lambda name, user: quotations.attribute([QuotationFactory()], name, user),
    "accept": lambda name, user: curation.accept(
        Proposal(pk=1, entity=name, text="الف", key="الف"), user
    ),
}


@pytest.mark.parametrize("decide", TO_A_NAME.values(), ids=TO_A_NAME)
def test_nothing_is_decided_for_a_name_that_is_gone(curator, decide):
    mention_of(EntityFactory(name="بلینکن"))
    name = deleted(EntityFactory(name="بلینکین"))
    with pytest.raises(CurationError, match="«بلینکین» دیگر وجود ندارد"):
        decide(name, curator)
    assert not Decision.objects.exists()
    assert not RejectedSpelling.objects.exists()


def test_names_that_are_gone_are_merged_no_more(curator):
    into, stays, goes = EntityFactory.create_batch(3)
    gone = deleted(goes)
    assert curation.merge([stays, gone], into, curator).merged == (stays.name,)
    with pytest.raises(CurationError, match="دو نام متفاوت"):
        curation.merge([stays, gone], into, curator)


def test_two_merges_in_opposite_directions_leave_one_name(curator):
    one, other = EntityFactory(name="بلینکن"), EntityFactory(name="بلینکین")
    curation.merge([one], other, curator)
    with pytest.raises(CurationError, match="دیگر وجود ندارد"):
        curation.merge([other], one, curator)
    assert Entity.objects.get() == other


def test_names_are_deleted_once(curator):
    entity = EntityFactory()
    assert curation.delete([entity], curator) == 1
    assert curation.delete([Entity(pk=entity.pk or 1, name="نام")], curator) == 0
    assert Decision.objects.count() == 1


@pytest.mark.parametrize("decide", [curation.confirm, curation.reject])
def test_mentions_that_are_gone_are_not_counted(curator, decide):
    kept, gone = mention_of(EntityFactory()), mention_of(EntityFactory())
    stale = [kept, Mention.objects.get(pk=gone.pk)]
    gone.delete()
    outcome = decide(stale, curator)
    assert (outcome.changed, outcome.decision.mentions) == (1, 1)


@pytest.mark.parametrize("decide", [curation.confirm, curation.reject])
def test_a_mention_that_means_another_name_by_now_is_not_decided(curator, decide):
    """A curator says «it is this name» of the name on the page, not of the one since linked."""
    mention = mention_of(EntityFactory(name="بلینکن"))
    seen = Mention.objects.get()
    curation.link([mention], EntityFactory(name="آنتونی بلینکن"), curator)
    before = Mention.objects.values().get()
    assert decide([seen], curator).changed == 0
    assert Mention.objects.values().get() == before


@pytest.mark.parametrize("decide", [quotations.confirm, quotations.reject])
def test_a_statement_of_another_speaker_by_now_is_not_decided(curator, decide):
    seen = QuotationFactory()
    quotations.attribute([seen], EntityFactory(name="بلینکن"), curator)
    assert decide([seen], curator) == 0


def test_a_spelling_that_left_the_name_is_not_split_off(curator):
    entity = EntityFactory(name="کاظمی", aliases=["محمد کاظمی", "باقر کاظمی"])
    chosen = list(entity.aliases.filter(text="محمد کاظمی"))
    other = EntityFactory(name="محمد")
    Alias.objects.filter(text="محمد کاظمی").update(entity=other)
    with pytest.raises(CurationError, match="دست‌کم یک شکل"):
        curation.split(entity, Entity(name="تازه", kind="person"), curator, aliases=chosen)
    assert other.aliases.filter(text="محمد کاظمی").exists()


# --- what others write while a decision begins ----------------------------------------------


def test_a_merge_keeps_what_an_editor_wrote_until_the_names_were_locked(curator, monkeypatch):
    into, goes = EntityFactory(name="بلینکن"), EntityFactory(name="بلینکین", latin_name="Blinken")

    def edited():
        Entity.objects.filter(pk=into.pk).update(description="وزیر خارجه", latin_name="A. Blinken")
        Alias.objects.create(entity=goes, text="آنتونی")

    just_before_locking(monkeypatch, Entity, edited)
    curation.merge([goes], into, curator)
    into.refresh_from_db()
    assert (into.description, into.latin_name) == ("وزیر خارجه", "A. Blinken")
    assert into.aliases.filter(text="آنتونی").exists()


def test_an_undo_keeps_what_an_editor_wrote_until_the_name_was_locked(curator, monkeypatch):
    into, goes = EntityFactory(name="بلینکن"), EntityFactory(name="بلینکین", latin_name="Blinken")
    decision = curation.merge([goes], into, curator).decision

    def edited():
        Entity.objects.filter(pk=into.pk).update(description="وزیر خارجه", latin_name="A. Blinken")

    just_before_locking(monkeypatch, Entity, edited)
    curation.undo(decision, curator)
    into.refresh_from_db()
    assert (into.description, into.latin_name) == ("وزیر خارجه", "A. Blinken")


def test_what_two_refuse_at_once_is_refused_once(curator, monkeypatch):
    """The second is not told of an error: what it says is said."""

    seen = changes.has_double

    def looked(row, constraints):
        found = seen(row, constraints)
        RejectedSpelling.objects.create(key=row.key)  # of another process, just now
        return found

    monkeypatch.setattr(changes, "has_double", looked)
    outcome = curation.reject_spelling("فردا", None, curator)
    assert outcome.decision is not None
    assert RejectedSpelling.objects.count() == 1
