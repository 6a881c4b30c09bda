from io import BytesIO

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from articles.ingest.draft import Draft, Reject
from tests.ingest.test_page import PARAGRAPHS, html


@pytest.fixture(params=["pages.warc", "pages.warc.gz"])
def archive(request, tmp_path):
    """Two pages, one of them without an article, an image and a page that was not found."""
    path = tmp_path / request.param
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=path.suffix == ".gz")
        for address, status, kind, content in (
            ("https://example.com/1", "200 OK", "text/html; charset=utf-8", html().encode()),
            ("https://example.com/i.png", "200 OK", "image/png", b"png"),
            ("https://example.com/0", "404 Not Found", "text/html", html().encode()),
            ("https://example.com/", "200 OK", "text/html", b"<html><body></body></html>"),
        ):
            headers = StatusAndHeaders(status, [("Content-Type", kind)], protocol="HTTP/1.1")
            writer.write_record(
                writer.create_warc_record(
                    address, "response", payload=BytesIO(content), http_headers=headers
                )
            )
    return path


def test_html_answers_become_articles(archive, read_all):
    page, empty = read_all(archive)
    assert isinstance(page, Draft)
    assert (page.url, page.body) == ("https://example.com/1", "\n".join(PARAGRAPHS))
    assert isinstance(empty, Reject)
    assert "https://example.com/" in empty.reason


def test_pages_already_dealt_with_are_skipped(archive, read_all):
    assert [type(record) for record in read_all(archive, skip=1)] == [Reject]


def test_a_truncated_archive_keeps_what_was_read_before(archive, imported):
    whole = archive.read_bytes()
    archive.write_bytes(whole[: len(whole) - 40])
    assert imported(archive).counts.created == 1


def test_a_file_that_is_no_archive_is_a_fault(tmp_path, imported):
    path = tmp_path / "pages.warc"
    path.write_bytes(b"not an archive at all\r\n")
    assert "WARC" in imported(path).fault
