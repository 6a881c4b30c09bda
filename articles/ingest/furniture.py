"""What Persian news pages put around an article: navigation, labels, headings of lists.

Lines are compared squashed, so that a heading is known in every spelling. The phrases
are those that agencies and their content systems commonly print.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime

from articles.ingest import records
from articles.persian.characters import latin_digits, squash

LONGEST_HEADING = 45
PARAGRAPH = 80
SENTENCE = 40
SENTENCE_ENDS = (".", "؟", "!", "…", ":", "؛")
LONGEST_LABELLED_LINE = 160

_NAVIGATION = """
    تماس با ما، ارتباط با ما، درباره ما، درباره، صفحه نخست، صفحه اصلی، خانه، آرشیو،
    آرشیو اخبار، جستجو، جستجوی پیشرفته، پیوندها، ورود، خروج، ثبت نام، عضویت، خبرنامه،
    نقشه سایت، قوانین، تبلیغات، همکاری با ما، منو، RSS، آر اس اس، English، العربیه، فارسی،
    نسخه موبایل، نسخه قدیمی، اخبار، همه اخبار، سیاسی، سیاست، سیاست خارجی، سیاست داخلی،
    اقتصادی، اقتصاد، بازار، بورس، اجتماعی، جامعه، فرهنگی، فرهنگ، فرهنگی هنری، فرهنگ و هنر،
    هنر، هنری، سینما، کتاب، ورزشی، ورزش، فوتبال، بین الملل، بین‌المللی، جهان، خارجی، علمی،
    علم، علم و فناوری، علمی و فناوری، علم و دانش، دانش و فناوری، فناوری، دانش، حوادث،
    استان ها، استانها، شهرستان ها، عکس، فیلم، عکس و فیلم، ویدئو، ویدیو، گالری، چند رسانه ای،
    پادکست، صوت، گفتگو، گفت و گو، یادداشت، مقاله، دیدگاه، گزارش، گزارش تصویری، گزارش ویژه،
    سلامت، بهداشت، پزشکی، گردشگری، محیط زیست، روزنامه، سبک زندگی، خانواده، دین، دینی، مذهبی،
    زنان، چاپ، نسخه چاپی، ارسال به دوستان، اشتراک گذاری، تلگرام، اینستاگرام، توییتر، ایتا،
    بله، سروش، روبیکا، واتساپ، فیسبوک
"""

_COMMENTS = """
    ارسال نظر، ارسال نظرات، ارسال دیدگاه، ثبت نظر، ثبت دیدگاه، نظر شما، نظرات، نظرات شما،
    نظرات کاربران، نظرات بینندگان، نظر بدهید، دیدگاه ها، دیدگاه شما، دیدگاه کاربران،
    دیدگاهتان را بنویسید، پاسخ دهید، نظر خود را بنویسید
"""

_LISTS = """
    پربازدیدترین ها، پربازدیترین ها، پربازدیدترین، پربازدیدترین اخبار، پربازدیدترین خبرها،
    پربازدیدترین مطالب، پربازدیدها، پربازدید، پربحث ترین ها، پربحث ترین، پرمخاطب ترین ها،
    پرمخاطب ترین، آخرین اخبار، آخرین خبرها، آخرین عناوین، آخرین مطالب، تازه ترین اخبار،
    تازه ترین خبرها، تازه ترین ها، تازه ها، جدیدترین اخبار، جدیدترین ها، اخبار مرتبط،
    خبرهای مرتبط، مطالب مرتبط، مطلب مرتبط، عناوین مرتبط، اخبار مشابه، مطالب مشابه،
    اخبار پیشنهادی، مطالب پیشنهادی، پیشنهاد سردبیر، اخبار داغ، اخبار ویژه، اخبار روز،
    اخبار برگزیده، سایر اخبار، دیگر خبرها، بیشترین بازدید، برچسب ها، برچسب، کلیدواژه ها،
    کلید واژه ها، کلمات کلیدی، به اشتراک بگذارید، اشتراک گذاری، لینک کوتاه، گزارش خطا،
    عضویت در خبرنامه
