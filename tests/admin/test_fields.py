from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError

from articles.admin.fields import JalaliDateTimeField, VerbatimField, jalali_text, newline_of

MOMENT = datetime(2023, 10, 7, 11, 0, tzinfo=UTC)  # ۱۴:۳۰ in Tehran


@pytest.mark.parametrize(
    "typed",
    ["۱۴۰۲/۰۷/۱۵ ۱۴:۳۰", "1402/07/15 14:30", "1402-07-15 14:30", "2023-10-07T11:00:00Z"],
)
def test_a_moment_is_read_in_either_calendar_and_in_any_digits(typed):
    assert JalaliDateTimeField().clean(typed) == MOMENT


def test_a_moment_is_shown_as_it_may_be_typed():
    field = JalaliDateTimeField()
    assert field.prepare_value(MOMENT) == jalali_text(MOMENT) == "۱۴۰۲/۰۷/۱۵ ۱۴:۳۰"
    assert field.clean(field.prepare_value(MOMENT)) == MOMENT


def test_a_day_that_is_not_in_the_calendar_is_refused_in_persian():
    with pytest.raises(ValidationError, match="تقویم"):
        JalaliDateTimeField().clean("۱۴۰۲/۱۳/۴۵")


def test_seconds_that_are_not_shown_are_no_change():
    stored = MOMENT.replace(second=42)
    assert not JalaliDateTimeField().has_changed(stored, "۱۴۰۲/۰۷/۱۵ ۱۴:۳۰")
    assert JalaliDateTimeField().has_changed(stored, "۱۴۰۲/۰۷/۱۵ ۱۴:۳۱")


def test_an_emptied_moment_is_a_change():
    assert JalaliDateTimeField().has_changed(MOMENT, "")
    assert not JalaliDateTimeField().has_changed(None, "")


def test_line_ends_that_the_browser_rewrites_are_no_change():
    assert not VerbatimField().has_changed("یک\nدو\r", "یک\r\nدو\r\n")
    assert VerbatimField().has_changed("یک\nدو", "یک\r\nدو ")


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_an_edited_text_keeps_the_line_ends_of_the_stored_one(newline):
    stored = newline.join(["یک", "دو", "سه"])
    assert newline_of(stored) == newline
    typed = VerbatimField(required=False).clean("  یک\r\nچهار\r\n")
    kept = VerbatimField().in_the_style_of(stored, typed)
    assert kept == f"  یک{newline}چهار{newline}"
