"""The search page with htmx and completions, and the same without JavaScript."""

from datetime import UTC, datetime

import pytest

from articles import pipeline
from articles.models import AskedQuery
from tests.browser.conftest import DESKTOP, PHONE, wait_until
from tests.factories import ArticleFactory, CategoryFactory, EntityFactory

pytestmark = pytest.mark.django_db(transaction=True)

BOX = "#q"


@pytest.fixture
def archive(chromium, live_server):
    """Twelve articles about snow, one of them about the weather, and a name."""
    with pipeline.deferred():
        EntityFactory(name="برفک‌نیا", kind="person")
        for number in range(11):
            ArticleFactory(title=f"برف در کوچهٔ {number}")
        ArticleFactory(title="برف و هوا", category=CategoryFactory(name="هواشناسی"))
    pipeline.catch_up()


@pytest.fixture
def page(archive, open_page):
    """The search page, with a mark that a page load would wipe away."""
    page = open_page("/search/", viewport=DESKTOP)
    htmx_is_there(page)
    page.evaluate("window.sameDocument = true")
    return page


def htmx_is_there(page) -> None:
    """It comes after the first picture."""
    wait_until(page, "'htmx' in window")


def is_same_document(page) -> bool:
    return page.evaluate("window.sameDocument === true")


def focused(page) -> str:
    return page.evaluate("document.activeElement.id")


def wait_for_count(page, text: str) -> None:
    page.get_by_role("heading", name=text, exact=True).wait_for()


def ask(page, words: str) -> None:
    page.locator(BOX).fill(words)
    page.keyboard.press("Enter")


def facet(page):
    return page.get_by_role("region", name="فیلترهای نتیجه‌ها").get_by_role("link", name="هواشناسی")


def test_results_come_without_a_page_load_and_the_focus_stays(page):
    ask(page, "برف")
    wait_for_count(page, "۱۲ خبر")
    assert focused(page) == "q"
    facet(page).focus()
    page.keyboard.press("Enter")
    wait_for_count(page, "۱ خبر")
    assert page.evaluate("document.activeElement.textContent").startswith("هواشناسی")
    wait_until(page, "document.getElementById('search-status').textContent === '۱ خبر'")
    assert is_same_document(page)


def test_a_filter_that_is_taken_off_leaves_the_focus_at_the_answer(page):
    ask(page, "برف")
    wait_for_count(page, "۱۲ خبر")
    facet(page).click()
    wait_for_count(page, "۱ خبر")
    chip = page.get_by_role("region", name="فیلترهای فعال").get_by_role("link")
    chip.focus()
    page.keyboard.press("Enter")
    wait_for_count(page, "۱۲ خبر")
    wait_until(page, "document.activeElement.id === 'result-count'")


def test_the_address_holds_the_state_and_history_goes_back_through_it(page):
    ask(page, "برف")
    wait_for_count(page, "۱۲ خبر")
    facet(page).click()
    wait_for_count(page, "۱ خبر")
    assert "category=" in page.url
    assert "from=" not in page.url
    page.go_back()
    wait_for_count(page, "۱۲ خبر")
    assert page.locator(BOX).input_value() == "برف"
    page.go_forward()
    wait_for_count(page, "۱ خبر")
    page.reload()
    wait_for_count(page, "۱ خبر")


def test_what_was_refused_is_explained_on_its_own_page(archive, open_page, chromium, live_server):
    context = chromium.new_context(base_url=live_server.url)  # a status of 400 is complained of
    page = context.new_page()
    page.goto("/search/?q=برف")
    htmx_is_there(page)
    page.locator(".search-form").evaluate(
        """form => form.insertAdjacentHTML(
            "beforeend", '<input type="hidden" name="page" value="99999">')"""
    )
    page.locator(BOX).press("Enter")
    page.get_by_role("heading", name="این صفحه را نمی‌توان نشان داد").wait_for()
    context.close()


@pytest.mark.parametrize("javascript", [True, False])
def test_order_size_and_pages_work_with_and_without_javascript(archive, open_page, javascript):
    page = open_page("/search/?q=برف", viewport=PHONE, java_script_enabled=javascript)
    hits = page.locator(".results > li")
    assert hits.count() == 10
    page.get_by_role("navigation", name="صفحه‌های نتیجه").get_by_role("link", name="۲").click()
    page.locator(".results[start='11']").wait_for()
    assert hits.count() == 2
    page.get_by_role("navigation", name="تعداد خبر در هر صفحه").get_by_role(
        "link", name="۲۰"
    ).click()
    page.locator(".results[start='1']").wait_for()
    assert hits.count() == 12
    page.get_by_role("navigation", name="ترتیب").get_by_role("link", name="تازه‌ترین").click()
    page.locator(".segmented [aria-current]", has_text="تازه‌ترین").wait_for()
    assert "page_size=20" in page.url
    assert "sort=newest" in page.url


