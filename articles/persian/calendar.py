"""The Jalali calendar of the archive: reading, writing and counting dates.

Dates are stored as aware UTC datetimes; a day, a month and a year begin at midnight in
Tehran. A year before 1700 is Jalali, any later one Gregorian.
"""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from articles.persian.characters import persian_digits
from articles.persian.date_text import MONTH_NAMES, read_date, read_moment
from articles.persian.jalali import TEHRAN, CalendarDate, JalaliDate, jalali_of

__all__ = [
    "MONTH_NAMES",
    "TEHRAN",
    "CalendarDate",
    "JalaliDate",
    "format_jalali",
    "month_key",
    "month_label",
    "month_name",
    "month_range",
    "parse_datetime",
    "parse_period",
    "to_jalali",
]

# In the order of `date.weekday`: Monday first.
_WEEKDAY_NAMES = ("دوشنبه", "سه‌شنبه", "چهارشنبه", "پنجشنبه", "جمعه", "شنبه", "یکشنبه")


def parse_datetime(text: str, tz: ZoneInfo = TEHRAN) -> datetime:
    """A moment, ISO or Jalali, with or without a time -> aware UTC datetime.

    Reads ``۱۴۰۲/۰۷/۱۵``, ``سه‌شنبه ۱۸ مهر ۱۴۰۲ ساعت ۱۴:۳۰``, ``2023-10-07T14:30:00Z``,
    ``2021-03``. Without an offset the time is one of ``tz``; without a time it is midnight,
    without a day the first. ValueError, in Persian, for anything else.
    """
    found = read_moment(text)
    try:
        day = found.date.first_day()
    except ValueError:
        raise _not_in_the_calendar(text) from None
    return datetime.combine(day, found.time, found.offset or tz).astimezone(UTC)


def parse_period(text: str) -> tuple[datetime, datetime]:
    """A year, month or day, Jalali or Gregorian -> its half-open range in UTC.

    Reads ``۱۴۰۲``, ``۱۴۰۲/۰۶``, ``مهر ۱۴۰۲``, ``2023-10``, ``۱۵ مهر ۱۴۰۲``. ValueError, in
    Persian, for anything else, and for days that the calendar does not have.
    """
    found = read_date(text)
    try:
        return found.period()
    except ValueError:
        raise _not_in_the_calendar(text) from None


def _not_in_the_calendar(text: str) -> ValueError:
    return ValueError(f"تاریخ «{text.strip()[:40]}» در تقویم وجود ندارد؛ نمونه: ۱۴۰۲/۰۷/۱۵")


def to_jalali(moment: datetime) -> JalaliDate:
    """The Jalali date of an aware ``moment`` in Tehran."""
    return jalali_of(moment)


def month_key(moment: datetime) -> int:
    """Year and month of an aware ``moment`` in Tehran as one number: 140207."""
    jalali = to_jalali(moment)
    return jalali.year * 100 + jalali.month


def month_name(month: int) -> str:
    """1 -> فروردین"""
    return MONTH_NAMES[month - 1]


def month_label(key: int) -> str:
    """140207 -> مهر ۱۴۰۲"""
    year, month = divmod(key, 100)
    return f"{month_name(month)} {persian_digits(year)}"


def month_range(key: int) -> tuple[datetime, datetime]:
    """140207 -> [start, end) of the month in UTC. ValueError for a month 0 or 13."""
    return CalendarDate(*divmod(key, 100)).period()


def format_jalali(moment: datetime, with_time: bool = False, weekday: bool = False) -> str:
    """``۱۵ مهر ۱۴۰۲``, in full ``شنبه ۱۵ مهر ۱۴۰۲ ساعت ۱۴:۳۰``, in Tehran."""
    local = moment.astimezone(TEHRAN)
    year, month, day = jalali_of(local)
    words = [str(day), month_name(month), str(year)]
    if weekday:
        words.insert(0, _WEEKDAY_NAMES[local.weekday()])
    if with_time:
        words += ["ساعت", f"{local:%H:%M}"]
    return persian_digits(" ".join(words))
