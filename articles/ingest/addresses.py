"""Addresses of articles."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

LONGEST = 2000
_is_address = URLValidator(schemes=["http", "https"])


def usable(url: str) -> str:
    """``url`` when it can be stored and linked to, else ''."""
    if not url or len(url) > LONGEST:
        return ""
    try:
        _is_address(url)
    except ValidationError:
        return ""
    return url


def host(url: str) -> str:
    """The site of a usable address, without ``www.``."""
    return (urlsplit(url).hostname or "").removeprefix("www.") if url else ""
