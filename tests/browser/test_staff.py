"""From the desk of the staff to the reader, in a real browser."""

import pytest

from articles import pipeline
from tests.browser.conftest import DESKTOP, PHONE
from tests.factories import ArticleFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def staff(chromium, django_user_model):
    django_user_model.objects.create_superuser("sardabir", password="a-long-passphrase")


def log_in(page) -> None:
    page.get_by_label("نام کاربری").fill("sardabir")
    page.get_by_label("گذرواژه").fill("a-long-passphrase")
    page.keyboard.press("Enter")
    page.get_by_role("heading", level=1).first.wait_for()


def run_action(page, row: str, action: str) -> None:
    page.get_by_role("row", name=row).get_by_role("checkbox").check()
    page.locator("select[name=action]").first.select_option(action)
    page.locator(".actions button[type=submit]").first.click()
    page.locator(".messagelist").wait_for()


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_what_an_editor_publishes_a_reader_finds(staff, open_page, viewport):
    ArticleFactory(title="خبر دیگر")
    ArticleFactory(title="برف در دماوند", status="draft")
    pipeline.catch_up()
    reader = open_page("/search/?q=دماوند", viewport=viewport)
    reader.get_by_role("heading", name="نتیجه‌ای یافت نشد").first.wait_for()
    desk = open_page("/admin/articles/article/", viewport=viewport)
    log_in(desk)
    run_action(desk, "برف در دماوند", "publish")
    reader.reload()
    reader.get_by_role("link", name="برف در دماوند").click()
    reader.get_by_role("heading", level=1, name="برف در دماوند").wait_for()


def test_a_comment_goes_from_the_reader_over_the_desk_to_the_page(staff, open_page):
    article = ArticleFactory()
    reader = open_page(article.get_absolute_url(), viewport=PHONE)
    reader.get_by_label("نام", exact=True).fill("نرگس")
    reader.get_by_label("نظر", exact=True).fill("سپاس از گزارش")
    reader.get_by_role("button", name="ارسال نظر").click()
    reader.get_by_text("نظر شما رسید").wait_for()
    desk = open_page("/admin/articles/comment/", viewport=DESKTOP)
    log_in(desk)
    run_action(desk, "سپاس از گزارش", "approve")
    reader.goto(article.get_absolute_url())  # it kept the page from before
    reader.get_by_text("سپاس از گزارش").wait_for()
    reader.get_by_role("link", name="پاسخ به نرگس").click()
    reader.get_by_role("heading", name="پاسخ شما").wait_for()
