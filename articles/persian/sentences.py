"""Sentences of the interface that are put together from what is stored or typed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from articles.persian.characters import persian_digits

_AS_WRITTEN = re.compile("(«[^»]*»|<[^>]*>|&#?[0-9A-Za-z]+;)")


def and_list(items: Iterable[object]) -> str:
    """«لاوروف، بلینکن و پوتین»"""
    *before, last = list(map(str, items)) or [""]
    return f"{'، '.join(before)} و {last}" if before else last


def quoted_list(items: Sequence[object], most: int | None = None) -> str:
    """«لاوروف»، «بلینکن» و «پوتین», each in its quotes; of more than ``most`` the first and «…»."""
    shown = [f"«{item}»" for item in items[:most]]
    return and_list([*shown, "…"] if most is not None and len(items) > most else shown)


def persian_message(text: str) -> str:
    """``text`` with Persian digits, but in «…» and in markup as it stands: what was typed,
    addresses, character references."""
    parts = _AS_WRITTEN.split(text)
    parts[::2] = map(persian_digits, parts[::2])
    return "".join(parts)
