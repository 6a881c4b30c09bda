"""axe-core looks at every kind of page, in both schemes and on both sizes."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from articles import pipeline
from articles.models import Kind
from tests.browser.conftest import DESKTOP, PHONE
from tests.factories import ArticleFactory, CategoryFactory, CommentFactory, EntityFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def addresses(chromium, live_server) -> list[str]:
    """Of every kind of page, with whatever may stand on it."""
    names = [
        EntityFactory(name=name, kind=kind, latin_name="Name", description="توضیح نام.")
        for name, kind in (
            ("دماوند", Kind.PLACE),
            ("نرگس رها", Kind.PERSON),
            ("هلال احمر", Kind.ORGANISATION),
            ("جشن برف", Kind.EVENT),
        )
    ]
    text = "، ".join(name.name for name in names) + " در برف."
    story = ArticleFactory(
        title="برف دماوند را بست",
        kicker="روتیتر",
        lead="لید",
        body=text,
        url="https://example.org/",
    )
    ArticleFactory(title="برف راه دماوند را بست", body=text, source__name="روزنامهٔ شهر")
    for number in range(14):
        ArticleFactory(title=f"برف {number}", category=CategoryFactory(name=f"دستهٔ {number % 3}"))
    parent = CommentFactory(article=story, status="approved")
    CommentFactory(article=story, status="approved", parent=parent)
    pipeline.catch_up()
    article = story.get_absolute_url()
    return [
        "/",
        "/search/",
        "/search/?q=برف&from=۱۴۰۲&category=دستهٔ-۱",
        "/search/?q=دماوند",
        "/search/?q=ناکجاآباد",
        "/articles/",
        article,
        f"{article}?names=off",
        f"{article}?reply={parent.pk}",
        f"{article}print/",
        "/names/",
        "/names/?letter=د",
        names[0].get_absolute_url(),
        "/names/compare/",
        "/names/compare/?" + "&".join(f"name={name.pk}" for name in names),
        story.source.get_absolute_url(),
        "/sources/",
        "/categories/",
        "/archive/",
        "/archive/1402/",
        "/archive/1402/7/",
        "/archive/1402/7/15/",
        "/about/",
        "/contact/",
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_no_page_puts_up_a_barrier(addresses, open_page, viewport, scheme):
    page = open_page(viewport=viewport, color_scheme=scheme)
    found = {}
    for address in addresses:
        page.goto(address)
        if violations := violations_on(page):
            found[address] = violations
    assert found == {}


def test_neither_do_the_parts_that_open(addresses, open_page):
    page = open_page(addresses[6], viewport=DESKTOP)
    page.locator(".story__body a.name").first.focus()
    page.keyboard.press("Tab")  # by keyboard, so that the card comes
    page.get_by_role("tooltip").wait_for()
    page.evaluate("document.querySelector('#citation').open = true")
    assert violations_on(page) == []
    page.goto("/")
    page.locator("#q").press_sequentially("دم")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("ArrowDown")
    assert violations_on(page) == []


def test_errors_are_pages_without_barriers(addresses, chromium, live_server):
    context = chromium.new_context(base_url=live_server.url)  # the browser complains of a 404
    page = context.new_page()
    page.goto("/ناکجا/")
    assert violations_on(page) == []
    context.close()


def violations_on(page) -> list[str]:
    """The rule that was broken and where. The script is evaluated, so the policy stands."""
    page.evaluate("document.fonts.ready")
    # axe would load the parts of the style sheet anew, from beside the page
    found = Axe().run(page, options={"preload": False}).response["violations"]
    return [f"{rule['id']}: {rule['nodes'][0]['html'][:160]}" for rule in found]
