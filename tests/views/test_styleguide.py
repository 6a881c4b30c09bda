import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.django_db

STYLES = Path(__file__).resolve().parents[2] / "articles" / "static" / "articles"
# What lays a page out, or comes and goes with htmx, is no component.
NO_COMPONENTS = {"columns", "aside", "htmx-request"}


def blocks(classes: list[str]) -> set[str]:
    """chip--on, chip__count -> chip"""
    return {re.split("__|--", name)[0] for name in classes}


def test_every_component_stands_on_one_page_while_debugging(client, settings):
    settings.DEBUG = True
    page = client.get("/styleguide/").content.decode()
    shown = blocks(" ".join(re.findall(r'class="([^"]*)"', page)).split())
    sheets = "".join((STYLES / name).read_text() for name in ("base.css", "parts.css"))
    rules = re.sub(r"/\*.*?\*/", "", sheets, flags=re.DOTALL)
    styled = blocks(re.findall(r"\.([a-z][a-z0-9_-]*)(?=[^{}]*{)", rules))
    assert styled - shown - NO_COMPONENTS == set(), "show them in templates/styleguide.html"


def test_nothing_on_it_is_read_from_the_database(client, settings, django_assert_num_queries):
    settings.DEBUG = True
    with django_assert_num_queries(0):
        client.get("/styleguide/")


def test_readers_do_not_see_it(client):
    assert client.get("/styleguide/").status_code == 404
