"""Every list of the staff asks the same number of questions however many rows it has."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import Decision, PendingArticle, PendingName
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
    PendingName.objects.add([entity.pk], "طهران", decision.pk)


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


def test_a_list_without_rows_says_so_and_counts_nothing(desk):
    page = desk.get(reverse("admin:articles_comment_changelist")).text
    assert "این فهرست خالی است." in page
    assert "نمایش همه" not in page
    assert "نتیجه (" not in page


def test_a_search_in_vain_names_what_was_sought_and_leads_back(desk, admin_user):
    add_rows(admin_user)
    page = desk.get(reverse("admin:articles_comment_changelist"), {"q": "<b>ناکجا"}).text
    assert "برای «<bdi>&lt;b&gt;ناکجا</bdi>» چیزی پیدا نشد" in page
    assert '<a href="?">نمایش همه</a>' in page


def test_only_what_was_searched_is_counted_as_results(desk, admin_user):
    add_rows(admin_user)
    address = reverse("admin:articles_entity_changelist")
    assert "نتیجه (" not in desk.get(address).text
    assert "۱ نتیجه (" in desk.get(address, {"q": "طهران"}).text


def test_a_filter_that_leaves_nothing_can_be_taken_off(desk, admin_user):
    add_rows(admin_user)
    page = desk.get(reverse("admin:articles_comment_changelist"), {"status__exact": "rejected"})
    assert "حذف همهٔ فیلترها" in page.text


@pytest.mark.parametrize("model", ["mention", "quotation", "comment"])
def test_a_long_headline_is_cut_at_a_word(desk, model):
    article = ArticleFactory(title="نشست " * 40, body="وزیر گفت که صلح نزدیک است.")
    entity = EntityFactory(name="نشست", kind="event")
    MentionFactory(article=article, entity=entity, field="title", status="suggested")
    QuotationFactory(article=article, speaker=entity)
    CommentFactory(article=article)
    page = desk.get(reverse(f"admin:articles_{model}_changelist")).text
    assert "نشست…</a>" in page
