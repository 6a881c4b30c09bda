import pytest

from articles.search.asked import popular_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("گفت‌وگوی هسته‌ای", "گفت وگوي هسته ای"),
        ("بودجه ۱۴۰۲", "بودجهٔ 1402"),
        ("آمریکا", "امریکا"),
    ],
)
def test_written_forms_of_a_query_have_one_key(one, other):
    assert popular_key(one) == popular_key(other) != ""


@pytest.mark.parametrize(
    "text",
    [
        "۰۹۱۲۳۴۵۶۷۸۹",
        "علی 0912 345 6789",
        "کد ملی ۰۰۱۲۳۴۵۶۷۸",
        "۱۴۰۲",
        "reader@example.org",
        "https://example.org/x",
        "example.org",
        '"نقل قول"',
        "منبع:ایسنا برجام",
        "مجلس [شورای اسلامی]",
        "ع",
        "",
        "یک پرسش بسیار بلند از چندین واژه که کسی دیگر نمی‌پرسد",
        "ﷺ" * 40,
        "برجام\x00",
    ],
)
def test_what_may_tell_of_a_reader_or_is_no_plain_query_has_none(text):
    assert popular_key(text) == ""
