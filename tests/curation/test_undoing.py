"""Every decision can be taken back, exactly; and is not, when others stand on it."""

import pytest

from articles import curation, pipeline
from articles.errors import CurationError
from articles.models import (
    Alias,
    Article,
    Decision,
    Entity,
    Mention,
    PendingArticle,
    Proposal,
    Quotation,
    RejectedSpelling,
    Suggestion,
)
from articles.recognition import suggestions
from articles.search import archive
from articles.search.request import SearchRequest
from tests.factories import ArticleFactory, EntityFactory, MentionFactory

pytestmark = pytest.mark.django_db


def everything():
    """All that a curator may have changed, as comparable values."""
    return {
        "entities": list(
            Entity.objects.order_by("pk").values_list(
                "pk", "name", "kind", "latin_name", "slug", "description", "links", "created_at"
            )
        ),
        "aliases": list(Alias.objects.order_by("pk").values_list("pk", "entity", "text", "key")),
        "mentions": list(Mention.objects.order_by("pk").values_list()),
        "quotations": list(Quotation.objects.order_by("pk").values_list()),
        "rejected": set(RejectedSpelling.objects.values_list("pk", "key", "entity")),
        "queue": set(
            Suggestion.objects.values_list(
                "key", "kind", "entity", "text", "mentions", "articles", "weight"
            )
        ),
    }


def suggest(text="زرتاشپور", entity=None, **fields):
    article = ArticleFactory(body=f"دیروز {text} گفت")
    values = {"origin": "model", "status": "suggested", "kind": "person"} | fields
    mention = MentionFactory(article=article, text=text, entity=entity, **values)
    suggestions.recount([mention.key])
    return mention


def last() -> Decision:
    return Decision.objects.first()


def confirm(user):
    curation.confirm([suggest(entity=EntityFactory(name="زرتاشپور"))], user)


def two_names():
    into = EntityFactory(name="بلینکن", description="وزیر", aliases=["وزیر بلینکن"])
    goes = EntityFactory(
        name="بلینکین", latin_name="Blinken", links="https://a.example/", aliases=["وزیر بلینکن"]
    )
    for status in ("confirmed", "suggested"):
        suggest("بلینکین", entity=goes, status=status, origin="gazetteer")
    suggest("بلینکین", entity=goes, status="rejected", origin="curator")
    RejectedSpelling.objects.create(key="بلینکان", entity=goes)
    Quotation.objects.create(
        article=Article.objects.first(), field="body", start=0, end=5, text="دیروز", cue="گفت",
        cue_start=14, speaker=goes, speaker_start=6, speaker_end=13, form="indirect",
        origin="rule", status="confirmed",
    )  # fmt: skip
    return into, goes


DECISIONS = {
    "confirm": lambda user: curation.confirm(Mention.objects.all(), user),
    "reject": lambda user: curation.reject(Mention.objects.all(), user),
    "reject a spelling": lambda user: curation.reject_spelling(
        "بلینکین", Entity.objects.get(name="بلینکین"), user
    ),
    "link": lambda user: curation.link(
        Mention.objects.all(), Entity.objects.get(name="بلینکن"), user, learn=True
    ),
    "make": lambda user: curation.make(
        Mention.objects.all(), Entity(name="تونی بلینکن", kind="person"), user
    ),
    "merge": lambda user: curation.merge(
        Entity.objects.all(), Entity.objects.get(name="بلینکن"), user
    ),
    "split": lambda user: curation.split(
        Entity.objects.get(name="بلینکین"),
        Entity(name="تازه", kind="place"),
        user,
        aliases=Alias.objects.filter(text="بلینکین"),
    ),
    "delete": lambda user: curation.delete(Entity.objects.filter(name="بلینکین"), user),
}


@pytest.mark.parametrize("decide", DECISIONS.values(), ids=DECISIONS)
def test_undoing_restores_exactly_what_was(curator, decide):
    two_names()
    before = everything()
    decide(curator)
    assert everything() != before
    decision = curation.undo(last(), curator)
    assert everything() == before
    assert (decision.undone_by, decision.notes.exists()) == (curator, True)


