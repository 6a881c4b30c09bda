"""Pages of names in a real browser."""

from itertools import combinations

import pytest

from articles import pipeline
from articles.models import Kind
from tests.browser.conftest import DESKTOP, PHONE
from tests.factories import ArticleFactory, EntityFactory

pytestmark = pytest.mark.django_db(transaction=True)

# Where letters are, in pixels of the page.
BOXES = """selector => [...document.querySelectorAll(selector)].map(label => {
  const { left, right, top, bottom } = label.getBoundingClientRect();
  return [left, top, right, bottom];
})"""


@pytest.fixture
def names(chromium, live_server):
    """Thirteen names that are all in the news together, some of them long."""
    wide = "سازمان سراسری پژوهش‌های گسسته"
    with pipeline.deferred():
        found = [EntityFactory(name="سیمرغ البرز", kind=Kind.PERSON)] + [
            EntityFactory(name=name, kind=list(Kind)[n % 4])
            for n, name in enumerate(
                ["ری", "دماوند", "نرگس رها", "هلال احمر"]
                + [f"{wide} {n}" for n in ["شش", "هفت", "نه"]]
                + ["جشن برف", "کوه قاف", "ناهید شیدایی‌فر", "دریای چیچست", "ورزشگاه بزرگ شهر"]
            )
        ]
        for month in (3, 5, 7):
            for _ in range(2):
                ArticleFactory(
                    body="، ".join(name.name for name in found) + ".",
                    published_at=f"2023-0{month}-07T08:00:00Z",
                )
    pipeline.catch_up()
    return found


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_labels_of_the_network_do_not_overlap(names, open_page, viewport):
    page = open_page(names[0].get_absolute_url(), viewport=viewport)
    page.evaluate("document.fonts.ready")
    boxes = page.evaluate(BOXES, ".network__label")
    assert len(boxes) > 12
    assert all(box[0] >= 0 and box[2] <= viewport["width"] for box in boxes)
    assert not [pair for pair in combinations(boxes, 2) if overlap(*pair)]


def test_the_network_is_walked_by_keyboard(names, open_page):
    page = open_page(names[0].get_absolute_url(), viewport=DESKTOP)
    first = page.locator(".network__link").first
    first.focus()
    page.keyboard.press("Tab")
    label = page.evaluate("document.activeElement.getAttribute('aria-label')")
    assert "خبر" in label
    page.keyboard.press("Enter")
    page.get_by_role("heading", level=1, name=label.partition("،")[0]).wait_for()


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_five_lines_have_labels_that_can_be_read(names, open_page, viewport):
    chosen = "&".join(f"name={name.pk}" for name in names[:5])
    page = open_page(f"/names/compare/?{chosen}", viewport=viewport)
    page.evaluate("document.fonts.ready")
    for part in ("labels", "times", "levels"):
        selector = f".line-chart__{part} text"
        boxes = [box for box in page.evaluate(BOXES, selector) if box[2] > box[0]]
        assert all(box[0] >= 0 and box[2] <= viewport["width"] for box in boxes)
        assert not [pair for pair in combinations(boxes, 2) if overlap(*pair)], part
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]


def test_a_name_is_added_by_its_beginning_and_taken_off_again(names, open_page):
    page = open_page(f"/names/compare/?name={names[0].pk}", viewport=DESKTOP)
    page.locator("#add").press_sequentially("دما")
    page.get_by_role("option", name="دماوند").wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/names/compare/?name={names[0].pk}&name={names[2].pk}")
    page.get_by_role("link", name="حذف سیمرغ البرز از نمودار").click()
    page.wait_for_url(f"**/names/compare/?name={names[2].pk}")


def test_so_it_is_without_scripts(names, open_page):
    page = open_page(f"/names/compare/?name={names[0].pk}", java_script_enabled=False)
    page.locator("#add").fill("دماوند")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/names/compare/?name={names[0].pk}&name={names[2].pk}")
    page.get_by_text("نمایش به‌صورت جدول").click()
    page.get_by_role("cell").get_by_role("link").first.click()
    page.get_by_role("heading", name="۲ خبر").wait_for()


def overlap(one, other) -> bool:
    """Whether two boxes share more than a pixel in both directions."""
    return (
        min(one[2], other[2]) - max(one[0], other[0]) > 1
        and min(one[3], other[3]) - max(one[1], other[1]) > 1
    )
