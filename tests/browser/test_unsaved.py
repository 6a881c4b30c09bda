"""Text typed into a form of the desk is not lost: by leaving, by closing, by a session's end."""

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session

from tests.browser.conftest import DESKTOP, EVERYWHERE, PHONE, wait_until
from tests.browser.test_barriers import violations_on
from tests.browser.test_staff import log_in
from tests.factories import ArticleFactory

pytestmark = pytest.mark.django_db(transaction=True)

ADD = "/admin/articles/article/add/"
KEPT = "Object.keys(localStorage).filter(name => name.startsWith('draft:')).length"


@pytest.fixture
def staff(chromium, django_user_model):
    django_user_model.objects.create_superuser("sardabir", password="a-long-passphrase")


@pytest.fixture
def article():
    return ArticleFactory(title="برف در دماوند", body="متن")


def form_of(open_page, article, **options):
    page = open_page(f"/admin/articles/article/{article.pk}/change/", **options)
    log_in(page)
    return page


def type_title(page, title="برف سنگین"):
    page.locator("#id_title").fill(title)
    wait_until(page, f"{KEPT} === 1")


@pytest.mark.parametrize("options", EVERYWHERE)
def test_a_link_asks_before_unsaved_text_is_left(staff, article, open_page, options):
    page = form_of(open_page, article, **options)
    type_title(page)
    page.get_by_role("link", name="نظرها").first.click()
    question = page.get_by_role("dialog", name="تغییرات ذخیره نشده است.")
    question.wait_for()
    assert violations_on(page) == []
    question.get_by_role("button", name="ماندن در صفحه").click()
    assert page.locator("#id_title").input_value() == "برف سنگین"
    page.get_by_role("link", name="نظرها").first.click()
    question.get_by_role("button", name="رها کردن تغییرات").click()
    page.wait_for_url("**/comment/")
    assert page.evaluate(KEPT) == 0


def test_closing_the_page_asks_and_an_untouched_form_does_not(staff, article, open_page):
    page = form_of(open_page, article, viewport=DESKTOP)
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.reload()
    assert asked == []
    page.locator("#id_title").press_sequentially("و")
    page.reload()
    assert asked == ["beforeunload"]


@pytest.mark.parametrize("options", EVERYWHERE)
def test_a_draft_is_offered_again_until_it_is_saved(staff, article, open_page, options):
    page = form_of(open_page, article, **options)
    page.on("dialog", lambda dialog: dialog.accept())
    type_title(page)
    page.goto("/admin/")
    page.get_by_role("link", name="برف در دماوند").first.click()
    page.get_by_text("نوشتهٔ ذخیره‌نشده‌ای از").wait_for()
    assert violations_on(page) == []
    assert page.locator("#id_title").input_value() == "برف در دماوند"
    page.get_by_role("button", name="بازگرداندن نوشته").click()
    page.get_by_text("هنوز ذخیره نشده است").wait_for()
    assert page.locator("#id_title").input_value() == "برف سنگین"
    article.refresh_from_db()
    assert article.title == "برف در دماوند"
    page.get_by_role("button", name="ذخیره و ادامهٔ ویرایش").click()
    page.locator(".messagelist .success").wait_for()
    article.refresh_from_db()
    assert article.title == "برف سنگین"
    assert page.evaluate(KEPT) == 0
    assert page.locator(".draft-offer").count() == 0


def test_text_survives_the_end_of_the_session_and_is_that_of_its_user_only(
    staff, article, open_page
):
    User.objects.create_superuser("dabir2", password="a-long-passphrase")
    page = form_of(open_page, article, viewport=PHONE)
    page.on("dialog", lambda dialog: dialog.accept())
    type_title(page)
    Session.objects.all().delete()
    page.goto("/admin/articles/article/")
    log_in(page, "dabir2")
    page.goto(f"/admin/articles/article/{article.pk}/change/")
    assert page.locator(".draft-offer").count() == 0
    page.get_by_role("button", name="خروج").click()
    page.wait_for_load_state()
    page.goto("/admin/")
    log_in(page)
    page.get_by_role("link", name="برف در دماوند").first.click()
    page.get_by_role("button", name="بازگرداندن نوشته").click()
    page.get_by_text("هنوز ذخیره نشده است").wait_for()
    assert page.locator("#id_title").input_value() == "برف سنگین"


def test_saving_without_a_session_comes_back_to_the_form_as_typed(staff, article, open_page):
    page = form_of(open_page, article, viewport=DESKTOP)
    type_title(page)
    Session.objects.all().delete()
    page.get_by_role("button", name="ذخیره", exact=True).click()
    log_in(page)
    page.get_by_text("هنوز ذخیره نشده است").wait_for()
    assert page.locator("#id_title").input_value() == "برف سنگین"
    assert page.locator(".draft-offer").count() == 0, "it is in the form already"
    page.get_by_role("button", name="ذخیره", exact=True).click()
    page.locator(".messagelist .success").wait_for()
    assert page.evaluate(KEPT) == 0


def test_two_new_articles_in_two_tabs_keep_a_draft_each(staff, open_page):
    page = open_page(ADD, viewport=DESKTOP)
    log_in(page)
    other = page.context.new_page()
    other.goto(ADD)
    page.locator("#id_title").fill("نخست")
    other.locator("#id_title").fill("دوم")
    wait_until(page, f"{KEPT} === 2")


@pytest.mark.parametrize(
    ("choice", "left"), [("خروج و نگه داشتن نوشته‌ها", 1), ("خروج و حذف نوشته‌ها", 0)]
)
def test_who_logs_out_chooses_what_becomes_of_his_drafts(staff, article, open_page, choice, left):
    page = form_of(open_page, article, viewport=PHONE)
    type_title(page)
    page.get_by_role("button", name="خروج").click()
    page.get_by_role("button", name=choice).click()
    page.get_by_role("heading", name="خارج شدید").wait_for()
    assert page.evaluate(KEPT) == left