def test_a_decision_is_undone_but_once(curator):
    confirm(curator)
    curation.undo(last(), curator)
    with pytest.raises(CurationError, match="قبلاً واگرد"):
        curation.undo(last(), curator)


def test_what_a_later_decision_touched_is_undone_after_it(curator):
    into, goes = two_names()
    first = curation.merge([goes], into, curator).decision
    later = curation.reject(Mention.objects.filter(entity=into)[:1], curator).decision
    before = everything()
    with pytest.raises(CurationError, match="رد «بلینکین»"):
        curation.undo(first, curator)
    assert everything() == before
    curation.undo(later, curator)
    curation.undo(first, curator)
    assert Entity.objects.filter(name="بلینکین").exists()


def test_a_name_that_later_decisions_use_is_not_taken_away(curator):
    made = curation.make([suggest()], Entity(name="زرتاشپور", kind="person"), curator).decision
    entity = Entity.objects.get()
    curation.link([suggest("پورزرتاش")], entity, curator)
    with pytest.raises(CurationError, match="پیوند «پورزرتاش»"):
        curation.undo(made, curator)


def test_a_name_that_was_given_another_spelling_by_hand_is_not_taken_away(curator):
    made = curation.make([suggest()], Entity(name="زرتاشپور", kind="person"), curator).decision
    Alias.objects.create(entity=Entity.objects.get(), text="زرتاش")
    with pytest.raises(CurationError, match="شکل یا اشارهٔ دیگری"):
        curation.undo(made, curator)


def test_a_link_to_a_name_that_is_gone_is_not_restored_to_half(curator):
    into, goes = two_names()
    merged = curation.merge([goes], into, curator).decision
    curation.delete([into], curator)
    with pytest.raises(CurationError, match="حذف"):
        curation.undo(merged, curator)


def test_what_an_editor_wrote_since_is_kept(curator):
    into, goes = two_names()
    merged = curation.merge([goes], into, curator).decision
    into.latin_name = "Antony Blinken"
    into.save()
    curation.undo(merged, curator)
    into.refresh_from_db()
    assert (into.latin_name, into.links) == ("Antony Blinken", "")


def test_articles_deleted_since_are_no_obstacle(curator):
    _into, goes = two_names()
    curation.delete([goes], curator)
    Article.objects.order_by("pk").first().delete()
    curation.undo(last(), curator)
    assert Mention.objects.count() == 2


def test_a_machines_mention_yields_to_the_one_that_comes_back(curator):
    _into, goes = two_names()
    mention = Mention.objects.get(status="confirmed")
    curation.delete([goes], curator)
    MentionFactory(
        article=mention.article, text="بلینکین", kind="person", entity=None, status="suggested"
    )
    curation.undo(last(), curator)
    assert Mention.objects.get(article=mention.article) == mention


def test_what_the_merged_name_said_is_the_survivors(curator):
    into, goes = two_names()
    curation.merge([goes], into, curator)
    assert Quotation.objects.get().speaker == into


@pytest.mark.django_db(transaction=True)
def test_a_merge_and_its_undo_reach_the_index(curator):
    into = EntityFactory(name="آنتونی بلینکن")
    goes = EntityFactory(name="بلینکین")
    ArticleFactory(title="خبر", body="بلینکین آمد.")
    pipeline.catch_up()

    def total(entity):
        return archive.search(SearchRequest(names=(entity.pk,))).total

    assert (total(into), total(goes)) == (0, 1)
    merged = curation.merge([goes], into, curator).decision
    pipeline.catch_up()
    assert (total(into), total(goes)) == (1, 0)
    curation.undo(merged, curator)
    pipeline.catch_up()
    assert (total(into), total(goes)) == (0, 1)
    assert not PendingArticle.objects.exists()


