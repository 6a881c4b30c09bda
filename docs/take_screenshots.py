"""Takes the pictures of the README from a fresh demo archive: `make screenshots`.

Draws the one that stands beside shared links, too.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.served import demo_environment, manage, served

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "docs" / "screenshots"
USER = "editor-in-chief"
MAKE_USER = ("createsuperuser", "--noinput", "--username", USER, "--email", "a@example.org")
WIDTHS = {1280: 860, 390: 844}
CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--hide-scrollbars"]

SEARCH = "/search/?q=گفتگو"
ARTICLE = "تضمین‌های امنیتی"
NAME = "لاوروف"
COMPARED = ("ولادیمیر پوتین", "آنتونی بلینکن")


def visit(page: Page, site: str) -> Iterator[str]:
    """Open each page of ``site`` that is shown and yield its name."""
    page.goto(site + "/")
    yield "home"
    page.goto(site + SEARCH)
    yield "search"
    page.goto(f"{site}/search/?q={ARTICLE}")
    page.locator("main a[href^='/articles/']").first.click()
    yield "article"
    page.goto(f"{site}/search/?q={NAME}")
    page.locator("main a[href^='/names/']").first.click()
    yield "name"
    page.locator("main a[href^='/names/compare/']").first.click()
    for other in COMPARED:
        page.fill("#add", other)
        page.locator(".compare-form [type=submit]").first.click()
        page.wait_for_load_state()
    yield "compare"
    page.goto(site + "/admin/login/?next=/admin/articles/article/")
    page.fill("#id_username", USER)
    page.fill("#id_password", USER)
    page.locator("[type=submit]").first.click()
    page.wait_for_load_state()
    yield "admin"


def draw_shared_picture(browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 1200, "height": 630})
    page.goto((ROOT / "docs" / "share.html").as_uri())
    page.evaluate("document.fonts.ready")
    page.screenshot(path=ROOT / "articles" / "static" / "articles" / "share.png")


def main() -> None:
    TARGET.mkdir(exist_ok=True)
    with (
        demo_environment(DJANGO_SUPERUSER_PASSWORD=USER) as environment,
        served(environment) as (port, _),
        sync_playwright() as playwright,
    ):
        manage(environment, *MAKE_USER)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        draw_shared_picture(browser)
        for width, height in WIDTHS.items():
            page = browser.new_page(viewport={"width": width, "height": height})
            for name in visit(page, f"http://127.0.0.1:{port}"):
                page.wait_for_timeout(400)
                page.screenshot(path=TARGET / f"{name}-{width}.png")
            page.context.clear_cookies()
        browser.close()


if __name__ == "__main__":
    main()