"""


def _squashed(phrases: str) -> list[str]:
    """Longest first, as a regular expression needs them."""
    found = {squash(phrase) for phrase in phrases.replace("\n", " ").split("،")}
    return sorted(found, key=len, reverse=True)


_NAVIGATION_LINE = re.compile(f"(?:{'|'.join(_squashed(_NAVIGATION + '،' + _LISTS))})+")
_HEADING = re.compile(f"(?:{'|'.join(_squashed(_COMMENTS + '،' + _LISTS))})[0-9]*")
_TRAIL = re.compile(r"\s*(?:خانه|صفحه نخست|صفحه اصلی)\s*[»«›‹>/|\\]")
_SITE = re.compile(r"(?:خبرگزار[یي]|پا[یي]گاه (?:خبر[یي]|اطلاع|تحل[یي]ل[یي])|روزنامه|وب‌?سا[یي]ت)\s")
LONGEST_SITE_NAME = 50


def is_navigation(line: str) -> bool:
    """Whether the line is made of names of sections and service pages only."""
    return bool(_TRAIL.match(line) or _NAVIGATION_LINE.fullmatch(squash(line)))


def is_site_name(line: str) -> bool:
    """Whether the line looks like a masthead: «خبرگزاری …», «پایگاه خبری …»."""
    return len(line) <= LONGEST_SITE_NAME and bool(_SITE.match(line.strip()))


def is_heading(line: str) -> bool:
    """Whether the line opens a comment box or a list of other articles."""
    return len(line) <= LONGEST_HEADING and bool(_HEADING.fullmatch(squash(line)))


def is_running_text(line: str) -> bool:
    """Whether the line reads like a paragraph and not like an entry of a list."""
    text = line.strip()
    return len(text) >= PARAGRAPH or (len(text) >= SENTENCE and text.endswith(SENTENCE_ENDS))


# --- labelled facts ----------------------------------------------------------------------

_LABELS = {
    "code": "کد خبر، کد مطلب، شناسه خبر، شماره خبر، شناسه مطلب",
    "date": "تاریخ انتشار، زمان انتشار، تاریخ و زمان انتشار، تاریخ خبر، تاریخ درج، تاریخ، انتشار",
    "category": "سرویس، سرویس خبر، دسته، دسته بندی، دسته‌بندی خبر، گروه خبر، حوزه",
    "author": "نویسنده، خبرنگار، گزارشگر، نگارنده، به قلم",
    "url": "لینک خبر، نشانی خبر، لینک کوتاه، لینک مطلب، آدرس کوتاه خبر",
    "nothing": "تعداد بازدید، بازدید، تعداد نظرات، زمان مطالعه، مدت زمان مطالعه",
}
_FIELD_OF = {key: field for field, names in _LABELS.items() for key in _squashed(names)}
_PARTS = re.compile(r"\s*[|•·]\s*|\s{3,}|\t")
_LABELLED = re.compile(r"\s*(?P<label>[^:：]{2,25}?)\s*[:：]\s*(?P<value>.+?)\s*")
_CODE = re.compile(r"[\w/-]{1,40}")


def labelled(line: str) -> dict[str, str]:
    """The facts of a line such as «کد خبر: ۱۲۳ | تاریخ انتشار: …»; empty for any other line."""
    if len(line) > LONGEST_LABELLED_LINE:
        return {}
    found = {}
    for part in _PARTS.split(line.strip()):
        match = _LABELLED.fullmatch(part)
        field = match and _FIELD_OF.get(squash(match["label"]))
        if match and field:
            found[field] = match["value"]
    return found


def code_of(text: str) -> str:
    """A publisher's own code as Latin digits and letters, '' when ``text`` is none."""
    code = latin_digits(text.strip())
    return code if _CODE.fullmatch(code) else ""


def first_date(texts: Iterable[str]) -> datetime | None:
    """The first of the written dates that can be read."""
    for text in texts:
        with suppress(ValueError):
            return records.parse_date(text.strip())
    return None


# --- «به گزارش …» ------------------------------------------------------------------------

LONGEST_AGENCY_WORDS = 5
LONGEST_DATELINE = 30
_REPORT = re.compile(
    r"به[\s\u200c]?گزارش[\s\u200c]+(?P<name>[^\n،,:؛;.«»()\[\]–-]{2,90}?)\s*"
    r"(?=[،,:؛;«(\[–-]|\s(?:از|به\s+نقل|و\s+به\s+نقل|و\s+بنا|و\s+بر|بر\s+اساس|براساس|بنا|طبق|پس|در|منطقه)\s)"
)
_NEWS_AGENCY = re.compile(r"(?:خبرگزار[یي]|باشگاه خبرنگاران|پا[یي]گاه خبر[یي])\s")
_OWN_STAFF = re.compile(r"(?:خبرنگار(?:ان)?|گروه|سرو[یي]س|دفتر|عکاس)\s")
_OURSELVES = frozenset({"ما", "خبرنگار", "گروه"})


def opens_report(paragraph: str) -> bool:
    """Whether the paragraph begins with «به گزارش …», after a place name perhaps."""
    found = _REPORT.search(paragraph)
    return found is not None and found.start() <= LONGEST_DATELINE


def agency_of(text: str) -> str:
    """The agency that «به گزارش …» names at the first place in ``text``, '' when none.

    ``به گزارش خبرنگار ورزشی خبرگزاری فارس، …`` gives «خبرگزاری فارس», ``به گزارش خبرنگار
    مهر`` gives «مهر»; a whole clause instead of a name gives nothing.
    """
    found = _REPORT.search(text)
    if not found:
        return ""
    name = found["name"].strip(" \u00a0\u200c\"'")
    agency = _NEWS_AGENCY.search(name)
    if agency:
        name = name[agency.start() :]
    elif _OWN_STAFF.match(name):
        name = name.split()[-1]
    return "" if name in _OURSELVES or len(name.split()) > LONGEST_AGENCY_WORDS else name
