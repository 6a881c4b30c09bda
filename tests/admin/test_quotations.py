import html

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import curation
from articles.admin.quotations import said_before
from articles.models import Decision, Entity, Quotation
from tests.factories import ArticleFactory, EntityFactory, QuotationFactory

pytestmark = pytest.mark.django_db

LIST = "/admin/articles/quotation/"
TEXT = "<b>صلح</b> نزدیک است"


@pytest.fixture
def quotation():
    article = ArticleFactory(body=f"لاوروف گفت که {TEXT}.")
    speaker = EntityFactory(name="سرگئی لاوروف")
    return QuotationFactory(
        article=article, speaker=speaker, text=TEXT, cue_start=7, speaker_start=0, speaker_end=6
    )


def test_a_statement_is_shown_behind_its_speaker_and_escaped(desk, quotation):
    page = desk.get(LIST).content.decode()
    assert "لاوروف گفت که <mark>&lt;b&gt;صلح&lt;/b&gt; نزدیک است</mark>" in page


def test_an_edited_article_shows_only_the_verb(quotation):
    quotation.article.body = "متن دیگر شد."
    assert said_before(quotation) == "(گفت) "


def test_chosen_statements_are_confirmed_and_rejected(run_action, quotation):
    run_action("quotation", "confirm", [quotation])
    quotation.refresh_from_db()
    assert (quotation.status, quotation.origin) == ("confirmed", "curator")
    page = run_action("quotation", "reject", [quotation]).content.decode()
    quotation.refresh_from_db()
    assert quotation.status == Quotation.Status.REJECTED
    assert "۱ نقل‌قول رد شد" in page


def test_one_whose_speaker_is_deleted_can_be_given_to_another_name(
    desk, run_action, quotation, admin_user
):
    run_action("quotation", "reject", [quotation])
    curation.delete([quotation.speaker], admin_user)
    assert not Entity.objects.exists()
    page = run_action("quotation", "confirm", [quotation]).content.decode()
    assert "۰ نقل‌قول تأیید شد" in page
    assert TEXT in html.unescape(desk.get(LIST).content.decode())
    data = {"status": "confirmed", "speaker": EntityFactory(name="آنگلا مرکل").pk}
    assert desk.post(f"{LIST}{quotation.pk}/change/", data).status_code == 302
    quotation.refresh_from_db()
    assert (quotation.speaker.name, quotation.status) == ("آنگلا مرکل", "confirmed")


@pytest.mark.parametrize(("number", "shown"), [(1, "۱ نقل‌قول"), (12, "۱۲ نقل‌قول")])
def test_the_log_says_how_many_statements_were_decided(desk, run_action, number, shown):
    run_action("quotation", "reject", QuotationFactory.create_batch(number))
    assert f'class="field-decided">{shown}</td>' in desk.get("/admin/articles/decision/").text


def test_the_log_counts_no_mentions_where_older_rows_counted_no_statements(desk, run_action):
    run_action("quotation", "reject", QuotationFactory.create_batch(2))
    Decision.objects.update(quotations=0)
    assert 'class="field-decided">—</td>' in desk.get("/admin/articles/decision/").text


def test_a_statement_is_given_to_another_name(desk, quotation):
    other = EntityFactory(name="آنگلا مرکل")
    data = {"status": "confirmed", "speaker": other.pk}
    assert desk.post(f"{LIST}{quotation.pk}/change/", data).status_code == 302
    quotation.refresh_from_db()
    assert (quotation.speaker, quotation.origin) == (other, "curator")
    assert quotation.speaker_start == quotation.speaker_end


def test_a_statement_is_rejected_whatever_speaker_the_form_has_beside_that(desk, quotation):
    other = EntityFactory(name="آنگلا مرکل")
    desk.post(f"{LIST}{quotation.pk}/change/", {"status": "rejected", "speaker": other.pk})
    quotation.refresh_from_db()
    assert (quotation.status, quotation.origin) == ("rejected", "curator")


def test_what_was_said_of_a_statement_is_in_the_log_and_can_be_undone(desk, quotation):
    other = EntityFactory(name="آنگلا مرکل")
    desk.post(f"{LIST}{quotation.pk}/change/", {"status": "confirmed", "speaker": other.pk})
    log = "/admin/articles/decision/"
    decision = Decision.objects.get()
    assert "نزدیک است» از «آنگلا مرکل» است" in desk.get(log).text
    desk.post(f"{log}{decision.pk}/undo/")
    undone = Quotation.objects.get(pk=quotation.pk)
    for name in ("speaker", "speaker_start", "speaker_end", "origin", "status"):
        assert getattr(undone, name) == getattr(quotation, name)


def test_statements_are_found_by_any_spelling_of_the_speaker(desk, quotation):
    QuotationFactory(article=ArticleFactory(body="صلح نزدیک است"))
    found = desk.get(LIST, {"q": "سرگئي‌لاوروف"}).context["cl"].result_list
    assert list(found) == [quotation]


def test_curators_decide_and_editors_do_not_see_them(as_role, quotation):
    assert as_role("curator").get(f"{LIST}{quotation.pk}/change/").status_code == 200
    assert as_role("editor").get(LIST).status_code == 403


def test_the_list_costs_the_same_for_many(desk, quotation):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            desk.get(LIST)
        return len(captured)

    few = queries()
    for number in range(10):
        article = ArticleFactory(body=f"گفت که روز {number} آمد.")
        QuotationFactory(article=article, text=f"روز {number} آمد")
    assert queries() == few
