import pytest

from articles import curation
from articles.errors import CurationError
from articles.models import Alias, Entity, Mention
from tests.factories import ArticleFactory, EntityFactory, MentionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def both():
    """One name under which two men were put."""
    entity = EntityFactory(name="کاظمی", aliases=["محمد کاظمی", "باقر کاظمی"])
    for text in ("محمد کاظمی", "محمد‌کاظمی", "باقر کاظمی"):
        MentionFactory(article=ArticleFactory(body=text), text=text, entity=entity)
    return entity


def alias(text):
    return Alias.objects.filter(text=text)


def test_spellings_go_with_all_mentions_so_spelt(both, curator):
    new = Entity(name="محمد کاظمی", kind="person")
    decision = curation.split(both, new, curator, aliases=alias("محمد کاظمی"))
    assert set(new.aliases.values_list("text", flat=True)) == {"محمد کاظمی"}
    assert new.mentions.count() == decision.mentions == 2
    assert both.mentions.count() == 1
    assert "۲ اشاره" in decision.summary


def test_single_mentions_go_as_a_persons_word(both, curator):
    other = EntityFactory(name="باقر کاظمی نژاد")
    curation.split(both, other, curator, mentions=Mention.objects.filter(text="باقر کاظمی"))
    moved = other.mentions.get()
    assert (moved.origin, moved.status) == ("curator", "confirmed")
    assert both.aliases.count() == 3


def test_a_spelling_that_the_other_name_has_is_not_doubled(both, curator):
    other = EntityFactory(name="محمد کاظمی")
    curation.split(both, other, curator, aliases=alias("محمد کاظمی").filter(entity=both))
    assert other.aliases.count() == 1
    assert both.aliases.count() == 2


@pytest.mark.parametrize(
    ("aliases", "into", "message"),
    [
        ([], "تازه", "دست‌کم یک شکل یا یک اشاره"),
        (["محمد کاظمی"], None, "نام دیگری"),
        (["کاظمی", "محمد کاظمی", "باقر کاظمی"], "تازه", "باید برای «کاظمی» بماند"),
    ],
)
def test_what_makes_no_sense_is_refused(both, curator, aliases, into, message):
    target = Entity(name=into, kind="person") if into else both
    with pytest.raises(CurationError, match=message):
        curation.split(both, target, curator, aliases=Alias.objects.filter(text__in=aliases))
    assert Entity.objects.count() == 1
