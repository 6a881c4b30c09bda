import gzip
import json

import pytest

from articles.ingest import streams
from articles.ingest.draft import Draft, Reject


def test_keys_of_the_contract_are_read(jsonl, read_all):
    path = jsonl(
        {
            "id": 7, "title": "تیتر", "lead": "لید", "body": "متن", "date": "2023-10-07T12:00:00Z",
            "category": "سیاسی", "source": "آزمون", "url": "https://example.org/7",
            "kicker": "روتیتر", "author": "نویسنده", "agency": "خبرگزاری", "code": "۱۲",
            "views": 12,
        }
    )  # fmt: skip
    [draft] = read_all(path)
    assert (draft.external_id, draft.title, draft.lead, draft.body) == ("7", "تیتر", "لید", "متن")
    assert (draft.category, draft.source, draft.url) == ("سیاسی", "آزمون", "https://example.org/7")
    assert (draft.kicker, draft.author, draft.agency) == ("روتیتر", "نویسنده", "خبرگزاری")
    assert draft.published_at.isoformat() == "2023-10-07T12:00:00+00:00"


def test_the_original_is_the_line_itself(jsonl, read_all):
    line = '{"title":  "تیتر", "x": "می&zwnj;شود"}'
    [draft] = read_all(jsonl(line))
    assert draft.original == line.encode()


@pytest.mark.parametrize(
    ("date", "utc"),
    [
        ("۱۴۰۲/۰۷/۱۵", "2023-10-06T20:30"),
        ("1402/07/15 14:30", "2023-10-07T11:00"),
        ("2023-10-07", "2023-10-06T20:30"),
        ("2026-08-13T21:23", "2026-08-13T17:53"),
    ],
)
def test_dates_are_read_in_both_calendars(jsonl, read_all, date, utc):
    [draft] = read_all(jsonl({"title": "تیتر", "date": date}))
    assert draft.published_at.isoformat().startswith(utc)


def test_a_missing_date_is_none(jsonl, read_all):
    [draft] = read_all(jsonl({"title": "تیتر", "date": None}))
    assert draft.published_at is None


@pytest.mark.parametrize(
    "broken",
    [
        '{"title": "تیتر"',
        "[1, 2]",
        '"متن"',
        '{"title": {"fa": "تیتر"}}',
        '{"title": true}',
        '{"title": "تیتر", "date": "روز خوبی بود"}',
        '{"title": "تیتر", "date": "1402/13/41"}',
        '{"title": ' + "9" * 5000 + "}",
        "[" * 100_000,
        "\udcff",
    ],
)
def test_a_broken_line_is_rejected_and_the_next_is_read(jsonl, read_all, broken):
    first, second = read_all(jsonl(broken, {"title": "سالم"}))
    assert isinstance(first, Reject)
    assert first.line == 1
    assert first.reason
    assert second.title == "سالم"


def test_byte_order_mark_and_blank_lines_do_no_harm(tmp_path, read_all):
    path = tmp_path / "news.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + '{"title": "یک"}\r\n\r\n{"title": "دو"}'.encode())
    assert [(draft.title, draft.line) for draft in read_all(path)] == [("یک", 1), ("دو", 3)]


def test_an_absurd_line_is_rejected_without_its_content(tmp_path, read_all, monkeypatch):
    monkeypatch.setattr(streams, "LONGEST_RECORD", 2000)
    path = tmp_path / "news.jsonl"
    path.write_bytes(b'{"title": "' + b"x" * 9000 + b'"}\n{"title": "ok"}\n')
    first, second = read_all(path)
    assert len(first.original) == streams.KEPT_OF_TOO_LONG
    assert second.title == "ok"


def test_lead_alone_becomes_the_body(jsonl, read_all):
    [draft] = read_all(jsonl({"title": None, "lead": "شرح یک فیلم", "body": None}))
    assert (draft.lead, draft.body) == ("", "شرح یک فیلم")


def test_lists_of_texts_are_joined(jsonl, read_all):
    [draft] = read_all(jsonl({"title": "تیتر", "body": ["یک", "دو"], "author": ["الف", "ب"]}))
    assert (draft.body, draft.author) == ("یک\nدو", "الف، ب")


def test_gzip_is_known_by_its_content(tmp_path, read_all):
    path = tmp_path / "news.jsonl"
    path.write_bytes(gzip.compress(json.dumps({"title": "تیتر"}).encode()))
    assert [type(record) for record in read_all(path)] == [Draft]
