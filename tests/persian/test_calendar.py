from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.persian.calendar import (
    TEHRAN,
    JalaliDate,
    format_jalali,
    month_key,
    month_label,
    month_name,
    month_range,
    parse_datetime,
    parse_period,
    to_jalali,
)


def tehran(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=TEHRAN)  # type: ignore[arg-type, misc]


@pytest.mark.parametrize(
    "written",
    [
        "۱۴۰۲/۰۷/۱۵",
        "1402-7-15",
        "1402.07.15",
        "١٤٠٢/٠٧/١٥",
        "۱۵ مهر ۱۴۰۲",
        "۱۵ مهرماه ۱۴۰۲",
        "شنبه ۱۵ مهر ۱۴۰۲",
        "شنبه، ۱۵ مهر ۱۴۰۲",
        "۱۵/۷/۱۴۰۲",
        "2023-10-07",
        "2023/10/7",
        "۷ اکتبر ۲۰۲۳",
    ],
)
def test_one_day_in_many_written_forms(written: str) -> None:
    assert parse_datetime(written) == tehran(2023, 10, 7)


@pytest.mark.parametrize(
    "written",
    [
        "شنبه ۱۵ مهر ۱۴۰۲ ساعت ۱۴:۳۰",
        "۱۵ مهر ۱۴۰۲ - ۱۴:۳۰",
        "14:30 - 1402/07/15",
        "1402/07/15 14:30:00",
        "2023-10-07 14:30",
        "2023-10-07T14:30:00",
        "2023-10-07T11:00:00Z",
        "2023-10-07T11:00:00.250Z",
        "2023-10-07T14:30:00+03:30",
        "2023-10-07T06:00:00-0500",
    ],
)
def test_one_moment_in_many_written_forms(written: str) -> None:
    assert parse_datetime(written) == tehran(2023, 10, 7, 14, 30)


@pytest.mark.parametrize("weekday", ["سه‌شنبه", "سه شنبه", "سهشنبه", "پنج‌شنبه", "پنجشنبه", "جمعه"])
def test_every_spelling_of_a_weekday_is_passed_over(weekday: str) -> None:
    assert parse_datetime(f"{weekday} ۱۸ مهر ۱۴۰۲") == tehran(2023, 10, 10)


def test_parsed_moments_are_utc() -> None:
    assert parse_datetime("2023-10-07T14:30").tzinfo is UTC


def test_a_month_alone_is_its_first_day() -> None:
    assert parse_datetime("2021-03") == tehran(2021, 3, 1)


def test_a_time_without_offset_is_of_the_given_zone() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    assert parse_datetime("2023-07-01 12:00", berlin) == datetime(2023, 7, 1, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    "written",
    [
        "۱۴۰۲/۱۲/۳۰",  # 1402 is a common year
        "۱۴۰۲/۱۳/۰۱",
        "۱۴۰۲/۰۷/۳۱",
        "۱۴۰۲/۰/۱",
        "2023-02-29",
        "7/8/2023",  # July or August
        "۱۵ مهر",
        "۱۵ تموز ۱۴۰۲",
        "9999-01-01",
        "0001-01-01T00:00:00",
        "1402/07/15 25:00",
        "1402/07/15 12:00+99:00",
        "دیروز",
        "",
    ],
)
def test_what_is_no_date_is_refused_in_persian(written: str) -> None:
    with pytest.raises(ValueError, match=r"تاریخ|ساعت|سال"):
        parse_datetime(written)


@pytest.mark.parametrize("written", ["۱۴۰۲/۱۳", "1402/13/40 14:00", " ۳۰ اسفند ۱۴۰۲ "])
def test_a_day_that_does_not_exist_is_quoted_as_it_was_typed(written: str) -> None:
    with pytest.raises(ValueError, match=f"تاریخ «{written.strip()}» در تقویم وجود ندارد"):
        parse_datetime(written)


def test_leap_day_exists_in_a_leap_year() -> None:
    assert to_jalali(parse_datetime("۱۴۰۳/۱۲/۳۰")) == JalaliDate(1403, 12, 30)


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("۱۴۰۲", (2023, 3, 21), (2024, 3, 20)),
        ("۱۴۰۲/۰۶", (2023, 8, 23), (2023, 9, 23)),
        ("مهر ۱۴۰۲", (2023, 9, 23), (2023, 10, 23)),
        ("اسفند ۱۴۰۲", (2024, 2, 20), (2024, 3, 20)),
        ("2023", (2023, 1, 1), (2024, 1, 1)),
        ("2023-12", (2023, 12, 1), (2024, 1, 1)),
        ("۱۴۰۲/۰۷/۱۵", (2023, 10, 7), (2023, 10, 8)),
        ("1699", (2320, 3, 21), (2321, 3, 21)),
    ],
)
def test_a_period_ends_where_the_next_begins(
    written: str, first: tuple[int, ...], last: tuple[int, ...]
) -> None:
    assert parse_period(written) == (tehran(*first), tehran(*last))


def test_a_time_of_day_is_no_period() -> None:
    with pytest.raises(ValueError, match="تاریخ"):
        parse_period("۱۴۰۲/۰۷/۱۵ ۱۴:۳۰")


def test_the_day_is_that_of_tehran() -> None:
    assert to_jalali(datetime(2023, 10, 7, 20, 29, tzinfo=UTC)) == JalaliDate(1402, 7, 15)
    assert to_jalali(datetime(2023, 10, 7, 20, 30, tzinfo=UTC)) == JalaliDate(1402, 7, 16)


def test_dates_are_written_in_persian() -> None:
    moment = tehran(2023, 10, 10, 14, 5)
    assert format_jalali(moment) == "۱۸ مهر ۱۴۰۲"
    assert format_jalali(moment, with_time=True, weekday=True) == ("سه‌شنبه ۱۸ مهر ۱۴۰۲ ساعت ۱۴:۰۵")


def test_months_have_keys_labels_and_ranges() -> None:
    assert month_key(tehran(2023, 10, 7)) == 140207
    assert month_name(12) == "اسفند"
    assert month_label(140207) == "مهر ۱۴۰۲"
    assert month_range(140212) == parse_period("اسفند ۱۴۰۲")


@given(st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC)))
def test_what_is_written_is_read_back(moment: datetime) -> None:
    written = format_jalali(moment, with_time=True, weekday=True)
    assert format_jalali(parse_datetime(written), with_time=True, weekday=True) == written
    first, after = month_range(month_key(moment))
    assert first <= moment < after


@pytest.mark.parametrize("key", [140200, 140213])
def test_there_is_no_month_0_or_13(key: int) -> None:
    with pytest.raises(ValueError, match="در تقویم وجود ندارد"):
        month_range(key)


def _error_of(parse: Callable[[str], object], text: str) -> Exception | None:
    try:
        parse(text)
    except Exception as error:
        return error
    return None


@pytest.mark.parametrize("parse", [parse_datetime, parse_period])
@given(text=st.text(max_size=40) | st.from_regex(r"[0-9۰-۹]{1,4}([-/ :.T][0-9۰-۹]{1,4}){0,5}Z?"))
def test_any_text_is_a_date_or_a_value_error(parse: Callable[[str], object], text: str) -> None:
    error = _error_of(parse, text)
    assert error is None or type(error) is ValueError
