"""axe-core looks at every kind of page, in both schemes and on both sizes."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from articles import pipeline
from articles.models import Kind
from tests.browser.conftest import DESKTOP, EVERYWHERE, PHONE
from tests.factories import ArticleFactory, CategoryFactory, CommentFactory, EntityFactory

# axe would load the parts of the style sheet anew, from beside the page; without them it
# leaves out one rule, on locking the screen's orientation.
AXE = {"preload": False, "resultTypes": ["violations"]}

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def addresses(chromium, live_server) -> list[str]:
    """Of every kind of page, with whatever may stand on it."""
    with pipeline.deferred():
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
            author="نرگس رها",
        )
        ArticleFactory(title="برف راه دماوند را بست", body=text, source__name="روزنامهٔ شهر")
        for number in range(14):
            ArticleFactory(
                title=f"برف {number}", category=CategoryFactory(name=f"دستهٔ {number % 3}")
            )
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
        "/authors/",
        "/authors/نرگس رها/",
        "/search/?q=برف از ۱۴۰۲/۰۱ تا ۱۴۰۳",
        f"/search/explain/?q=برف دماوند&article={story.pk}",
        "/names/?q=ناکجا",
        "/styleguide/",
        "/archive/",
        "/archive/1402/",
        "/archive/1402/7/",
        "/archive/1402/7/15/",
        "/about/",
        "/contact/",
    ]


@pytest.mark.parametrize("options", EVERYWHERE)
def test_no_page_puts_up_a_barrier(addresses, open_page, settings, options):
    settings.DEBUG = True  # for the style guide
    page = open_page(**options)
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


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_errors_are_pages_without_barriers(addresses, chromium, live_server, scheme):
    # The browser complains of a 404, so this page may.
    context = chromium.new_context(base_url=live_server.url, color_scheme=scheme, viewport=PHONE)
    page = context.new_page()
    for address in ("/ناکجا/", "/articles/?page=9999", "/search/?q=برف&page=99999"):
        page.goto(address)
        assert page.get_by_role("searchbox").or_(page.get_by_role("combobox")).count() == 1
        assert violations_on(page) == []
    context.close()


def violations_on(page) -> list[str]:
    """The rule that was broken and where. The script is evaluated, so the policy stands."""
    page.evaluate("document.fonts.ready")
    found = Axe().run(page, options=AXE).response["violations"]
    return [f"{rule['id']}: {rule['nodes'][0]['html'][:160]}" for rule in found]
