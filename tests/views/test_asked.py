"""From what readers type to what others are offered, through the pages."""

import pytest

from articles import pipeline
from articles.models import AskedQuery
from tests.factories import ArticleFactory

pytestmark = pytest.mark.django_db
READER = "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"


@pytest.fixture
def archive():
    ArticleFactory(title="برجام", body="گفت‌وگوی هسته‌ای در وین")
    pipeline.catch_up()


def ask(client, text, visitors, **parts):
    for number in range(visitors):
        client.get(
            "/search/",
            {"q": text, **parts.get("params", {})},
            REMOTE_ADDR=f"192.0.2.{number}",
            headers={"User-Agent": READER, **parts.get("headers", {})},
        )


def offered(client, text):
    answer = client.get("/api/v1/complete", {"q": text}).json()["completions"]
    return [one["text"] for one in answer if one["kind"] == "query"]


def test_what_several_readers_found_is_offered_to_others(client, archive):
    ask(client, "گفت‌وگوی هسته‌ای وین", 8)
    assert offered(client, "گفتو") == ["گفت‌وگوی هسته‌ای وین"]
    assert offered(client, "گفت و گوی") == ["گفت‌وگوی هسته‌ای وین"]
    assert offered(client, "وین") == []


def test_one_reader_alone_is_not_heard_by_others(client, archive):
    for _ in range(5):
        ask(client, "هسته‌ای وین", 1)
    assert offered(client, "هسته") == []


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("پرتقال لبنان", {}),  # finds nothing
        ("وین", {"params": {"from": "1400"}}),
        ("وین", {"headers": {"Sec-GPC": "1"}}),
        ("وین", {"headers": {"DNT": "1"}}),
        ("وین", {"headers": {"User-Agent": "Googlebot/2.1"}}),
        ("وین ۰۹۱۲۳۴۵۶۷۸۹", {}),
    ],
)
def test_what_is_not_remembered(client, archive, text, parts):
    ask(client, text, 8, **parts)
    assert not AskedQuery.objects.exists()


def test_nothing_that_was_kept_leads_to_a_reader(client, archive):
    ask(client, "وین", 1)
    (row,) = AskedQuery.objects.values()
    assert row.keys() == {"id", "key", "head", "text", "weight", "slots", "visitors", "hidden"}
    assert row["slots"].bit_count() == 1
