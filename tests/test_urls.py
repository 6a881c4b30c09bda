"""Addresses that people's words make up never meet an address of the site's own."""

import re

import pytest
from django.urls import URLPattern, resolve, reverse

from articles import urls
from tests.factories import EntityFactory

PARAMETER = re.compile(r"<(?:(\w+):)?(\w+)>")
BY_PEOPLE = {"str", "slug", "path"}  # converters of what people write: slugs, authors


def patterns() -> list[URLPattern]:
    return urls.urlpatterns


def parameters(pattern: URLPattern) -> dict[str, str]:
    """Name of each parameter -> its converter."""
    found = PARAMETER.findall(str(pattern.pattern))
    return {name: converter or "str" for converter, name in found}


def words_of_the_router() -> set[str]:
    """Every literal part of an address, «card» and «compare», with and without its ending."""
    routes = [PARAMETER.sub("", str(pattern.pattern)) for pattern in patterns()]
    parts = {part for route in routes for part in route.split("/") if part}
    return parts | {part.partition(".")[0] for part in parts if not part.startswith(".")}


NAMED_BY_PEOPLE = [
    pattern
    for pattern in patterns()
    # The section of a sitemap is one of a fixed list.
    if BY_PEOPLE & set(parameters(pattern).values()) and "section" not in parameters(pattern)
]


@pytest.mark.parametrize("pattern", NAMED_BY_PEOPLE, ids=lambda pattern: pattern.name)
def test_no_word_of_the_router_hides_a_page_that_is_called_so(pattern):
    assert "card" in words_of_the_router()
    for word in words_of_the_router():
        values = {
            name: word if converter in BY_PEOPLE else 1
            for name, converter in parameters(pattern).items()
        }
        address = reverse(pattern.name, kwargs=values)
        assert resolve(address).url_name == pattern.name, address


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["Card", "Quotations", "Compare"])
def test_a_name_that_is_called_like_a_part_of_an_address_has_its_page(client, name):
    entity = EntityFactory(name=name)
    page = client.get(entity.get_absolute_url())
    assert page.status_code == 200
    assert "<html" in page.text
