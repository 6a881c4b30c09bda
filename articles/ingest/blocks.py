"""A parsed page as the paragraphs that a reader sees."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from articles.errors import DraftError
from articles.ingest.markup import BLOCK_TAGS, SILENT_TAGS, paragraphs

# Parts of a page that hold no text of its article.
FRAME_TAGS = frozenset({"nav", "aside", "footer", "form", "header", "figure", "menu"})


def parse(page: str) -> HtmlElement:
    """The tree of a page. Raises DraftError when there is no HTML in it."""
    parser = HTMLParser(encoding="utf-8", no_network=True, remove_pis=True)
    try:
        tree = document_fromstring(page.encode("utf-8", errors="replace"), parser=parser)
    except (etree.LxmlError, AssertionError) as error:
        raise DraftError("صفحهٔ HTML خوانده نمی‌شود.") from error
    if tree is None or not len(tree):
        raise DraftError("صفحهٔ HTML خالی است.")
    return tree


def text_lines(root: HtmlElement, without: Iterable[str] = ()) -> list[str]:
    """The paragraphs below ``root`` in reading order, without scripts and their kin.

    ``without`` names further tags to leave out. The white space of the source collapses,
    half-spaces and no-break spaces stay.
    """
    pieces = _pieces(root, SILENT_TAGS.union(without))
    return paragraphs("".join(pieces)).splitlines()


def _pieces(root: HtmlElement, silent: frozenset[str]) -> Iterator[str]:
    """Texts of the tree, a line break wherever a block begins or ends."""
    walk = etree.iterwalk(root, events=("start", "end", "comment"))
    for event, element in walk:
        if event == "start":
            left_out = element is not root and element.tag in silent
            yield "\n" if element.tag in BLOCK_TAGS else _gap(element)
            if left_out:
                walk.skip_subtree()
            else:
                yield _flat(element.text)
            continue
        if event == "end" and element.tag in BLOCK_TAGS:
            yield "\n"
        if element is not root:
            yield _flat(element.tail)


def _gap(element: HtmlElement) -> str:
    return " " if element.tag in ("td", "th") else ""


def _flat(text: str | None) -> str:
    """Line breaks of the source are spaces in HTML."""
    return (text or "").replace("\n", " ").replace("\r", " ")
