"""What readers do, in a real browser."""

import pytest

from articles import pipeline
from articles.models import Comment, Kind
from tests.browser.conftest import DESKTOP, EVERYWHERE, PHONE, wait_until
from tests.factories import ArticleFactory, CategoryFactory, CommentFactory, EntityFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def archive(chromium, live_server):
    """A small archive with what is hard to lay out: long words, many names, no lead."""
    with pipeline.deferred():
        damavand = EntityFactory(
            name="دماوند", kind=Kind.PLACE, latin_name="Damavand", description="بلندترین کوه ایران."
        )
        for n in range(14):
            EntityFactory(name=f"ایستگاه شماره {n} دیدبانی", kind=list(Kind)[n % 4])
        weather = CategoryFactory(name="هواشناسی")
        snow = ArticleFactory(
            title="برف سنگین دماوند را سفیدپوش کرد",
            kicker="گزارش هواشناسی از شمال",
            body="برف از بامداد دماوند را پوشاند.\n"
            + " ".join(f"ایستگاه شماره {n} دیدبانی خبر داد." for n in range(14)),
            category=weather,
            url="https://example.org/" + "long-address-" * 12,
            code="HAM2-811011-051",
            agency="خبرگزاری کوهستان",
            author="نرگس رها",
        )
        ArticleFactory(title="برف در شهر", body="شهر آرام بود.", source__name="روزنامهٔ شهر")
        ArticleFactory(title="بی‌فاصله" * 30, body="https://example.org/" + "x" * 300)
        ArticleFactory(title="", body="برف بارید و " * 40, published_at=None, category=None)
        CommentFactory(article=snow, status="approved", body="خ" * 400)
    pipeline.catch_up()
    return {"snow": snow, "damavand": damavand}


def search_box(page):
    """It is a combobox where there are completions, else a plain box."""
    return page.get_by_label("جست‌وجو در خبرها").first


@pytest.mark.parametrize(
    "options",
    [
        *EVERYWHERE,
        pytest.param({"viewport": DESKTOP, "java_script_enabled": False}, id="no-javascript"),
    ],
)
def test_search_narrow_read_follow_a_name_and_come_back(archive, open_page, options):
    page = open_page("/", **options)
    search_box(page).fill("برف")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="۳ خبر").wait_for()
    page.get_by_role("region", name="فیلترهای نتیجه‌ها").get_by_role("link", name="هواشناسی").click()
    page.get_by_role("heading", name="۱ خبر").wait_for()
    page.get_by_role("link", name="برف سنگین دماوند را سفیدپوش کرد").click()
    page.get_by_role("heading", level=1, name="برف سنگین دماوند").wait_for()
    page.locator(".story__body").get_by_role("link", name="دماوند").first.click()
    page.get_by_role("heading", level=1, name="دماوند").wait_for()
    assert page.get_by_text("بلندترین کوه ایران.").is_visible()
    page.go_back()
    page.go_back()
    assert search_box(page).input_value() == "برف"
    page.get_by_role("region", name="فیلترهای فعال").get_by_role("link", name="هواشناسی").click()
    page.get_by_role("heading", name="۳ خبر").wait_for()


@pytest.mark.parametrize("options", EVERYWHERE)
def test_a_comment_is_sent_moderated_and_shown(archive, open_page, options):
    page = open_page(archive["snow"].get_absolute_url(), **options)
    page.get_by_label("نام", exact=True).fill("نرگس")
    page.get_by_label("نظر", exact=True).fill("سپاس از گزارش")
    page.get_by_role("button", name="ارسال نظر").click()
    page.get_by_text("نظر شما دریافت شد").wait_for()
    assert not page.get_by_text("سپاس از گزارش").is_visible()
    Comment.objects.update(status="approved")
    page.reload()
    assert page.get_by_text("سپاس از گزارش").is_visible()


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_a_comment_and_an_answer_to_it_are_written_with_the_keyboard_alone(
    archive, open_page, viewport
):
    page = open_page(archive["snow"].get_absolute_url(), viewport=viewport)
    page.keyboard.press("Tab")
    for answer in (False, True):
        if answer:
            tab_to(page, ".comment__answer a")
            page.keyboard.press("Enter")
            page.get_by_role("heading", name="پاسخ شما").wait_for()
        for field, text in (("#id_name", "نرگس"), ("#id_email", ""), ("#id_body", "سپاس")):
            tab_to(page, field)
            page.keyboard.type(text)
        tab_to(page, ".comments button[type=submit]")
        page.keyboard.press("Enter")
        page.get_by_text("نظر شما دریافت شد").wait_for()
    assert [bool(comment.parent_id) for comment in Comment.objects.order_by("pk")][1:] == [
        False,
        True,
    ]


