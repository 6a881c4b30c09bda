"""Takes the pictures of the README from a fresh demo archive: `make screenshots`."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "docs" / "screenshots"
ADDRESS = "http://127.0.0.1:8769"
USER = "editor-in-chief"
WIDTHS = {1280: 860, 390: 844}
CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--hide-scrollbars"]

SEARCH = "/search/?q=گفتگو"
ARTICLE = "تضمین‌های امنیتی"
NAME = "لاوروف"


def manage(data: str, *args: str) -> None:
    environment = {**os.environ, "DATA_DIR": data, "DJANGO_SUPERUSER_PASSWORD": USER}
    subprocess.run([sys.executable, "manage.py", *args], cwd=ROOT, env=environment, check=True)


@contextmanager
def served_archive() -> Iterator[None]:
    with TemporaryDirectory() as data:
        manage(data, "set_up")
        manage(data, "createsuperuser", "--noinput", "--username", USER, "--email", "a@example.org")
        server = subprocess.Popen(
            [sys.executable, "manage.py", "serve", "--port", ADDRESS.rpartition(":")[2]],
            cwd=ROOT,
            env={**os.environ, "DATA_DIR": data},
        )
        try:
            wait_for_server()
            yield
        finally:
            server.terminate()
            server.wait()


def wait_for_server() -> None:
    for _ in range(100):
        try:
            urllib.request.urlopen(ADDRESS)
            return
        except OSError:
            time.sleep(0.1)
    sys.exit("The server did not start.")


def visit(page: Page) -> Iterator[str]:
    """Open each page that is shown and yield its name."""
    page.goto(ADDRESS + "/")
    yield "home"
    page.goto(ADDRESS + SEARCH)
    yield "search"
    page.goto(f"{ADDRESS}/search/?q={ARTICLE}")
    page.locator("main a[href^='/articles/']").first.click()
    yield "article"
    page.goto(f"{ADDRESS}/search/?q={NAME}")
    page.locator("main a[href^='/names/']").first.click()
    yield "name"
    page.goto(ADDRESS + "/admin/login/?next=/admin/articles/article/")
    page.fill("#id_username", USER)
    page.fill("#id_password", USER)
    page.locator("[type=submit]").first.click()
    page.wait_for_load_state()
    yield "admin"


def main() -> None:
    TARGET.mkdir(exist_ok=True)
    with served_archive(), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for width, height in WIDTHS.items():
            page = browser.new_page(viewport={"width": width, "height": height})
            for name in visit(page):
                page.wait_for_timeout(400)
                page.screenshot(path=TARGET / f"{name}-{width}.png")
            page.context.clear_cookies()
        browser.close()


if __name__ == "__main__":
    main()
