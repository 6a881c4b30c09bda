"""From the desk of the staff to the reader, in a real browser."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import User

from articles import pipeline
from articles.models import AskedQuery, WordRule
from tests.browser.conftest import DESKTOP, EVERYWHERE, PHONE
from tests.browser.test_barriers import violations_on
from tests.browser.test_reading import tab_to
from tests.factories import ArticleFactory, CommentFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def staff(chromium, django_user_model):
    django_user_model.objects.create_superuser("sardabir", password="a-long-passphrase")


def log_in(page, user: str = "sardabir") -> None:
    page.get_by_label("نام کاربری").fill(user)
    page.get_by_label("گذرواژه").fill("a-long-passphrase")
    page.keyboard.press("Enter")
    page.get_by_role("heading", level=1).first.wait_for()


def run_action(page, row: str, action: str) -> None:
    page.get_by_role("row", name=row).get_by_role("checkbox").check()
    page.locator("select[name=action]").first.select_option(action)
    page.locator(".actions button[type=submit]").first.click()
    page.locator(".messagelist").wait_for()


@pytest.mark.parametrize("options", EVERYWHERE)
def test_what_an_editor_publishes_a_reader_finds(staff, open_page, options):
    ArticleFactory(title="خبر دیگر")
    ArticleFactory(title="برف در دماوند", status="draft")
    pipeline.catch_up()
    reader = open_page("/search/?q=دماوند", **options)
    reader.get_by_role("heading", name="خبری پیدا نشد").first.wait_for()
    desk = open_page("/admin/articles/article/", **options)
    log_in(desk)
    run_action(desk, "برف در دماوند", "publish")
    reader.reload()
    reader.get_by_role("link", name="برف در دماوند").click()
    reader.get_by_role("heading", level=1, name="برف در دماوند").wait_for()


def test_an_editor_publishes_with_the_keyboard_alone(staff, open_page):
    draft = ArticleFactory(title="برف در دماوند", status="draft")
    desk = open_page(f"/admin/articles/article/{draft.pk}/change/", viewport=DESKTOP)
    desk.keyboard.type("sardabir")  # the form begins in its first field
    desk.keyboard.press("Tab")
    desk.keyboard.type("a-long-passphrase")
    desk.keyboard.press("Enter")
    desk.get_by_role("heading", name="ویرایش خبر").wait_for()
    tab_to(desk, "#id_status")
    desk.keyboard.press("ArrowDown")
    tab_to(desk, "[name=_save]")
    desk.keyboard.press("Enter")
    desk.locator(".messagelist").wait_for()
    reader = open_page("/search/?q=دماوند", viewport=PHONE)
    reader.get_by_role("link", name="برف در دماوند").wait_for()


@pytest.mark.parametrize("options", EVERYWHERE)
def test_a_comment_goes_from_the_reader_over_the_desk_to_the_page(staff, open_page, options):
    article = ArticleFactory()
    reader = open_page(article.get_absolute_url(), **options)
    reader.get_by_label("نام", exact=True).fill("نرگس")
    reader.get_by_label("نظر", exact=True).fill("سپاس از گزارش")
    reader.get_by_role("button", name="ارسال نظر").click()
    reader.get_by_text("نظر شما دریافت شد").wait_for()
    desk = open_page("/admin/articles/comment/", **options)
    log_in(desk)
    run_action(desk, "سپاس از گزارش", "approve")
    reader.goto(article.get_absolute_url())  # it kept the page from before
    reader.get_by_text("سپاس از گزارش").wait_for()
    reader.get_by_role("link", name="پاسخ به نرگس").click()
    reader.get_by_role("heading", name="پاسخ شما").wait_for()


# --- a day is chosen from a month ----------------------------------------------------------------


@pytest.fixture
def published_field(staff, open_page):
    """The field of the moment of publication of «۱۴۰۲/۰۷/۱۵ ۱۴:۳۰», in its form."""
    article = ArticleFactory(published_at=datetime(2023, 10, 7, 11, tzinfo=UTC))
    page = open_page(f"/admin/articles/article/{article.pk}/change/", viewport=PHONE)
    log_in(page)
    return page.locator(".jalali-input").first


@pytest.mark.parametrize(
    ("keys", "day"),
    [
        (["ArrowLeft"], "۱۴۰۲/۰۷/۱۶"),
        (["ArrowRight", "ArrowUp"], "۱۴۰۲/۰۷/۰۷"),
        (["ArrowDown"] * 3, "۱۴۰۲/۰۸/۰۶"),
        (["End"], "۱۴۰۲/۰۷/۲۱"),  # the 15th is a Saturday
        (["ArrowLeft", "ArrowLeft", "Home"], "۱۴۰۲/۰۷/۱۵"),
        (["PageDown"], "۱۴۰۲/۰۸/۱۵"),
        (["PageUp", "Shift+PageUp"], "۱۴۰۱/۰۶/۱۵"),
        (["Shift+PageDown"], "۱۴۰۳/۰۷/۱۵"),
    ],
)
def test_the_keyboard_walks_through_the_month_and_keeps_the_time(published_field, keys, day):
    page = published_field.page
    published_field.press("Alt+ArrowDown")
    page.get_by_role("dialog").get_by_role("grid", name="مهر ۱۴۰۲").wait_for()
    for key in [*keys, "Enter"]:
        page.keyboard.press(key)
    assert published_field.input_value() == f"{day} ۱۴:۳۰"
    assert published_field.evaluate("field => field === document.activeElement")


def test_a_day_is_typed_or_clicked_and_escape_changes_nothing(published_field):
    page = published_field.page
    published_field.fill("1403/12/01")
    page.get_by_role("button", name="تقویم", exact=True).first.click()
    month = page.get_by_role("dialog")
    month.get_by_role("grid", name="اسفند ۱۴۰۳").wait_for()
    assert month.get_by_role("gridcell").all_inner_texts()[-1] == "۳۰"  # a leap year
    assert violations_on(page) == []
    page.keyboard.press("Escape")
    assert published_field.input_value() == "1403/12/01"
    page.get_by_role("button", name="تقویم", exact=True).first.click()
    month.get_by_role("button", name="ماه قبل").click()
    month.get_by_role("gridcell", name="۹", exact=True).click()
    assert published_field.input_value() == "۱۴۰۳/۱۱/۰۹"  # no time was typed, none is added
    page.get_by_role("button", name="ذخیره و ادامهٔ ویرایش").click()
    page.locator(".messagelist").wait_for()
    assert published_field.input_value() == "۱۴۰۳/۱۱/۰۹ ۰۰:۰۰"


# --- what an administrator sees of it ------------------------------------------------------------

DESK = [
    "/admin/",
    "/admin/articles/article/",
    "/admin/articles/article/add/",
    "/admin/articles/comment/",
    "/admin/articles/wordrule/",
    "/admin/articles/wordrule/add/",
    "/admin/articles/askedquery/",
    "/admin/articles/entity/",
    "/admin/articles/mention/",
    "/admin/articles/quotation/",
    "/admin/articles/contactmessage/",
    "/admin/articles/page/",
]


@pytest.fixture
def desk_pages(staff):
    """Addresses of the desk, each with something on it that is hard to lay out."""
    article = ArticleFactory(title="بی‌فاصله" * 30, body="دماوند")
    CommentFactory(article=article, body="https://example.org/" + "x" * 200)
    WordRule.objects.create(kind="protected", word="مانده")
    AskedQuery.objects.create(key="برف", head="برف", text="برف", visitors=5)
    pipeline.catch_up()
    change = f"/admin/articles/article/{article.pk}/change/"
    return [*DESK, change, change.replace("change", "preview"), "/search/explain/?q=برف"]


@pytest.mark.parametrize("options", EVERYWHERE)
def test_the_desk_puts_up_no_barrier(desk_pages, open_page, options):
    page = open_page("/admin/login/", **options)
    assert violations_on(page) == []
    log_in(page)
    found = {}
    for address in desk_pages:
        page.goto(address)
        if problems := violations_on(page):
            found[address] = problems
    assert found == {}


def test_the_desk_does_not_scroll_sideways(desk_pages, open_page):
    page = open_page("/admin/login/", viewport={"width": 320, "height": 700})
    log_in(page)
    user = f"/admin/auth/user/{User.objects.get(is_superuser=True).pk}/change/"
    wide = []
    for address in [*desk_pages, user]:
        page.goto(address)
        if page.evaluate("document.documentElement.scrollWidth > 320"):
            wide.append(address)
    assert wide == []


def test_a_long_name_and_a_wide_hash_do_not_widen_the_desk(staff, open_page):
    long = User.objects.create_superuser("sardabir-" + "x" * 120, password="a-long-passphrase")
    User.objects.create(username="mohtava", password=f"md5${'W' * 32}${'W' * 32}")
    page = open_page("/admin/login/", viewport={"width": 320, "height": 700})
    log_in(page, long.username)
    users = User.objects.values_list("pk", flat=True)
    for address in ("/admin/", *(f"/admin/auth/user/{pk}/change/" for pk in users)):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") == 320, address


def test_the_scheme_chosen_on_the_site_is_that_of_the_desk_and_back(staff, open_page):
    ground = "getComputedStyle(document.body).backgroundColor"
    page = open_page("/", viewport=DESKTOP, color_scheme="light")
    page.get_by_role("button", name="حالت تاریک").click()
    page.goto("/admin/login/")
    log_in(page)
    dark = page.evaluate(ground)
    page.get_by_role("button", name="حالت روشن").click()
    page.reload()
    assert page.evaluate(ground) != dark
    assert violations_on(page) == []
    page.goto("/")
    page.get_by_role("button", name="حالت تاریک").wait_for()


def test_what_can_be_done_with_a_category_stands_beside_it(desk_pages, open_page):
    page = open_page("/admin/login/", viewport=PHONE)
    log_in(page)
    page.goto(next(address for address in desk_pages if "change" in address))
    for field in ("source", "category"):
        tops = page.locator(f".field-{field} .related-widget-wrapper-link:visible").evaluate_all(
            "links => links.map(link => Math.round(link.getBoundingClientRect().top))"
        )
        assert len(tops) > 2
        assert len(set(tops)) == 1, field


def test_a_protected_word_is_followed_to_its_effect_in_the_search(staff, open_page):
    ArticleFactory(title="کتابها آمدند")
    ArticleFactory(title="یک کتاب آمد")
    pipeline.catch_up()
    reader = open_page("/search/?q=کتابها", viewport=DESKTOP)
    reader.get_by_role("heading", name="۲ خبر").wait_for()
    desk = open_page("/admin/articles/wordrule/add/", viewport=DESKTOP)
    log_in(desk)
    desk.get_by_label("نوع").select_option("protected")
    desk.get_by_label("واژه:", exact=True).fill("کتابها")
    desk.keyboard.press("Enter")
    desk.get_by_text("به‌روز می‌شود؛ پیشرفت").wait_for()
    desk.get_by_text("همهٔ قاعده‌ها در جست‌وجو اعمال شده است").wait_for()
    desk.get_by_role("link", name="توضیح جست‌وجوی «کتابها»").click()
    desk.get_by_text("این جست‌وجو ۱ خبر پیدا می‌کند").wait_for()
    reader.reload()
    reader.get_by_role("heading", name="۱ خبر").wait_for()
