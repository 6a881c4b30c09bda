"""Days of the two calendars, and their midnights in Tehran."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

import jdatetime

from articles.persian.characters import persian_digits

TEHRAN = ZoneInfo("Asia/Tehran")

FIRST_YEAR, LAST_YEAR = 1000, 2999
"""Beyond these a year is a misprint."""

FIRST_GREGORIAN_YEAR = 1700
"""A year before it is Jalali."""


class JalaliDate(NamedTuple):
    year: int
    month: int
    day: int


class CalendarDate(NamedTuple):
    """A year, a month of a year or a day, in the calendar that the year tells."""

    year: int
    month: int | None = None
    day: int | None = None

    @property
    def is_jalali(self) -> bool:
        return self.year < FIRST_GREGORIAN_YEAR

    def first_day(self) -> date:
        """The Gregorian date of its first day. ValueError when there is no such day."""
        month, day_of_month = (1 if part is None else part for part in (self.month, self.day))
        day = (self.year, month, day_of_month)
        try:
            return _gregorian(JalaliDate(*day)) if self.is_jalali else date(*day)
        except ValueError:
            written = persian_digits("/".join(str(part) for part in self if part is not None))
            raise ValueError(f"تاریخ {written} در تقویم وجود ندارد") from None

    def period(self) -> tuple[datetime, datetime]:
        """[start, end) in UTC."""
        first = self.first_day()
        after = self._following_first_day(first)
        return _midnight(first), _midnight(after)

    def _following_first_day(self, first: date) -> date:
        if self.day is not None:
            return first + timedelta(days=1)
        year, month = self.year, 12 if self.month is None else self.month
        # a Jalali year 1699 is followed by 1700, which read alone would be Gregorian
        following = JalaliDate(*_next_month(year, month), 1)
        return _gregorian(following) if self.is_jalali else date(*following)


def jalali_of(moment: datetime) -> JalaliDate:
    """The Jalali date of an aware ``moment`` in Tehran."""
    return _jalali(moment.astimezone(TEHRAN).toordinal())


@lru_cache(maxsize=50_000)
def _jalali(ordinal: int) -> JalaliDate:
    found = jdatetime.date.fromgregorian(date=date.fromordinal(ordinal))
    return JalaliDate(found.year, found.month, found.day)


def _gregorian(jalali: JalaliDate) -> date:
    found: date = jdatetime.date(*jalali).togregorian()
    return found


def _next_month(year: int, month: int) -> tuple[int, int]:
    return (year + 1, 1) if month == 12 else (year, month + 1)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), TEHRAN).astimezone(UTC)
