"""Addresses of articles."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from articles.models.article import validate_address_size

_is_address = URLValidator(schemes=["http", "https"])


def usable(url: str) -> str:
    """``url`` when it can be stored and linked to, else ''."""
    if not url:
        return ""
    try:
        validate_address_size(url)
        _is_address(url)
    except ValidationError:
        return ""
    return url


def host(url: str) -> str:
    """The site of a usable address, without ``www.``."""
    return (urlsplit(url).hostname or "").removeprefix("www.") if url else ""
