"""The calendar that `jalali.js` counts by, against that of the server."""

import json
import re
from itertools import accumulate
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from articles.persian.jalali import FIRST_GREGORIAN_YEAR, FIRST_YEAR, CalendarDate

YEARS = range(FIRST_YEAR, FIRST_GREGORIAN_YEAR)


@pytest.fixture(scope="module")
def script() -> str:
    return Path(finders.find("articles/admin/jalali.js")).read_text()


def number(name: str, script: str) -> int:
    return int(re.search(rf"\b{name} = (\d+)", script)[1])


@pytest.fixture(scope="module")
def length_of_year(script):
    """The script's own rule, read from it."""
    leap = json.loads(re.search(r"const LEAP = (\[[\d, ]+\]);", script)[1])
    rule = re.search(r"LEAP\.includes\(year % (\d+)\) \? (\d+) : (\d+)", script)
    cycle, long, short = map(int, rule.groups())
    return {year: long if year % cycle in leap else short for year in YEARS}


def has_day(*day: int) -> bool:
    try:
        CalendarDate(*day).first_day()
    except ValueError:
        return False
    return True


def test_the_script_offers_the_years_that_the_server_reads_as_jalali(script):
    assert (number("FIRST_YEAR", script), number("LAST_YEAR", script)) == (YEARS[0], YEARS[-1])


def test_each_year_is_as_long_as_the_server_has_it(length_of_year):
    assert length_of_year == {year: 366 if has_day(year, 12, 30) else 365 for year in YEARS}


def test_each_year_begins_on_the_day_of_the_week_that_the_server_has(script, length_of_year):
    known = number("KNOWN_YEAR", script) - YEARS[0]
    days = list(accumulate(length_of_year.values(), initial=0))
    shift = number("KNOWN_WEEKDAY", script) - days[known]
    first_days = [CalendarDate(year, 1, 1).first_day() for year in YEARS]
    saturday_first = [(day.weekday() + 2) % 7 for day in first_days]
    assert [(shift + passed) % 7 for passed in days[:-1]] == saturday_first
