"""Every list of the staff asks the same number of questions however many rows it has."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import Decision, PendingArticle
from tests.factories import (
    ArticleFactory,
    CommentFactory,
    EntityFactory,
    MentionFactory,
    QuotationFactory,
)

pytestmark = pytest.mark.django_db


def add_rows(user):
    article = ArticleFactory(body="در تهران گفت که صلح نزدیک است.")
    entity = EntityFactory(name="تهران", aliases=["طهران"])
    MentionFactory(article=article, entity=entity, status="suggested")
    QuotationFactory(article=article, speaker=entity)
    CommentFactory(article=article, status="pending")
    decision = Decision.objects.create(action="reject", summary="رد «تهران»", user=user)
    PendingArticle.objects.add([article.pk], recognise=False, decision_id=decision.pk)


@pytest.mark.parametrize(
    "model", ["article", "entity", "mention", "quotation", "comment", "decision"]
)
@pytest.mark.parametrize("query", ["", "?q=تهران"])
def test_more_rows_ask_no_more_questions(desk, admin_user, model, query):
    address = reverse(f"admin:articles_{model}_changelist") + query

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(address).status_code == 200
            return len(queries)

    add_rows(admin_user)
    few = asked()
    for _ in range(8):
        add_rows(admin_user)
    assert asked() == few
