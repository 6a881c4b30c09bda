import pytest

from articles.errors import IngestError
from articles.ingest.draft import Reject

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
     xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>خبرهای آزمون</title><link>https://example.com</link>
<image><title>نشان</title></image>
<item><title>تیتر &amp;laquo;یک&amp;raquo;</title><link>https://example.com/1</link>
  <guid isPermaLink="false">n-1</guid><pubDate>Sat, 07 Oct 2023 14:30:00 +0330</pubDate>
  <category>سیاسی</category><dc:creator>نویسنده</dc:creator>
  <description>لید خبر</description>
  <content:encoded><![CDATA[<p>بند یک</p><script>alert(1)</script><p>بند دو</p>]]></content:encoded>
</item>
<item><title>تیتر دو</title><link>https://example.com/2</link>
  <description>&lt;p&gt;متن می&amp;zwnj;آید&lt;/p&gt;</description></item>
<item><title>تیتر سه</title><pubDate>روزی روزگاری</pubDate></item>
</channel></rss>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>اتم آزمون</title>
<entry><title>تیتر</title><id>tag:example.com,2023:1</id>
<link rel="self" href="https://example.com/self"/><link href="https://example.com/1"/>
<published>2023-10-07T11:00:00Z</published><author><name>نویسنده</name></author>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>یک</p><p>دو</p></div></content>
</entry></feed>"""


@pytest.fixture
def feed(tmp_path, read_all):
    def read(text, **options):
        path = tmp_path / "feed.xml"
        path.write_text(text, encoding="utf-8")
        return read_all(path, **options)

    return read


def test_rss_item_with_content_and_description(feed):
    first = feed(RSS)[0]
    assert (first.title, first.lead, first.body) == ("تیتر «یک»", "لید خبر", "بند یک\nبند دو")
    assert (first.external_id, first.url) == ("n-1", "https://example.com/1")
    assert (first.category, first.author, first.source) == ("سیاسی", "نویسنده", "خبرهای آزمون")
    assert first.published_at.isoformat() == "2023-10-07T11:00:00+00:00"


def test_description_alone_is_the_body(feed):
    second = feed(RSS)[1]
    assert (second.lead, second.body, second.published_at) == ("", "متن می‌آید", None)


def test_unreadable_date_is_rejected(feed):
    assert isinstance(feed(RSS)[2], Reject)


def test_atom_entry(feed):
    [entry] = feed(ATOM)
    assert (entry.title, entry.body, entry.author) == ("تیتر", "یک\nدو", "نویسنده")
    assert (entry.external_id, entry.url) == ("tag:example.com,2023:1", "https://example.com/1")
    assert entry.source == "اتم آزمون"


def test_given_source_wins(feed):
    assert feed(ATOM, source="نام دیگر")[0].source == "نام دیگر"


def test_entries_already_dealt_with_are_skipped(feed):
    assert [type(record) for record in feed(RSS, skip=2)] == [Reject]


def test_external_entities_read_no_files(feed, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("گذرواژه")
    text = RSS.replace("<rss", f'<!DOCTYPE rss [<!ENTITY x SYSTEM "{secret.as_uri()}">]>\n<rss', 1)
    records = feed(text.replace("لید خبر", "&x;").replace("تیتر دو", "&x;"))
    assert [type(record) for record in records[:2]] == [Reject, Reject]


def test_entities_within_entities_do_not_grow(feed):
    bomb = "".join(f'<!ENTITY b{n} "{f"&b{n - 1};" * 10}">' for n in range(1, 12))
    text = RSS.replace("<rss", f'<!DOCTYPE rss [<!ENTITY b0 "خ">{bomb}]>\n<rss', 1)
    with pytest.raises(IngestError):
        feed(text.replace("لید خبر", "&b11;"))


def test_broken_xml_keeps_what_was_read_before(tmp_path, imported):
    path = tmp_path / "feed.xml"
    path.write_text(RSS.replace("<item><title>تیتر دو", "<item><titel>تیتر دو"))
    result = imported(path)
    assert result.counts.created == 1
    assert "XML" in result.fault


def test_xml_without_entries_is_no_feed(feed):
    with pytest.raises(IngestError, match="item"):
        feed("<sitemap><url/></sitemap>")
