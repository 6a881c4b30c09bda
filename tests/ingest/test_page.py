import json

import pytest

from articles.ingest import page
from articles.ingest.draft import Reject

PARAGRAPHS = [
    "به گزارش دشت خبر، نشست بررسی آب‌های زیرزمینی با حضور کشاورزان و پژوهشگران برگزار شد.",
    "در این نشست گفته شد که سطح آب چاه‌ها در ده سال پایین‌تر رفته\u00a0است و باید چاره‌ای اندیشید.",
    "پژوهشگران پیشنهاد کردند کشت‌های کم‌آب جایگزین شوند و آبیاری شبانه رواج یابد.",
]
LEAD = "نشست بررسی آب‌های زیرزمینی دشت با پیشنهاد کشت‌های کم‌آب پایان یافت."
LINKED_DATA = {
    "@context": "https://schema.org",
    "@graph": [
        {"@type": "WebPage", "name": "دشت خبر"},
        {
            "@type": ["NewsArticle"],
            "headline": "چاره‌جویی برای چاه‌های دشت",
            "description": LEAD,
            "datePublished": "2023-10-07T14:30:00+03:30",
            "author": {"@type": "Person", "name": "نویسندهٔ آزمون"},
            "publisher": {"@type": "Organization", "name": "دشت خبر"},
            "articleSection": "محیط زیست",
            "mainEntityOfPage": "https://dasht.example.com/news/12",
        },
    ],
}


def html(head="", above="", body=None, below=""):
    text = body or "".join(f"<p>{paragraph}</p>\n" for paragraph in PARAGRAPHS)
    return (
        f"<!DOCTYPE html><html><head>{head}</head><body>"
        "<nav><ul><li><a href='/'>خانه</a></li><li><a href='/p'>سیاسی</a></li></ul></nav>"
        f"<article>{above}<h1>چاره‌جویی برای چاه‌های دشت</h1><div class='text'>{text}</div>"
        f"</article>{below}<footer>همهٔ حقوق این پایگاه محفوظ است</footer></body></html>"
    )


LD = f"<script type='application/ld+json'>{json.dumps(LINKED_DATA, ensure_ascii=False)}</script>"


def draft(text, **options):
    return page.draft(text.encode(), **options)


def test_linked_data_gives_the_facts():
    found = draft(html(LD))
    assert (found.title, found.lead) == ("چاره‌جویی برای چاه‌های دشت", LEAD)
    assert (found.author, found.source) == ("نویسندهٔ آزمون", "دشت خبر")
    assert (found.category, found.url) == ("محیط زیست", "https://dasht.example.com/news/12")
    assert found.published_at.isoformat() == "2023-10-07T11:00:00+00:00"


def test_open_graph_gives_the_facts():
    head = (
        "<meta property='og:title' content='چاره‌جویی برای چاه‌های دشت - دشت خبر'>"
        f"<meta property='og:description' content='{LEAD}'>"
        "<meta property='og:site_name' content='دشت خبر'>"
        "<meta property='article:published_time' content='2023-10-07T11:00:00Z'>"
        "<link rel='canonical' href='https://dasht.example.com/news/12'>"
    )
    found = draft(html(head).replace("<h1>", "<h2>").replace("</h1>", "</h2>"))
    assert (found.title, found.lead) == ("چاره‌جویی برای چاه‌های دشت", LEAD)
    assert (found.source, found.url) == ("دشت خبر", "https://dasht.example.com/news/12")
    assert found.published_at.isoformat() == "2023-10-07T11:00:00+00:00"


def test_body_keeps_half_spaces_and_no_break_spaces():
    assert draft(html()).body == "\n".join(PARAGRAPHS)


def test_body_without_metadata_has_neither_navigation_nor_footer():
    found = draft(html(below="<aside><h3>پربازدیدترین‌ها</h3><ul><li>خبر دیگر</li></ul></aside>"))
    assert found.body == "\n".join(PARAGRAPHS)


def test_classes_of_persian_sites_mark_kicker_lead_and_body():
    above = "<div class='rutitr'>نشست دشت</div>"
    body = (
        f"<p class='lead'>{LEAD}</p><div class='item-text' itemprop='articleBody'>"
        + "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
        + "<p>انتهای پیام</p></div>"
    )
    found = draft(html(above=above, body=body))
    assert (found.kicker, found.lead) == ("نشست دشت", LEAD)
    assert found.body == "\n".join([*PARAGRAPHS, "انتهای پیام"])


def test_visible_labels_give_code_and_jalali_date():
    above = "<ul><li><b>کد خبر:</b> ۱۲۳۴۵</li><li>تاریخ انتشار: ۱۵ مهر ۱۴۰۲ - ۱۴:۳۰</li></ul>"
    found = draft(html(above=above))
    assert found.code == "12345"
    assert found.published_at.isoformat() == "2023-10-07T11:00:00+00:00"
    assert "کد خبر" not in found.body


def test_scripts_never_survive():
    evil = (
        "<script>alert(1)</script><p onclick='alert(1)'>متن بند</p>"
        "<style>p{alert(1)}</style><noscript>alert(1)</noscript>"
    )
    body = "".join(f"<p>{paragraph}{evil}</p>" for paragraph in PARAGRAPHS)
    found = draft(html(LD.replace(LEAD, f"{LEAD}&lt;script&gt;alert(1)&lt;/script&gt;"), body=body))
    assert "alert" not in "".join((found.title, found.lead, found.body, found.kicker))


def test_the_start_of_the_body_is_no_lead():
    head = f"<meta property='og:description' content='{PARAGRAPHS[0][:50]}'>"
    assert draft(html(head)).lead == ""


def test_the_first_readable_date_is_taken():
    head = "<meta name='date' content='دیروز'><meta name='pubdate' content='2023-10-07'>"
    assert draft(html(head)).published_at.date().isoformat() == "2023-10-06"


@pytest.mark.parametrize("declaration", ["<meta charset='windows-1256'>", ""])
def test_windows_1256_is_read(declaration):
    text = html(declaration).translate(str.maketrans("یکٔ", "يكه")).replace("\u06f1", "1")
    assert page.draft(text.encode("cp1256")).title.startswith("چاره\u200cجويي")


def test_utf8_is_believed_before_a_wrong_declaration():
    assert draft(html("<meta charset='iso-8859-1'>")).body == "\n".join(PARAGRAPHS)


def test_the_name_given_by_the_curator_wins_over_the_site():
    assert draft(html(LD), source="نام دیگر").source == "نام دیگر"


@pytest.mark.parametrize(
    "text", ["", "   ", "<html><body></body></html>", "<html><body><h1>تیتر</h1></body></html>"]
)
def test_a_page_without_text_is_rejected(tmp_path, read_all, text):
    path = tmp_path / "page.html"
    path.write_text(text)
    [record] = read_all(path)
    assert isinstance(record, Reject)


def test_a_page_nested_without_end_is_survived(tmp_path, read_all):
    path = tmp_path / "page.html"
    path.write_text("<div>" * 100_000 + PARAGRAPHS[0])
    assert len(read_all(path)) == 1


def test_broken_linked_data_is_passed_over():
    assert draft(html("<script type='application/ld+json'>{'a': </script>")).body
