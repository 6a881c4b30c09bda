"""A mention of a name has the name's kind, whoever writes either."""

import pytest
from django.db import connection

from articles import curation
from articles.models import Entity, Kind, Mention, Suggestion
from articles.models.kinds import _lay_down, _take_away
from articles.recognition import mentions, reading, recogniser, storing, suggestions
from articles.recognition.teaching import archive_texts
from tests.factories import ArticleFactory, EntityFactory, MentionFactory

pytestmark = pytest.mark.django_db

CLUB = "استقلال تهران"


@pytest.fixture
def club():
    return EntityFactory(name=CLUB, kind=Kind.PLACE)


@pytest.fixture
def mention(club):
    return MentionFactory(article=ArticleFactory(body=f"{CLUB} برد."), entity=club)


def kinds() -> set[str]:
    return set(Mention.objects.values_list("kind", flat=True))


def test_a_name_that_gets_another_kind_takes_decided_mentions_along(club, mention, admin_user):
    curation.confirm([mention], admin_user)
    club.kind = Kind.ORGANISATION
    club.save()
    assert kinds() == {"organisation"}
    ((_, tags),) = next(archive_texts())
    assert tags[:2] == ["B-ORG", "I-ORG"]


def test_so_does_one_that_is_changed_in_bulk(club, mention):
    Entity.objects.update(kind=Kind.EVENT)
    assert kinds() == {"event"}


def test_a_mention_takes_the_kind_of_its_name_however_it_is_written(club, mention):
    Mention.objects.update(kind=Kind.PERSON)
    Mention.objects.bulk_create(
        [
            Mention(
                article=mention.article, field="title", start=0, end=3, text="خبر", entity=club,
                kind=Kind.EVENT, origin="rule", status="confirmed",
            )
        ]
    )  # fmt: skip
    assert kinds() == {"place"}


def test_a_mention_without_a_name_keeps_its_own(mention):
    Mention.objects.update(entity=None, kind=Kind.PERSON)
    assert kinds() == {"person"}


def test_undoing_a_link_restores_no_kind_that_the_name_lost(club, mention, admin_user):
    other = EntityFactory(name="استقلال خوزستان", kind=Kind.ORGANISATION)
    decision = curation.link([mention], other, admin_user).decision
    Entity.objects.filter(pk=club.pk).update(kind=Kind.EVENT)
    curation.undo(decision, admin_user)
    mention.refresh_from_db()
    assert (mention.entity, mention.kind) == (club, "event")


def test_a_kind_that_changed_while_an_article_was_read_is_the_one_stored(club):
    article = ArticleFactory(body=f"{CLUB} برد.")
    names = recogniser.current()
    found = reading.read([article], names)
    Entity.objects.update(kind=Kind.ORGANISATION)
    assert storing.store(found, names).changed == [article.pk]
    assert kinds() == {"organisation"}
    mentions.store([article], names)
    assert storing.store(reading.read([article], names), names).changed == []


def test_the_line_of_the_review_queue_goes_along(club):
    article = ArticleFactory(body=f"{CLUB} برد.")
    MentionFactory(article=article, entity=club, status="suggested")
    suggestions.rebuild()
    Entity.objects.update(kind=Kind.ORGANISATION)
    assert Suggestion.objects.get().kind == "organisation"
    assert suggestions.audit() == []


def test_migrations_may_make_tables_anew(mention, club):
    """As SQLite does to alter a column: no trigger may stand in the way, nor be lost."""
    _take_away("default", plan=["a migration"])
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM sqlite_master WHERE type = 'trigger'")
            assert cursor.fetchone() == (0,)
    _lay_down("default")
    _lay_down("default")
    Entity.objects.update(kind=Kind.EVENT)
    assert kinds() == {"event"}
