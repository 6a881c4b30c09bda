"""A saved HTML page -> Draft.

Title, lead, author, date and code come from what the page declares; the body from the
element marked as such, else from where trafilatura finds the main text. trafilatura
drops half-spaces and no-break spaces, so it only says which paragraphs belong to the
article: their text is taken from the page itself.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator

import trafilatura
from lxml.html import HtmlElement

from articles.errors import DraftError
from articles.ingest import addresses, furniture, metadata
from articles.ingest.blocks import FRAME_TAGS, parse, text_lines
from articles.ingest.charset import decode_page
from articles.ingest.draft import Draft, Reject
from articles.ingest.markup import resolve
from articles.ingest.metadata import Metadata
from articles.ingest.streams import Input
from articles.persian.characters import squash

MEDIA_TYPE = "text/html"

# It warns of every page without a main text; here that is a rejected record with a reason.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)

# Part of a longer line of the extraction: shorter paragraphs match by chance.
SURE_LENGTH = 30
LONGEST_KICKER = 300
LONGEST_LEAD = 2000
_TITLE_BAR = re.compile(r"\s+[-|–—»]\s+")


def read(source: Input) -> Iterator[Draft | Reject]:
    """The one article of a page, or a Reject when none is found in it."""
    if source.skip:
        return
    original = source.whole()
    try:
        yield draft(original, source=source.source)
    except DraftError as error:
        yield Reject(original=original, line=1, reason=str(error))


def draft(original: bytes, *, source: str = "", url: str = "", line: int = 1) -> Draft:
    """The article of the page ``original``; ``url`` is where it came from, when known.

    Raises DraftError when the page holds no article.
    """
    page = decode_page(original)
    tree = parse(page)
    declared = metadata.of_page(tree)
    lines = text_lines(tree)
    facts = _facts(lines)
    title = _title(tree, declared)
    kicker = _marked_line(tree, metadata.KICKER_CLASSES)
    body = _without(_body(tree, page, declared), [title, kicker])
    lead = _lead(tree, declared, lines, body)
    body = _without(body, lead.splitlines())
    if not body:
        raise DraftError("متن خبر در این صفحه پیدا نشد.")
    return Draft(
        original=original,
        media_type=MEDIA_TYPE,
        line=line,
        kicker=kicker,
        title=title,
        lead=lead,
        body="\n".join(body),
        author=_first(declared, "author") or facts.get("author", ""),
        agency=furniture.agency_of("\n".join([lead, *body[:2]])),
        category=_first(declared, "category") or facts.get("category", ""),
        source=source or _first(declared, "source"),
        url=_address([*declared.get("url", []), url, facts.get("url", "")]),
        code=furniture.code_of(_first(declared, "code") or facts.get("code", "")),
        published_at=furniture.first_date(_dates(tree, declared, facts)),
    )


def _first(declared: Metadata, field: str) -> str:
    return next(iter(declared.get(field, [])), "")


def _address(candidates: list[str]) -> str:
    return next(filter(None, map(addresses.usable, candidates)), "")


def _facts(lines: list[str]) -> dict[str, str]:
    """The labelled facts on the page; of several the first, which stands nearest the title."""
    found: dict[str, str] = {}
    for line in lines:
        found = furniture.labelled(line) | found
    return found


def _dates(tree: HtmlElement, declared: Metadata, facts: dict[str, str]) -> Iterator[str]:
    """Written dates, the most trustworthy first."""
    yield from declared.get("date", [])
    for element in tree.xpath("//body//*[@itemprop='datePublished']"):
        yield element.get("datetime") or element.get("content") or element.text_content()
    if "date" in facts:
        yield facts["date"]
    for element in tree.xpath("//body//time"):
        yield element.get("datetime") or element.text_content()


# --- title, kicker, lead -------------------------------------------------------------------


def _title(tree: HtmlElement, declared: Metadata) -> str:
    """The headline on the page when the page declares the same one, else the declared one."""
    window = " ".join("".join(tree.xpath("//head/title//text()")).split())
    names = [*declared.get("title", []), window]
    keys = [squash(name) for name in names if name]
    marked = tree.xpath("//body//*[@itemprop='headline']")
    headings = list(filter(None, map(_one_line, [*marked, *tree.xpath("//body//h1")])))
    for heading in headings:
        if any(squash(heading) in key or key in squash(heading) for key in keys):
            return heading
    declared_names = [_without_site(name, declared) for name in declared.get("title", [])]
    return next(iter([*declared_names, *headings, _without_site(window, declared)]), "")


def _without_site(title: str, declared: Metadata) -> str:
    """A browser's title without the name of the site that follows or precedes a dash or bar."""
    sites = {squash(name) for name in declared.get("source", [])}
    parts = _TITLE_BAR.split(title)
    kept = [part for part in parts if squash(part) not in sites]
    return title if len(kept) == len(parts) or not kept else " - ".join(kept).strip()


