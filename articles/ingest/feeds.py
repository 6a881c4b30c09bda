"""RSS 2.0, RSS 1.0 (RDF) and Atom files: one article an entry.

The parser resolves no entity, loads no DTD and never touches the network, so that a feed
can neither read files nor grow without bounds.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from lxml import etree

from articles.errors import DraftError, IngestError
from articles.ingest import records
from articles.ingest.draft import Draft, Reject
from articles.ingest.markup import resolve
from articles.ingest.streams import Input
from articles.persian.characters import squash

MEDIA_TYPE = "application/xml"
LONGEST_ID = 200  # longer ones are addresses, which identify as well

_ATOM = "{http://www.w3.org/2005/Atom}"
_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
_DC = "{http://purl.org/dc/elements/1.1/}"
_RSS1 = "{http://purl.org/rss/1.0/}"

ENTRY_TAGS = frozenset({"item", f"{_RSS1}item", f"{_ATOM}entry"})
FEED_TAGS = frozenset({"channel", f"{_RSS1}channel", f"{_ATOM}feed"})

# What is looked for -> the elements that may hold it, the best first.
_ELEMENTS = {
    "title": ("title", f"{_RSS1}title", f"{_ATOM}title"),
    "content": (_CONTENT, f"{_ATOM}content"),
    "description": ("description", f"{_RSS1}description", f"{_ATOM}summary"),
    "link": ("link", f"{_RSS1}link"),
    "id": ("guid", f"{_ATOM}id"),
    "date": ("pubDate", f"{_ATOM}published", f"{_ATOM}updated", f"{_DC}date"),
    "category": ("category", f"{_DC}subject"),
    "author": (f"{_DC}creator", f"{_ATOM}author/{_ATOM}name", "author"),
}


def read(source: Input) -> Iterator[Draft | Reject]:
    """A Draft or a Reject for each entry. Raises IngestError where the XML breaks off."""
    number = 0
    for number, (entry, feed) in enumerate(_entries(source), 1):
        if number > source.skip:
            yield _read_entry(entry, source.source or feed)
    if not number:
        raise IngestError("در این فایل XML خبری نیست: نه item دارد و نه entry.")


def _entries(source: Input) -> Iterator[tuple[etree._Element, str]]:
    """Each entry with the title of its feed; an entry is dropped once it was taken."""
    feed = ""
    events = etree.iterparse(
        source.stream, events=("end",), resolve_entities=False, no_network=True, load_dtd=False
    )
    try:
        for _, element in events:
            parent = element.getparent()
            if element.tag in ENTRY_TAGS:
                yield element, feed
                _forget(element)
            elif parent is not None and parent.tag in FEED_TAGS:
                if element.tag in _ELEMENTS["title"]:
                    feed = (element.text or "").strip()
                _forget(element)
    except etree.XMLSyntaxError as error:
        raise IngestError(f"XML درست نیست: {error.msg}. فایل را اصلاح کنید.") from error


def _forget(element: etree._Element) -> None:
    """Empty the element and remove all before it, so that the tree never grows."""
    element.clear()
    while element.getprevious() is not None:
        del element.getparent()[0]


def _read_entry(entry: etree._Element, feed: str) -> Draft | Reject:
    original = etree.tostring(entry, encoding="utf-8", with_tail=False)
    line = entry.sourceline or 1
    try:
        values = _values(entry) | {"source": feed}
        return records.draft(values, original=original, media_type=MEDIA_TYPE, line=line)
    except DraftError as error:
        return Reject(original=original, line=line, reason=str(error))


def _values(entry: etree._Element) -> dict[str, object]:
    """The entry as a record: the content is the body, the description above it the lead."""
    texts = {key: _first(entry, names) for key, names in _ELEMENTS.items()}
    identity = texts["id"].strip()
    link = texts["link"].strip() or _atom_link(entry)
    body, lead = texts["content"], texts["description"]
    if not body:
        body, lead = lead, ""
    elif squash(resolve(body)).startswith(squash(resolve(lead))):
        lead = ""
    return {
        "title": texts["title"].strip(),
        "lead": lead.strip(),
        "body": body.strip(),
        "url": link or identity,
        "id": identity if len(identity) <= LONGEST_ID else "",
        "date": _moment(texts["date"].strip()),
        "category": texts["category"],
        "author": texts["author"],
    }


def _first(entry: etree._Element, names: tuple[str, ...]) -> str:
    return next(filter(None, (_text(entry.find(name)) for name in names)), "")


def _text(element: etree._Element | None) -> str:
    """The text of an element, its inner markup when it has some (Atom's xhtml)."""
    if element is None:
        return ""
    if any(child.tag is etree.Entity for child in element.iter()):
        raise DraftError("این مدخل یک entity دارد که به‌دلیل امنیت باز نمی‌شود.")
    inner = (etree.tostring(child, encoding="unicode") for child in element)
    return (element.text or "") + "".join(inner)


def _atom_link(entry: etree._Element) -> str:
    for link in entry.iterfind(f"{_ATOM}link"):
        if link.get("rel", "alternate") == "alternate":
            return link.get("href", "").strip()
    return ""


def _moment(text: str) -> datetime | None:
    """ISO, Jalali or, as RSS has it, RFC 822. Raises DraftError when it is none of them."""
    if not text:
        return None
    try:
        return records.parse_date(text)
    except ValueError as error:
        try:
            moment = parsedate_to_datetime(text)
        except ValueError:
            raise DraftError(str(error)) from error
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
