"""Periods that readers write among their words instead of in the fields for dates."""

from __future__ import annotations

from collections.abc import Sequence

from articles.persian.calendar import parse_period
from articles.search.request import SearchRequest

LONGEST_DATE = 3  # words: «۱۵ مهر ۱۴۰۲»
FROM, TO, YEAR = "از", "تا", "سال"

Dated = tuple[list[str], str, str]  # the other words, from, to


def read_from_words(request: SearchRequest) -> SearchRequest:
    """``request`` with the period that its words speak of moved into its dates.

    Read are «از ۱۴۰۱/۰۶ تا ۱۴۰۲/۰۳» anywhere, «از مهر ۱۴۰۲» or «تا ۱۴۰۲» at the end, and a date,
    a month or a year that stands alone. A date beside other words stays what it is: «کودتای
    ۲۸ مرداد ۱۳۳۲» names an event. The same request comes back where nothing is read, the
    fields have dates already or the words are wanted ``exact``.
    """
    if request.exact or request.date_from or request.date_to:
        return request
    words = request.q.split()
    found = _alone(words) or _range(words) or _open_end(words)
    if found is None:
        return request
    rest, date_from, date_to = found
    return request.with_(q=" ".join(rest), date_from=date_from, date_to=date_to, page=request.page)


def _alone(words: list[str]) -> Dated | None:
    date = words[1:] if words[:1] == [YEAR] and len(words) == 2 else words
    if not date or len(date) > LONGEST_DATE or not _is_date(date):
        return None
    return [], " ".join(date), " ".join(date)


def _range(words: list[str]) -> Dated | None:
    for start, word in enumerate(words):
        if word != FROM:
            continue
        middle = _end_of_date(words, start + 1)
        if middle is None or words[middle : middle + 1] != [TO]:
            continue
        end = _end_of_date(words, middle + 1)
        if end is not None:
            rest = words[:start] + words[end:]
            return rest, " ".join(words[start + 1 : middle]), " ".join(words[middle + 1 : end])
    return None


def _open_end(words: list[str]) -> Dated | None:
    for length in range(1, LONGEST_DATE + 1):
        rest, mark, date = words[: -length - 1], words[-length - 1 : -length], words[-length:]
        if mark in ([FROM], [TO]) and _is_date(date):
            text = " ".join(date)
            return (rest, text, "") if mark == [FROM] else (rest, "", text)
    return None


def _end_of_date(words: Sequence[str], start: int) -> int | None:
    """Where the longest date that begins at ``start`` ends."""
    for length in range(LONGEST_DATE, 0, -1):
        if start + length <= len(words) and _is_date(words[start : start + length]):
            return start + length
    return None


def _is_date(words: Sequence[str]) -> bool:
    try:
        parse_period(" ".join(words))
    except ValueError:
        return False
    return True
