"""What a page says about itself: JSON-LD, OpenGraph, ``<meta>``, and the classes of its parts.

The class names are those that the content systems of Persian news sites give to the line
above the headline (روتیتر), the lead and the body.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from lxml.html import HtmlElement

from articles.ingest.blocks import text_lines
from articles.ingest.markup import resolve_line

ARTICLE_TYPES = ("Article", "NewsArticle", "ReportageNewsArticle", "BlogPosting", "Report")

KICKER_CLASSES = (
    "kicker", "rutitr", "rotitr", "rootitr", "roo-titr", "rou-titr", "uptitle", "up-title",
    "pretitle", "pre-title", "overtitle", "above-title", "subhead", "news-rutitr",
)  # fmt: skip
LEAD_CLASSES = (
    "lead", "summary", "introtext", "intro", "subtitle", "sub-title", "post-lead", "news-lead",
    "item-summary", "undertitle", "lid", "short-description", "field-name-field-summary",
)  # fmt: skip
BODY_CLASSES = (
    "item-text", "news-body", "newsbody", "news-text", "newstext", "news-content", "story",
    "nt-body", "post-content", "entry-content", "article-body", "article-content",
    "content-body", "body-text", "main-text", "field-name-body", "news_body", "body",
)  # fmt: skip

Metadata = dict[str, list[str]]
"""What was found for each field, the most trustworthy first."""


def of_page(tree: HtmlElement) -> Metadata:
    """Everything that the page declares: keys are fields of Draft, and ``date``, ``body``."""
    found: Metadata = {}
    for statement in (*_linked_data(tree), *_meta_tags(tree)):
        field, text = statement
        if text := resolve_line(text).strip() if field != "body" else text.strip():
            found.setdefault(field, []).append(text)
    return found


def marked(tree: HtmlElement, classes: tuple[str, ...], itemprop: str = "") -> HtmlElement | None:
    """The first element marked by ``itemprop``, else by one of the classes in their order."""
    if itemprop:
        for element in tree.xpath("//body//*[@itemprop=$name]", name=itemprop):
            if text_lines(element):
                return element
    for name in classes:
        for element in tree.xpath(_HAS_CLASS, name=name):
            if text_lines(element):
                return element
    return None


_HAS_CLASS = (
    "//body//*[contains(concat(' ', translate(normalize-space(@class), "
    "'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz'), ' '), concat(' ', $name, ' '))]"
)


# --- JSON-LD -------------------------------------------------------------------------------


def _linked_data(tree: HtmlElement) -> Iterator[tuple[str, str]]:
    for script in tree.xpath("//script[@type='application/ld+json']"):
        try:
            data = json.loads(script.text or "", strict=False)
        except (ValueError, RecursionError):
            continue
        for item in _items(data):
            if _is_article(item):
                yield from _statements(item)


def _items(data: Any) -> Iterator[dict[str, Any]]:
    """The objects of a JSON-LD document: one, a list, or a graph."""
    if isinstance(data, list):
        for part in data:
            yield from _items(part) if not isinstance(part, list) else ()
    elif isinstance(data, dict):
        yield data
        graph = data.get("@graph")
        if isinstance(graph, list):
            yield from (part for part in graph if isinstance(part, dict))


def _is_article(item: dict[str, Any]) -> bool:
    kinds = item.get("@type")
    return any(kind in ARTICLE_TYPES for kind in (kinds if isinstance(kinds, list) else [kinds]))


def _statements(item: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for key, field in (
        ("headline", "title"),
        ("alternativeHeadline", "kicker"),
        ("description", "lead"),
        ("datePublished", "date"),
        ("articleSection", "category"),
        ("articleBody", "body"),
        ("url", "url"),
        ("mainEntityOfPage", "url"),
        ("author", "author"),
        ("publisher", "source"),
    ):
        if text := _text(item.get(key)):
            yield field, text


def _text(value: Any) -> str:
    """A string, the name or address of an object, several of them joined."""
    if isinstance(value, list):
        return "، ".join(filter(None, map(_text, value[:10])))
    if isinstance(value, dict):
        value = value.get("name") or value.get("@id")
    return value if isinstance(value, str) else ""


# --- <meta> and <link> -----------------------------------------------------------------------

_META = {
    "og:title": "title",
    "twitter:title": "title",
    "og:description": "lead",
    "description": "summary",
    "og:url": "url",
    "og:site_name": "source",
    "article:published_time": "date",
    "datepublished": "date",
    "pubdate": "date",
    "dc.date": "date",
    "dc.date.issued": "date",
    "date": "date",
    "article:section": "category",
    "article:author": "author",
    "author": "author",
    "dc.creator": "author",
    "news_code": "code",
    "nastooh:newsid": "code",
}


def _meta_tags(tree: HtmlElement) -> Iterator[tuple[str, str]]:
    for address in tree.xpath("//link[@rel='canonical']/@href"):
        yield "url", str(address)
    for tag in tree.iter("meta"):
        name = tag.get("property") or tag.get("name") or tag.get("itemprop") or ""
        field = _META.get(name.strip().lower())
        if field:
            yield field, tag.get("content") or ""
