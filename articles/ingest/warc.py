"""Web archives (WARC, ISO 28500): each HTML page that a server answered with is one article."""

from __future__ import annotations

from collections.abc import Iterator

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord

from articles.errors import DraftError, IngestError
from articles.files import GZIP_MAGIC
from articles.ingest import page
from articles.ingest.draft import Draft, Reject
from articles.ingest.streams import LONGEST_RECORD, Input

WARC_MAGIC = b"WARC/"
HTML_TYPES = ("text/html", "application/xhtml+xml")


def read(source: Input) -> Iterator[Draft | Reject]:
    """A Draft or a Reject for each stored page; ``line`` is the number of the page.

    ``source.stream`` must be the file itself: the library unpacks it record by record.
    Raises IngestError when the file is damaged.
    """
    if not source.stream.peek(5).startswith((WARC_MAGIC, GZIP_MAGIC)):
        raise IngestError("این فایل WARC نیست: با WARC/ یا gzip شروع نمی‌شود.")
    number = 0
    try:
        for record in ArchiveIterator(source.stream):
            if not _is_page(record):
                continue
            number += 1
            if number > source.skip:
                yield _read_page(record, number, source.source)
    except (ArchiveLoadFailed, EOFError) as error:
        raise IngestError("فایل WARC خراب یا ناقص است؛ آن را دوباره تهیه کنید.") from error


def _is_page(record: ArcWarcRecord) -> bool:
    """Whether the record is an answer with status 200 that holds HTML."""
    headers = record.http_headers
    if record.rec_type != "response" or headers is None:
        return False
    kind = (headers.get_header("Content-Type") or "").partition(";")[0].strip().lower()
    return kind in HTML_TYPES and headers.get_statuscode() == "200"


def _read_page(record: ArcWarcRecord, number: int, source: str) -> Draft | Reject:
    address = record.rec_headers.get_header("WARC-Target-URI") or ""
    original = record.content_stream().read(LONGEST_RECORD + 1)
    try:
        if len(original) > LONGEST_RECORD:
            raise DraftError("صفحه بیش از حد بزرگ است.")
        return page.draft(original, source=source, url=address, line=number)
    except DraftError as error:
        return Reject(original=original, line=number, reason=f"{error} ({address})")
