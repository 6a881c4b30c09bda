"""Addresses of pages, remembered: a page of results links to the same names again and again."""

from __future__ import annotations

from functools import lru_cache

from django.urls import get_script_prefix, get_urlconf, reverse

_REMEMBERED = 20_000


def address(view: str, *args: object) -> str:
    """The path of the page that ``view`` names, as `reverse` gives it."""
    return _reversed(get_script_prefix(), get_urlconf(), view, args)


@lru_cache(maxsize=_REMEMBERED)
def _reversed(prefix: str, urlconf: str | None, view: str, args: tuple[object, ...]) -> str:
    """``prefix`` is part of the answer."""
    return reverse(view, urlconf, args)