def _marked_line(tree: HtmlElement, classes: tuple[str, ...]) -> str:
    element = metadata.marked(tree, classes)
    line = "" if element is None else _one_line(element)
    return line if len(line) <= LONGEST_KICKER else ""


def _one_line(element: HtmlElement) -> str:
    return " ".join(text_lines(element))


def _lead(tree: HtmlElement, declared: Metadata, lines: list[str], body: list[str]) -> str:
    """The marked lead, else the declared one, unless that only repeats how the body begins."""
    element = metadata.marked(tree, metadata.LEAD_CLASSES, "description")
    if element is not None and len(text := "\n".join(text_lines(element))) <= LONGEST_LEAD:
        return text
    visible = {squash(line) for line in lines}
    start = squash(" ".join(body[:3]))
    titles = {squash(title) for title in declared.get("title", [])}
    summaries = [text for text in declared.get("summary", []) if squash(text) in visible]
    for text in [*declared.get("lead", []), *summaries]:
        key = squash(text)
        repeats = start.startswith(key) and key != squash(body[0] if body else "")
        if key and key not in titles and not repeats:
            return text
    return ""


# --- body ----------------------------------------------------------------------------------


def _body(tree: HtmlElement, page: str, declared: Metadata) -> list[str]:
    """The paragraphs of the article from the first of the places where they are found."""
    return next(filter(None, _bodies(tree, page, declared)), [])


def _bodies(tree: HtmlElement, page: str, declared: Metadata) -> Iterator[list[str]]:
    element = metadata.marked(tree, metadata.BODY_CLASSES, "articleBody")
    if element is not None:
        yield _article_lines(text_lines(element, FRAME_TAGS))
    lines = text_lines(tree.body, FRAME_TAGS) if tree.body is not None else []
    yield _article_lines(_chosen(lines, trafilatura.extract(page, include_comments=False) or ""))
    for text in declared.get("body", []):
        yield _article_lines(resolve(text).splitlines())


def _chosen(lines: list[str], extraction: str) -> list[str]:
    """The lines that trafilatura holds for the main text."""
    wanted = {squash(line) for line in extraction.splitlines()}
    everything = "|".join(wanted)
    return [
        line
        for line in lines
        if (key := squash(line)) in wanted or (len(key) >= SURE_LENGTH and key in everything)
    ]


def _article_lines(lines: list[str]) -> list[str]:
    """Without labels, navigation and what follows the heading of a comment box or a list."""
    kept: list[str] = []
    for line in lines:
        if furniture.is_heading(line):
            if any(map(furniture.is_running_text, kept)):
                break
        elif line.strip() and not furniture.labelled(line) and not furniture.is_navigation(line):
            kept.append(line)
    return kept


def _without(lines: list[str], others: list[str]) -> list[str]:
    known = {squash(text) for text in others if text}
    return [line for line in lines if squash(line) not in known]
