"""Lines of the review queue and refusals stay true whoever writes or deletes what they name."""

import pytest
from django.db import IntegrityError, transaction

from articles.models import Entity, RejectedSpelling, Suggestion
from articles.recognition import suggestions
from tests.factories import ArticleFactory, EntityFactory, MentionFactory

pytestmark = pytest.mark.django_db


def test_the_queue_has_no_line_for_a_name_that_was_deleted_by_any_means():
    entity = EntityFactory(name="ظریف")
    mention = MentionFactory(
        article=ArticleFactory(body="ظریف آمد"), entity=entity, status="suggested"
    )
    suggestions.recount([mention.key])
    assert Suggestion.objects.get().entity == entity
    Entity.objects.filter(pk=entity.pk).delete()
    assert not Suggestion.objects.exists()


@pytest.mark.parametrize(
    "refused",
    [
        {},
        {"kind": "person", "name": "لاوروف"},
    ],
    ids=["of no name", "of a deleted name"],
)
def test_a_spelling_is_refused_once(refused):
    RejectedSpelling.objects.create(key="فردا", **refused)
    with pytest.raises(IntegrityError), transaction.atomic():
        RejectedSpelling.objects.create(key="فردا", **refused)


def test_what_is_refused_of_one_name_may_be_refused_of_another():
    for entity in EntityFactory.create_batch(2):
        RejectedSpelling.objects.create(key="فردا", entity=entity)
    RejectedSpelling.objects.create(key="فردا")
    RejectedSpelling.objects.create(key="فردا", kind="person", name="لاوروف")
    RejectedSpelling.objects.create(key="فردا", kind="place", name="لاوروف")
    assert RejectedSpelling.objects.count() == 5
