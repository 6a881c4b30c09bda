"""Reading a written date: the grammar only, see `calendar` for what it is used for."""

import re
from datetime import UTC, time, timedelta, timezone
from typing import NamedTuple

from articles.persian.characters import HALF_SPACE, fold, persian_digits
from articles.persian.jalali import FIRST_YEAR, LAST_YEAR, CalendarDate

MONTH_NAMES = (
    "فروردین",
    "اردیبهشت",
    "خرداد",
    "تیر",
    "مرداد",
    "شهریور",
    "مهر",
    "آبان",
    "آذر",
    "دی",
    "بهمن",
    "اسفند",
)
"""The Jalali months, from 1 to 12."""

_GREGORIAN_MONTHS = (
    "ژانویه جانویه",
    "فوریه",
    "مارس مارچ",
    "آوریل آپریل",
    "مه می",
    "ژوئن جون",
    "ژوئیه جولای",
    "اوت آگوست",
    "سپتامبر",
    "اکتبر",
    "نوامبر",
    "دسامبر",
)


def _key(name: str) -> str:
    return fold(name).replace("آ", "ا")


_JALALI_BY_NAME = {_key(name): month for month, name in enumerate(MONTH_NAMES, start=1)}
_JALALI_BY_NAME["امرداد"] = 5
_GREGORIAN_BY_NAME = {
    _key(name): month
    for month, names in enumerate(_GREGORIAN_MONTHS, start=1)
    for name in names.split()
}

_WEEKDAY = re.compile(r"(?:(?:یک|دو|سه|چهار|پنج) ?)?شنبه|جمعه|ادینه")
_TIME = re.compile(
    r"(?:ساعت ?|(?<=\d)T|(?<![\d:]))(?P<hour>\d{1,2}):(?P<minute>\d{2})"
    r"(?::(?P<second>\d{2})(?:[.,]\d{1,9})?)? ?(?P<offset>Z|UTC|[+-]\d{2}:?\d{2})?(?!\S)",
    re.IGNORECASE,
)
_AROUND = " \t\r\n،,-–|"
_NUMERIC = re.compile(r"(\d{4})(?:([-/.])(\d{1,2})(?:\2(\d{1,2}))?)?")
_DAY_FIRST = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_NAMED = re.compile(r"(?:(\d{1,2}) )?([^\W\d]+)(?: ?ماه)? (\d{4})")


class Moment(NamedTuple):
    date: CalendarDate
    time: time
    offset: timezone | None


def read_moment(text: str) -> Moment:
    """A date with or without a time, which may come first or last. ValueError in Persian."""
    plain = _plain(text)
    found = _TIME.search(plain)
    if found is None:
        return Moment(_read_date(plain, text), time(), None)
    rest = f"{plain[: found.start()]} {plain[found.end() :]}"
    try:
        clock, offset = _clock(found), _offset(found["offset"])
    except ValueError:
        shown = text.strip()[:40]
        raise ValueError(f"ساعت «{shown}» درست نیست؛ نمونه: ساعت ۱۴:۳۰") from None
    return Moment(_read_date(rest, text), clock, offset)


def read_date(text: str) -> CalendarDate:
    """A year, month or day without a time. ValueError in Persian."""
    return _read_date(_plain(text), text)


def _plain(text: str) -> str:
    """Canonical letters and digits, single blanks: what the expressions above expect."""
    canonical = fold(text).replace("آ", "ا").replace(HALF_SPACE, " ")
    return " ".join(canonical.replace("اردی بهشت", "اردیبهشت").split())


def _read_date(plain: str, text: str) -> CalendarDate:
    plain = " ".join(_WEEKDAY.sub(" ", plain).replace("،", " ").split()).strip(_AROUND)
    found = _numeric(plain) or _named(plain)
    if found is None:
        raise ValueError(f"تاریخ «{text.strip()[:40]}» درست نیست؛ نمونه: ۱۴۰۲/۰۷/۱۵")
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise ValueError(f"سال {persian_digits(found.year)} درست نیست؛ نمونه: ۱۴۰۲/۰۷/۱۵")
    return found


def _numeric(plain: str) -> CalendarDate | None:
    if found := _NUMERIC.fullmatch(plain):
        year, _, month, day = found.groups()
        return CalendarDate(int(year), _number(month), _number(day))
    if found := _DAY_FIRST.fullmatch(plain):
        day, month, year = found.groups()
        date = CalendarDate(int(year), int(month), int(day))
        return date if date.is_jalali else None  # 3/4/2023 means two days
    return None


def _named(plain: str) -> CalendarDate | None:
    found = _NAMED.fullmatch(plain)
    if found is None:
        return None
    day, name, year = found.groups()
    months = _JALALI_BY_NAME if CalendarDate(int(year)).is_jalali else _GREGORIAN_BY_NAME
    month = months.get(name) or months.get(name.removesuffix("ماه"))
    return CalendarDate(int(year), month, _number(day)) if month else None


def _number(digits: str | None) -> int | None:
    return int(digits) if digits else None


def _clock(found: re.Match[str]) -> time:
    return time(int(found["hour"]), int(found["minute"]), int(found["second"] or 0))


def _offset(written: str | None) -> timezone | None:
    if not written:
        return None
    if written[0] not in "+-":
        return UTC
    hours, minutes = int(written[1:3]), int(written[-2:])
    offset = timedelta(hours=hours, minutes=minutes)
    return timezone(-offset if written[0] == "-" else offset)