class TestWhatIsThereAlreadyStands:
    """What an editor, or another decision, wrote meanwhile is kept and not doubled."""

    def test_a_spelling_split_off_and_written_again_by_hand(self, curator):
        entity = EntityFactory(name="محسن رضایی", aliases=["سردار رضایی"])
        into = EntityFactory(name="علی رضایی")
        chosen = entity.aliases.filter(text="سردار رضایی")
        decision = curation.split(entity, into, curator, aliases=chosen)
        by_hand = Alias.objects.create(entity=entity, text="سردار‌رضایی")
        curation.undo(decision, curator)
        assert Alias.objects.get(key=by_hand.key) == by_hand
        assert {alias.text for alias in into.aliases.all()} == {"علی رضایی"}

    def test_a_refusal_that_was_made_again(self, curator):
        into, goes = two_names()
        decision = curation.merge([goes], into, curator).decision
        [moved] = RejectedSpelling.objects.filter(key="بلینکان", entity=into)
        # As a data migration or a shell may leave it: the name is back, and refuses the same.
        Entity(pk=goes.pk, name=goes.name, kind=goes.kind).save(force_insert=True)
        again = RejectedSpelling.objects.create(key="بلینکان", entity=goes)
        decision.changes = [one for one in decision.changes if one["model"] != "entity"]
        decision.save()
        curation.undo(decision, curator)
        assert list(RejectedSpelling.objects.filter(key="بلینکان")) == [again]
        assert not RejectedSpelling.objects.filter(pk=moved.pk).exists()

    def test_a_refusal_of_a_deleted_name_that_another_deletion_left_as_well(self, curator):
        """Two names so called, each refused the same spelling, both deleted: one refusal."""
        names = EntityFactory.create_batch(2, name="بلینکن")
        for entity in names:
            RejectedSpelling.objects.create(key="بلینکان", entity=entity)
        before = everything()
        for entity in names:
            curation.delete([entity], curator)
        assert RejectedSpelling.objects.get().entity is None
        for decision in Decision.objects.all():
            curation.undo(decision, curator)
        assert everything() == before

    def test_a_place_that_a_curator_gave_to_another_name(self, curator):
        _into, goes = two_names()
        mention = Mention.objects.get(status="confirmed")
        curation.delete([goes], curator)
        decided = MentionFactory(
            article=mention.article,
            text="بلینکین",
            kind="person",
            entity=EntityFactory(name="تونی"),
            origin="curator",
        )
        curation.undo(last(), curator)
        assert Mention.objects.get(article=mention.article) == decided

    def test_a_statement_that_a_curator_gave_to_another_name(self, curator):
        _into, goes = two_names()
        said = Quotation.objects.get()
        curation.delete([goes], curator)
        said.pk, said.speaker, said.origin = None, EntityFactory(name="تونی"), "curator"
        said.save()
        curation.undo(last(), curator)
        assert Quotation.objects.get() == said


def test_a_mention_does_not_go_back_to_a_name_that_is_gone(curator):
    was, now = EntityFactory(name="زرتاشپور"), EntityFactory(name="زرتاش")
    mention = suggest(entity=was)
    decision = curation.link([mention], now, curator).decision
    Entity.objects.filter(pk=was.pk).delete()  # in a shell, where nothing is decided
    with pytest.raises(CurationError, match="دیگر وجود ندارد"):
        curation.undo(decision, curator)
    mention.refresh_from_db()
    assert mention.entity == now


def test_what_was_proposed_about_a_name_that_is_gone_does_not_come_back(curator):
    _into, goes = two_names()
    other = EntityFactory(name="تونی")
    Proposal.objects.create(entity=goes, other=other, text="تونی", key="تونی", reason="double")
    curation.delete([goes], curator)
    Entity.objects.filter(pk=other.pk).delete()
    curation.undo(last(), curator)
    assert Entity.objects.filter(pk=goes.pk).exists()
    assert not Proposal.objects.exists()


def test_a_spelling_that_an_editor_corrected_since_keeps_the_correction(curator):
    into, goes = two_names()
    merged = curation.merge([goes], into, curator).decision
    moved = into.aliases.get(text="بلینکین")
    moved.text = "بلینکینِ وزیر"
    moved.save()
    curation.undo(merged, curator)
    moved.refresh_from_db()
    assert (moved.entity, moved.text) == (goes, "بلینکینِ وزیر")
