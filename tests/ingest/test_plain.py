"""The page below is of the shape of scraped pages: see the reader's docstring."""

import pytest

from articles.ingest import plain
from articles.ingest.draft import Reject

HEADLINE = "ستاد حفاظت از تالاب خواستار لایروبی کانال های ورودی شد"
LEAD = "مدیر ستاد در نشست با کشاورزان منطقه، خواستار آغاز لایروبی کانال های ورودی شد."
BODY = [
    "به گزارش دشت خبر، مدیر ستاد حفاظت از تالاب عصر سهشنبه در بیانیهای از نشست یاد کرد.",
    "او گفت برنامههای لایروبی در کنار کشت کم آب با گفت وگوی مردم پیش خواهد رفت.\u00a0 \u00a0",
    "\u00a0سهم آب تالاب (در فصل پاییز) هنوز روشن نیست.",
    "به گزارش ایرنا، نشست بعدی این ستاد نیمه دوم ماه آینده در فرمانداری برگزار میشود.",
]
PAGE = "\n".join(
    ["تماس با ما درباره ما", "", HEADLINE, "", LEAD, HEADLINE, ""]
    + [line for paragraph in BODY for line in (paragraph, "")]
    + ["ارسال نظر", "", "پربازدیترین ها", "تیتر خبری دیگر", "", "آخرین اخبار", "خبر تازه ای دیگر"]
)


@pytest.fixture
def page(tmp_path, read_all):
    def read(text, encoding="utf-8"):
        path = tmp_path / "page.txt"
        path.write_bytes(text.encode(encoding))
        [record] = read_all(path)
        return record

    return read


def test_headline_lead_and_body_are_kept_as_they_stand(page):
    draft = page(PAGE)
    assert draft.title == HEADLINE
    assert draft.lead == LEAD
    assert draft.body == "\n".join(BODY)


def test_the_agency_is_the_one_named_first(page):
    assert page(PAGE).agency == "دشت خبر"


def test_the_original_is_the_whole_page(page):
    assert page(PAGE).original == PAGE.encode()


def test_list_headings_are_known_with_half_spaces_and_arabic_letters(page):
    text = PAGE.replace("پربازدیترین ها", "پربازديدترين‌ها").replace("ارسال نظر", "نظرات (۳)")
    assert page(text).body == "\n".join(BODY)


def test_a_headline_that_stands_once_is_the_first_line_below_the_navigation(page):
    text = "\n".join(["صفحه نخست | سیاسی | اقتصادی", HEADLINE, LEAD, *BODY, "آخرین اخبار"])
    draft = page(text)
    assert (draft.title, draft.lead) == (HEADLINE, LEAD)
    assert draft.body == "\n".join(BODY)


def test_code_and_date_are_read_from_their_labels_and_leave_the_text(page):
    labels = "کد خبر: ۹۸۷۶۵ | تاریخ انتشار: ۱۵ مهر ۱۴۰۲ - ۱۴:۳۰"
    draft = page(PAGE.replace(LEAD, f"{labels}\n{LEAD}"))
    assert draft.code == "98765"
    assert draft.published_at.isoformat() == "2023-10-07T11:00:00+00:00"
    assert draft.lead == LEAD


def test_a_title_with_the_name_of_the_site_is_the_same_headline(page):
    draft = page(f"{HEADLINE} - دشت خبر\n{PAGE}")
    assert (draft.title, draft.lead) == (HEADLINE, LEAD)
    assert draft.body == "\n".join(BODY)


def test_a_page_in_windows_1256_is_read(page):
    text = PAGE.replace("ی", "ي").replace("ک", "ك")
    assert page(text, "cp1256").title == HEADLINE.replace("ی", "ي").replace("ک", "ك")


@pytest.mark.parametrize("text", ["", " \n\n", "تماس با ما درباره ما\n\nارسال نظر", HEADLINE])
def test_a_page_without_an_article_is_rejected(page, text):
    assert isinstance(page(text), Reject)


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("به گزارش خبرنگار ورزشی خبرگزاری فارس، تیم", "خبرگزاری فارس"),
        ("به گزارش ایسنا به نقل از روابط عمومی وزارت، کتاب", "ایسنا"),
        ("به گزارش خبرنگار مهر، امروز", "مهر"),
        ("به گزارش خبرنگار ما، امروز", ""),
        ("این بخش به گزارش نیازی ندارد", ""),
    ],
)
def test_agency_of_a_report(text, agency):
    assert plain.furniture.agency_of(text) == agency


def test_the_real_seed_page(shared_data, read_all):
    [draft] = read_all(shared_data / "seed_page.txt")
    text = (shared_data / "seed_page.txt").read_text()
    lines = [line for line in text.split("\n") if line.strip()]
    assert [draft.title, draft.lead, draft.title, *draft.body.split("\n")] == lines[1:-3]
    assert draft.agency == "تهران بهشت"
