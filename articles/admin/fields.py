"""Form fields that keep what is stored: text byte for byte, moments in the Jalali calendar."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.timezone import now

from articles.persian.calendar import TEHRAN, parse_datetime, to_jalali
from articles.persian.characters import persian_digits

_NEWLINES = ("\r\n", "\n", "\r")


def jalali_text(moment: datetime) -> str:
    """«۱۴۰۲/۰۷/۱۵ ۱۴:۳۰» in Tehran: short, in columns of equal width, and what inputs accept."""
    year, month, day = to_jalali(moment)
    return persian_digits(f"{year}/{month:02}/{day:02} {moment.astimezone(TEHRAN):%H:%M}")


def plain_newlines(text: str) -> str:
    """As every browser hands text back, but with LF in place of CRLF."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def newline_of(text: str) -> str:
    """The line end that ``text`` uses most; LF for a text of one line."""
    counts = {"\r\n": text.count("\r\n")}
    counts["\n"] = text.count("\n") - counts["\r\n"]
    counts["\r"] = text.count("\r") - counts["\r\n"]
    return max(_NEWLINES, key=lambda newline: (counts[newline], newline == "\n"))


class VerbatimField(forms.CharField):
    """Text as typed: spaces at the ends stay, and line ends are those already in use.

    Browsers send every line end of a text area as CRLF, whatever was stored.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "strip": False})

    def has_changed(self, initial: Any, data: Any) -> bool:
        return plain_newlines(initial or "") != plain_newlines(data or "")

    def in_the_style_of(self, initial: str | None, value: str) -> str:
        """``value`` with the line ends of ``initial``."""
        return plain_newlines(value).replace("\n", newline_of(initial or ""))


class JalaliDateTimeInput(forms.TextInput):
    """«۱۴۰۲/۰۷/۱۵ ۱۴:۳۰», typed in Persian or Latin digits or chosen from a month; arrow keys
    step through the parts."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        defaults = {
            "class": "jalali-input",
            "dir": "ltr",
            "autocomplete": "off",
            "placeholder": "۱۴۰۲/۰۷/۱۵ ۱۴:۳۰",
        }
        super().__init__({**defaults, **(attrs or {})})

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """``data-now`` tells the browser the day and the hour in Tehran."""
        return super().get_context(name, value, {**(attrs or {}), "data-now": jalali_text(now())})

    class Media:
        js = ("articles/admin/jalali.js",)


class JalaliDateTimeField(forms.Field):
    """A moment, shown in the Jalali calendar at Tehran's time, to the minute.

    Accepts what `parse_datetime` reads: Jalali or ISO, in any digits, with or without a
    time. Seconds that are stored survive as long as the text isn't changed.
    """

    widget = JalaliDateTimeInput

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, datetime):
            return jalali_text(value)
        return value

    def to_python(self, value: Any) -> datetime | None:
        text = (value or "").strip()
        if not text:
            return None
        try:
            return parse_datetime(text)
        except ValueError as error:
            raise ValidationError(str(error), code="invalid") from error

    def has_changed(self, initial: datetime | None, data: Any) -> bool:
        try:
            typed = self.to_python(data)
        except ValidationError:
            return True
        if initial is None or typed is None:
            return initial is not typed
        return typed != initial.replace(second=0, microsecond=0) and typed != initial