def addresses(archive) -> list[str]:
    snow, damavand = archive["snow"], archive["damavand"]
    return [
        "/",
        "/search/",
        "/search/?q=برف&from=۱۴۰۲&source=خبرگزاری-آزمون",
        "/search/?q=دماوند",
        "/articles/",
        snow.get_absolute_url(),
        f"{snow.get_absolute_url()}print/",
        "/names/",
        damavand.get_absolute_url(),
        snow.source.get_absolute_url(),
        snow.category.get_absolute_url(),
        "/categories/",
        "/authors/",
        "/authors/نرگس رها/",
        "/search/?q=برف از ۱۴۰۲/۰۱ تا ۱۴۰۳",
        f"/search/explain/?q=برف دماوند&article={snow.pk}",
        f"/names/compare/?name={damavand.pk}",
        "/sources/",
        "/styleguide/",
        "/archive/",
        "/archive/1402/",
        "/archive/1402/7/",
        "/archive/1402/7/15/",
        "/about/",
        "/contact/",
    ]


@pytest.mark.parametrize(("width", "text"), [(320, ""), (768, ""), (1280, ""), (640, "200%")])
def test_no_page_scrolls_sideways(archive, open_page, settings, width, text):
    settings.DEBUG = True  # for the style guide
    page = open_page(viewport={"width": width, "height": 800})
    wide = []
    for address in addresses(archive):
        page.goto(address)
        page.evaluate("size => { document.documentElement.style.fontSize = size; }", text)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wide.append(address)
    assert wide == []


def test_a_mark_inside_a_word_does_not_part_its_letters(archive, open_page):
    page = open_page(archive["snow"].get_absolute_url(), viewport=DESKTOP)
    plain, marked = page.evaluate(
        """async () => {
            await document.fonts.ready;
            const body = document.querySelector(".story__body");
            const width = (html) => {
                const p = document.createElement("p");
                p.innerHTML = `<span>${html}</span>`;
                body.append(p);
                return p.firstChild.getBoundingClientRect().width;
            };
            return [
                width("کتابخانه"),
                width('<a class="name name--place" href="#">کتا<mark>بخا</mark></a>نه'),
            ];
        }"""
    )
    assert marked == pytest.approx(plain, abs=0.5)


def test_the_keyboard_reaches_the_text_first_and_focus_is_seen(archive, open_page):
    page = open_page("/articles/", viewport=DESKTOP)
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="پرش به محتوای صفحه")
    assert skip.evaluate("link => link === document.activeElement")
    assert skip.bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    focused = "document.activeElement"
    assert page.evaluate(f"document.querySelector('main').contains({focused})")
    assert page.evaluate(f"getComputedStyle({focused}).outlineStyle") == "solid"


def test_text_is_set_in_the_sites_own_font(archive, open_page):
    page = open_page("/", viewport=PHONE)
    loaded = page.evaluate(
        "document.fonts.ready.then(fonts => [...fonts].map(font => font.status))"
    )
    assert loaded == ["loaded"]


@pytest.mark.parametrize("kind", ["home", "search", "article", "name"])
def test_all_that_a_page_loads_at_first_is_small(archive, open_page, kind):
    addresses = {
        "home": "/",
        "search": "/search/?q=برف",
        "article": archive["snow"].get_absolute_url(),
        "name": archive["damavand"].get_absolute_url(),
    }
    page = open_page(addresses[kind], viewport=PHONE)
    sizes = page.evaluate(
        """performance.getEntriesByType("resource")
            .concat(performance.getEntriesByType("navigation"))
            .reduce((sum, entry) => sum + entry.encodedBodySize, 0)"""
    )
    assert 0 < sizes <= 150 * 1024


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_from_the_search_to_a_name_and_back_with_the_keyboard_alone(archive, open_page, viewport):
    page = open_page("/", viewport=viewport)
    tab_to(page, "#q")
    page.keyboard.type("برف")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="۳ خبر").wait_for()
    tab_to(page, "#facet-category-هواشناسی")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="۱ خبر").wait_for()
    page.evaluate("document.querySelector('#result-count').focus()")
    tab_to(page, ".item__title a")
    page.keyboard.press("Enter")
    page.get_by_role("heading", level=1, name="برف سنگین دماوند").wait_for()
    tab_to(page, ".story__body a.name")
    card = page.get_by_role("tooltip")
    card.get_by_text("بلندترین کوه ایران.").wait_for()
    described = page.evaluate("document.activeElement.getAttribute('aria-describedby')")
    assert described == card.get_attribute("id")
    page.keyboard.press("Escape")
    assert not card.is_visible()
    page.keyboard.press("Enter")
    page.get_by_role("heading", level=1, name="دماوند").wait_for()
    page.go_back()
    page.get_by_role("heading", level=1, name="برف سنگین دماوند").wait_for()


