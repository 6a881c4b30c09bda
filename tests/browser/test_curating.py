"""A curator works off the queue with the keyboard alone, in a real browser."""

import pytest

from articles import pipeline
from articles.models import (
    Alias,
    Decision,
    Entity,
    Mention,
    PendingArticle,
    RejectedSpelling,
)
from articles.recognition import suggestions
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.test_barriers import violations_on
from tests.browser.test_staff import log_in, staff
from tests.factories import ArticleFactory, EntityFactory, MentionFactory

pytestmark = pytest.mark.django_db(transaction=True)
QUEUE = "/admin/articles/suggestion/"

__all__ = ["staff"]


@pytest.fixture
def waiting():
    """Four spellings, most frequent first; the first proposes a name."""
    with pipeline.deferred():
        _suggest()
    PendingArticle.objects.all().delete()
    suggestions.rebuild()


def _suggest():
    tehran = EntityFactory(name="تهران", kind="place")
    EntityFactory(name="رضا زرتاشپور", latin_name="Reza Zartashpour")
    for number, (text, entity) in enumerate(
        [("دلشادفر", None), ("فردا", None), ("زرتاشپور", None), ("تهران", tehran)], start=1
    ):
        for _ in range(number):
            MentionFactory(
                article=ArticleFactory(body=f"دیروز {text} گفت"), text=text, entity=entity,
                kind="place" if entity else "person", origin="model", status="suggested",
            )  # fmt: skip


def shows(page, text):
    page.get_by_role("heading", level=2, name=text).wait_for()


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_every_decision_has_its_key(staff, waiting, open_page, viewport):
    page = open_page(QUEUE, viewport=viewport)
    log_in(page)
    shows(page, "تهران")
    page.keyboard.press("y")
    shows(page, "زرتاشپور")
    assert "«تهران» تأیید شد" in page.locator("#review-status").text_content()
    page.keyboard.press("l")
    page.keyboard.type("reza")
    page.locator("#review-names").get_by_text("Reza Zartashpour").wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    shows(page, "فردا")
    page.keyboard.press("n")
    shows(page, "دلشادفر")
    page.keyboard.press("u")
    shows(page, "فردا")
    assert not RejectedSpelling.objects.exists()
    page.keyboard.press("j")
    shows(page, "دلشادفر")
    page.keyboard.press("m")
    page.keyboard.type("مینا دلشادفر")
    page.keyboard.press("Enter")
    shows(page, "فردا")
    assert Mention.objects.confirmed().filter(text="تهران").count() == 4
    assert Alias.objects.filter(entity__name="رضا زرتاشپور", text="زرتاشپور").exists()
    assert Entity.objects.get(name="مینا دلشادفر").mentions.count() == 1
    assert Decision.objects.filter(undone_at__isnull=False).count() == 1


def test_the_keys_are_explained_and_nothing_bars_the_way(staff, waiting, open_page):
    page = open_page(QUEUE, viewport=DESKTOP)
    log_in(page)
    for address in (QUEUE, "/admin/articles/decision/", "/admin/"):
        page.goto(address)
        assert (address, violations_on(page)) == (address, [])
    page.goto(QUEUE)
    page.keyboard.press("n")
    shows(page, "زرتاشپور")
    page.keyboard.press("?")
    page.get_by_role("dialog", name="کلیدهای میانبر").wait_for()
    assert violations_on(page) == []
    page.keyboard.press("Escape")
    page.set_viewport_size({"width": 320, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_without_javascript_the_queue_is_plain_forms(staff, waiting, open_page):
    page = open_page(QUEUE, viewport=PHONE, java_script_enabled=False)
    log_in(page)
    page.get_by_role("button", name="تأیید: «تهران» است").click()
    shows(page, "زرتاشپور")
    page.get_by_role("button", name="رد: نام نیست").click()
    shows(page, "فردا")