def test_completions_are_chosen_with_the_arrow_keys(page):
    page.locator(BOX).press_sequentially("برف")
    options = page.get_by_role("option")
    options.first.wait_for()
    assert page.get_by_role("combobox").first.get_attribute("aria-expanded") == "true"
    page.keyboard.press("ArrowDown")
    chosen = page.locator('[role="option"][aria-selected="true"]')
    assert chosen.get_attribute("id") == page.locator(BOX).get_attribute("aria-activedescendant")
    assert page.locator(BOX).input_value() == chosen.locator("bdi").text_content()
    page.keyboard.press("ArrowUp")
    assert page.locator(BOX).input_value() == "برف"
    page.keyboard.press("ArrowUp")  # around, to the last
    assert page.locator(BOX).input_value() == options.last.locator("bdi").text_content()


def test_names_words_and_earlier_queries_are_told_apart(archive, open_page):
    AskedQuery.objects.create(key="برفسنگین", head="بر", text="برف سنگین", visitors=9, weight=9)
    page = open_page("/", viewport=DESKTOP)
    page.locator(BOX).press_sequentially("بر")
    options = page.get_by_role("option")
    options.filter(has_text="جست‌وجوی پرتکرار").wait_for()
    kinds = page.locator(".completions .kind:not(svg)").all_inner_texts()
    assert kinds[0] == "شخص"
    assert {"واژه", "جست‌وجوی پرتکرار"} <= set(kinds)
    assert options.locator("svg").count() == options.count()
    page.keyboard.press("Escape")
    page.keyboard.press("ArrowDown")  # closed by Escape, opened again
    options.first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=*")
    assert page.locator(BOX).input_value() == "برفک‌نیا"


def test_escape_brings_back_what_was_typed_and_closes_the_list(page):
    page.locator(BOX).press_sequentially("برف")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    assert page.locator(BOX).input_value() == "برف"
    assert not page.get_by_role("listbox").is_visible()


def test_a_completion_that_is_clicked_is_searched(page):
    page.locator(BOX).press_sequentially("برفک")
    page.get_by_role("option", name="برفک‌نیا").click()
    page.wait_for_url("**q=*")
    page.get_by_text("خبری پیدا نشد").first.wait_for()
    assert page.locator(BOX).input_value() == "برفک‌نیا"


# --- the histogram ----------------------------------------------------------------------------


@pytest.fixture
def months(archive):
    """Articles about rain in five months of 1402, the last of which has two."""
    for month in (4, 5, 6, 7, 8, 8):
        ArticleFactory(title="باران", published_at=datetime(2023, month, 28, tzinfo=UTC))
    pipeline.catch_up()


def drag(page, first: int, last: int) -> None:
    """Over the bars from one to another, counted from the oldest."""
    bars = page.locator(".timeline__slot")
    for number, press in ((first, page.mouse.down), (last, page.mouse.up)):
        box = bars.nth(number).bounding_box()
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=4)
        press()


@pytest.mark.parametrize(("first", "last"), [(1, 3), (3, 1)])
def test_dragging_over_the_histogram_narrows_to_what_lies_between(months, open_page, first, last):
    page = open_page("/search/?q=باران", viewport=DESKTOP)
    htmx_is_there(page)
    page.evaluate("window.sameDocument = true")
    drag(page, first, last)
    wait_for_count(page, "۳ خبر")
    assert page.locator("#from").input_value() == "۱۴۰۲/۰۳"
    assert page.locator("#to").input_value() == "۱۴۰۲/۰۵"
    assert is_same_document(page)
    page.go_back()
    wait_for_count(page, "۶ خبر")


def test_a_drag_says_what_it_spans_and_escape_gives_it_up(months, open_page):
    page = open_page("/search/?q=باران", viewport=DESKTOP)
    said = page.locator(".timeline__span").inner_text()
    box = page.locator(".timeline__slot").nth(0).bounding_box()
    page.mouse.move(box["x"] + 2, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] - 3 * box["width"], box["y"] + 20, steps=4)
    assert page.locator(".timeline__span").inner_text().startswith("از اردیبهشت ۱۴۰۲ تا")
    page.keyboard.press("Escape")
    page.mouse.up()
    assert page.locator(".timeline__span").inner_text() == said
    assert "from=" not in page.url


@pytest.mark.parametrize("javascript", [True, False])
def test_a_bar_and_its_row_in_the_table_narrow_to_their_month(months, open_page, javascript):
    page = open_page("/search/?q=باران", viewport=PHONE, java_script_enabled=javascript)
    page.locator(".timeline__slot").last.click()
    wait_for_count(page, "۲ خبر")
    page.go_back()
    page.get_by_text("نمایش به‌صورت جدول").click()
    page.get_by_role("link", name="تیر ۱۴۰۲").first.click()
    wait_for_count(page, "۱ خبر")