def tab_to(page, selector: str) -> None:
    """Press Tab until the focus is on the first such element, as someone without a mouse."""
    for _ in range(120):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"the keyboard does not reach {selector}")


def test_the_card_of_a_name_comes_to_the_mouse_and_moves_nothing(archive, open_page):
    page = open_page(archive["snow"].get_absolute_url(), viewport=DESKTOP)
    height = "document.documentElement.scrollHeight"
    before = page.evaluate(height)
    page.locator(".story__body a.name").first.hover()
    card = page.get_by_role("tooltip")
    card.get_by_text("در ۱ خبر").wait_for()
    assert page.evaluate(height) == before
    card.hover()  # it stays while the mouse is on it
    page.wait_for_timeout(400)
    assert card.is_visible()
    page.locator("h1").hover()
    card.wait_for(state="hidden")


@pytest.mark.parametrize(("scheme", "other"), [("light", "dark"), ("dark", "light")])
def test_the_scheme_follows_the_system_until_the_reader_switches_it(open_page, scheme, other):
    page = open_page("/about/", viewport=PHONE, color_scheme=scheme)
    ground = "getComputedStyle(document.body).backgroundColor"
    own = page.evaluate(ground)
    page.get_by_role("button", name="حالت").click()
    switched = page.evaluate(ground)
    assert switched != own
    page.goto("/contact/")  # it holds on the next page, from its first moment
    assert page.evaluate(ground) == switched
    page.emulate_media(color_scheme=other)
    assert page.evaluate(ground) == switched
    page.get_by_role("button", name="حالت").click()
    assert page.evaluate(ground) == own


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_paper_is_never_dark(archive, open_page, scheme):
    page = open_page(archive["snow"].get_absolute_url(), color_scheme=scheme)
    if scheme == "light":
        page.get_by_role("button", name="حالت تاریک").click()
    page.emulate_media(media="print")
    ink = page.evaluate("getComputedStyle(document.querySelector('.story__body')).color")
    assert ink == "rgb(28, 32, 36)"


def test_without_javascript_the_systems_scheme_rules_and_no_dead_button_is_shown(
    archive, open_page
):
    page = open_page(
        archive["snow"].get_absolute_url(),
        viewport=PHONE,
        color_scheme="dark",
        java_script_enabled=False,
    )
    visible = [button.inner_text() for button in page.get_by_role("button").all()]
    assert [label for label in visible if label] == ["جست‌وجو", "ارسال نظر"]


def test_a_link_is_copied_and_a_citation_opened(archive, open_page):
    snow = archive["snow"]
    page = open_page(
        snow.get_absolute_url(), viewport=DESKTOP, permissions=["clipboard-read", "clipboard-write"]
    )
    page.get_by_role("button", name="کپی پیوند").click()
    page.get_by_role("button", name="کپی شد").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.endswith(f"/articles/{snow.pk}/")
    page.get_by_role("link", name="ارجاع").click()
    page.get_by_role("button", name="کپی", exact=True).click()
    wait_until(page, "navigator.clipboard.readText().then(text => text.includes('«برف سنگین'))")


def test_names_are_switched_off_without_javascript(archive, open_page):
    page = open_page(archive["snow"].get_absolute_url(), viewport=PHONE, java_script_enabled=False)
    assert page.locator(".story__body a.name").count() > 0
    page.get_by_role("link", name="پنهان کردن نام‌ها در متن").click()
    page.get_by_role("link", name="نمایش نام‌ها در متن").wait_for()
    assert page.locator(".story__body a.name").count() == 0
