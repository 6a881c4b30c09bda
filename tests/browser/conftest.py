"""A real Chromium against the running site. Skipped, saying why, where there is none.

With REQUIRE_BROWSER=1 a missing browser is a failure instead of a skip.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}

# Every size in every scheme, as options of `open_page`.
EVERYWHERE = [
    pytest.param({"viewport": viewport, "color_scheme": scheme}, id=f"{name}-{scheme}")
    for name, viewport in (("phone", PHONE), ("desktop", DESKTOP))
    for scheme in ("light", "dark")
]

FLAGS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


def _unavailable(reason: str) -> None:
    if os.environ.get("REQUIRE_BROWSER") == "1":
        pytest.fail(f"REQUIRE_BROWSER=1, but {reason}")
    pytest.skip(f"no browser tests: {reason}")


@pytest.fixture(scope="session")
def chromium() -> Iterator:
    executable = shutil.which("chromium") or shutil.which("chromium-browser")
    if executable is None:
        _unavailable("Chromium is not installed (apt-get install chromium)")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        _unavailable("the Playwright package is not installed")
    # Playwright keeps an event loop in this thread, which Django would take for async code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def open_page(chromium, live_server) -> Iterator:
    """``open_page("/address", viewport=PHONE, …)``: a page that must not complain.

    Anything on the console, any crash of a script and any request to another host fails
    the test when it ends.
    """
    complaints: list[str] = []
    contexts = []

    def new_page(address: str = "/", **options):
        context = chromium.new_context(base_url=live_server.url, locale="fa-IR", **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("console", lambda message: complaints.append(_complaint(message)))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: _own(request.url, live_server.url, complaints))
        page.goto(address)
        return page

    yield new_page
    for context in contexts:
        context.close()
    assert complaints == []


def wait_until(page, expression: str) -> None:
    """Until ``expression`` is true. Playwright's ``wait_for_function`` evaluates text in the
    page again and again, which the strict policy forbids, and the console says so."""
    for _ in range(300):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(50)
    pytest.fail(f"did not come true: {expression}")


def _complaint(message) -> str:
    return f"{message.text} ({message.location['url']})"


def _own(url: str, site: str, complaints: list[str]) -> None:
    if not url.startswith((site, "data:")):
        complaints.append(f"request to another host: {url}")
