"""A news page as scraped into plain text: navigation, headline, lead, body, comment box, lists.

Such pages print the headline twice, over the lead and over the body; that is the surest
sign of where the article stands. Where it stands only once, the first line that is
neither navigation nor label is taken. What is kept is kept as it stands, letter by letter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from articles.errors import DraftError
from articles.ingest import furniture
from articles.ingest.charset import decode_page
from articles.ingest.draft import Draft, Reject
from articles.ingest.streams import Input
from articles.persian.characters import squash

MEDIA_TYPE = "text/plain"

HEADLINE_WORDS = 2
REPEATED_WORDS = 3  # shorter lines that stand twice are menus
LONGEST_HEADLINE = 300
LONGEST_DATE = 60
_LINE_END = re.compile(r"\r\n|\r|\n")
_SITE_SUFFIX = re.compile(r"\s+[-|–—]\s+(?:\S+\s+){0,4}\S+\s*$")


@dataclass
class Page:
    """A page cut into its parts. ``facts`` are labelled values such as ``code``."""

    title: str = ""
    lead: str = ""
    body: list[str] = field(default_factory=list)
    masthead: str = ""
    facts: dict[str, str] = field(default_factory=dict)
    loose_dates: list[str] = field(default_factory=list)


def read(source: Input) -> Iterator[Draft | Reject]:
    """The one article of a page, or a Reject when it holds no text."""
    if source.skip:
        return
    original = source.whole()
    try:
        yield _draft(cut(decode_page(original)), original, source)
    except DraftError as error:
        yield Reject(original=original, line=1, reason=str(error))


def cut(text: str) -> Page:
    """The parts of the page. Raises DraftError when there is no article in it."""
    lines = [line for line in _LINE_END.split(text) if line.strip()]
    page = Page()
    lines = _without_labels(lines, page)
    lines = lines[: _end(lines)]
    first, second = _headline(lines)
    if first is None:
        raise DraftError("در این صفحه تیتر و متنی پیدا نشد.")
    page.masthead = next(filter(furniture.is_site_name, lines[:first]), "").strip()
    page.title = _SITE_SUFFIX.sub("", lines[first]).strip() if second else lines[first].strip()
    if second:
        page.lead = "\n".join(_article_lines(lines[first + 1 : second], page))
    page.body = _article_lines(lines[(second or first) + 1 :], page)
    if not page.lead:
        page.lead = _take_lead(page.body)
    if not page.body:
        raise DraftError("در این صفحه متنی زیر تیتر پیدا نشد.")
    return page


def _draft(page: Page, original: bytes, source: Input) -> Draft:
    dates = [page.facts["date"]] if "date" in page.facts else page.loose_dates
    agency = furniture.agency_of("\n".join([page.lead, *page.body[:2]]))
    return Draft(
        original=original,
        media_type=MEDIA_TYPE,
        line=1,
        title=page.title,
        lead=page.lead,
        body="\n".join(page.body),
        author=page.facts.get("author", ""),
        agency=agency,
        category=page.facts.get("category", ""),
        # «به گزارش …» opens an agency's own reports, so it names the publisher as a rule.
        source=source.source or page.masthead or agency,
        url=page.facts.get("url", ""),
        code=furniture.code_of(page.facts.get("code", "")),
        published_at=furniture.first_date(dates),
    )


def _without_labels(lines: list[str], page: Page) -> list[str]:
    """The lines that are no labelled facts; the first fact of each kind goes to the page."""
    kept = []
    for line in lines:
        facts = furniture.labelled(line)
        page.facts = facts | page.facts
        if not facts:
            kept.append(line)
    return kept


def _end(lines: list[str]) -> int:
    """Where the comment box or the lists begin: the first such heading below running text."""
    running = False
    for number, line in enumerate(lines):
        running = running or furniture.is_running_text(line)
        if running and furniture.is_heading(line):
            return number
    return len(lines)


def _headline(lines: list[str]) -> tuple[int | None, int | None]:
    """Places of the headline and of its repetition over the body; None for what is missing."""
    places: dict[str, list[int]] = {}
    for number, line in enumerate(lines):
        if key := _key(line):
            places.setdefault(key, []).append(number)
    for found in places.values():
        if len(found) > 1 and len(lines[found[0]].split()) >= REPEATED_WORDS:
            return found[0], _over_body(lines, found)
    return min((found[0] for found in places.values()), default=None), None


def _over_body(lines: list[str], places: list[int]) -> int | None:
    """The repetition below the lead. None when what follows it is no longer the article."""
    for above, below in pairwise(places):
        if not all(map(furniture.is_navigation, lines[above + 1 : below])):
            break
    size_between = sum(map(len, lines[above + 1 : below]))
    size_after = sum(map(len, lines[below + 1 :]))
    return below if size_after > size_between else None


def _key(line: str) -> str:
    """What two prints of a headline share; '' for a line that can't be one."""
    if len(line) > LONGEST_HEADLINE or furniture.is_navigation(line):
        return ""
    if furniture.is_site_name(line) or furniture.is_heading(line) or _loose_date(line):
        return ""
    # A browser's title: the headline, a dash, the name of the site.
    headline = _SITE_SUFFIX.sub("", line)
    return squash(headline) if len(headline.split()) >= HEADLINE_WORDS else ""


def _loose_date(line: str) -> bool:
    """Whether the line is a date and nothing else."""
    return len(line) <= LONGEST_DATE and furniture.first_date([line]) is not None


def _article_lines(lines: list[str], page: Page) -> list[str]:
    """The lines of the text itself; dates above it are noted, navigation and titles dropped."""
    title = _key(page.title)
    kept: list[str] = []
    for line in lines:
        if furniture.is_running_text(line):
            kept.append(line)
        elif not kept and _loose_date(line):
            page.loose_dates.append(line)
        elif not (furniture.is_navigation(line) or (title and _key(line) == title)):
            kept.append(line)
    return kept


def _take_lead(body: list[str]) -> str:
    """Taken from ``body``: the single paragraph above «به گزارش …», with which reports begin."""
    if len(body) > 1 and furniture.opens_report(body[1]) and not furniture.opens_report(body[0]):
        return body.pop(0)
    return ""
