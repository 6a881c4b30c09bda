"""How the archive's values look on a page: digits, dates, marked text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, time, timedelta
from html import escape
from itertools import groupby
from operator import attrgetter

from django import template
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from articles.models import Article, Entity, Kind
from articles.persian import sentences
from articles.persian.calendar import format_jalali, to_jalali
from articles.persian.characters import direction as direction_of
from articles.persian.characters import persian_digits, persian_number
from articles.search.results import Segment

register = template.Library()

EXCERPT_LENGTH = 180
WORDS_A_MINUTE = 200
LONGEST_SAYING = 320

# A hyphen needs its space: «-واژه» is how a search leaves a word out.
ITEM = re.compile(r"(?:•\s*|-\s+)(?=\S)")


@register.filter
def written(sent: QueryDict | dict) -> list[str]:
    """What a person wrote into a form: every value of several words, no keys and no choices."""
    return [text for text in sent.values() if len(text.split()) > 1] if sent else []


@register.filter
def persian(value: object) -> str:
    """Any value with Persian digits."""
    return persian_digits(value)


@register.filter(is_safe=True)
def message(text: object) -> str:
    """A sentence with Persian digits; what it quotes in «…» stays as it was typed."""
    return sentences.persian_message(str(text))


@register.filter
def and_list(items: Iterable[object]) -> str:
    """«لاوروف، بلینکن و پوتین»"""
    return sentences.and_list(items)


@register.filter
def number(value: int | float) -> str:
    """12345.6 -> ۱۲٬۳۴۵٫۶"""
    return persian_number(value)


@register.filter
def code(value: str) -> str:
    """A publisher's code: Persian digits, unless Latin letters stand among them."""
    return persian_digits(value) if value.isdecimal() else value


@register.simple_tag
def moment(when: datetime | None, style: str = "date") -> SafeString | str:
    """A ``<time>`` element: ``date``, ``day`` (with weekday) or ``long`` (with time).

    Midnight is what a source means that tells the day only, so it is no time of day.
    """
    if when is None:
        return "بدون تاریخ"
    timed = style == "long" and timezone.localtime(when).time() != time.min
    text = format_jalali(when, with_time=timed, weekday=style in ("day", "long"))
    return format_html('<time datetime="{}">{}</time>', when.isoformat(), text)


@register.simple_tag
def day_address(when: datetime) -> str:
    """The page of the archive's calendar for the day of ``when``."""
    return reverse("archive-day", args=to_jalali(when))


@register.simple_tag
def marked(segments: Iterable[Segment]) -> SafeString:
    """Text with the reader's words in ``<mark>`` and the names linked to their pages."""
    runs = groupby(segments, attrgetter("entity"))
    return mark_safe("".join(_named(*run) for run in runs))  # noqa: S308 - each part is escaped


@register.simple_tag
def marked_hits(segments: Iterable[Segment]) -> SafeString:
    """Text with the reader's words in ``<mark>`` only, for use inside another link."""
    return _hits(segments)


@register.filter
def direction(text: str | Iterable[Segment]) -> str:
    """``rtl`` or ``ltr``, for the ``dir`` of a text or of marked text."""
    if not isinstance(text, str):
        text = "".join(segment.text for segment in text)
    return direction_of(text)


@register.filter
def web_address(address: str) -> str:
    """``address`` when a browser would open it as a page, else ''.

    Imported addresses are whatever the publisher's file said, ``javascript:`` included.
    """
    return address if address.lower().startswith(("https://", "http://")) else ""


@register.filter
def excerpt(article: Article) -> str:
    """The lead, or the beginning of the body that the headline does not show already."""
    text = article.lead or (article.body if article.title else article.body.partition("\n")[2])
    line = " ".join(text[: EXCERPT_LENGTH * 4].split())
    if len(line) <= EXCERPT_LENGTH:
        return line
    return f"{line[:EXCERPT_LENGTH].rpartition(' ')[0] or line[:EXCERPT_LENGTH]}…"


@register.filter
def clipped(text: str) -> str:
    """One line of a quotation, cut at a word when it is long."""
    line = " ".join(text[: LONGEST_SAYING * 2].split())
    if len(line) <= LONGEST_SAYING:
        return line
    return f"{line[:LONGEST_SAYING].rpartition(' ')[0] or line[:LONGEST_SAYING]} …"


@register.filter
def reading_minutes(article: Article) -> int:
    """Minutes for the text at WORDS_A_MINUTE, at least one."""
    words = len(article.lead.split()) + len(article.body.split())
    return max(1, round(words / WORDS_A_MINUTE))


@register.filter
def duration(time: int | timedelta) -> str:
    """96 minutes -> ۱ ساعت و ۳۶ دقیقه"""
    minutes = round(time / timedelta(minutes=1)) if isinstance(time, timedelta) else time
    hours, rest = divmod(minutes, 60)
    parts = [f"{hours} ساعت"] * bool(hours) + [f"{rest} دقیقه"] * bool(rest or not hours)
    return persian_digits(" و ".join(parts))


@register.filter
def text_lines(text: str) -> list[str]:
    """The non-empty lines, one a paragraph."""
    return [line for line in map(str.strip, text.splitlines()) if line]


@register.filter
def blocks(text: str) -> list[tuple[bool, list[str]]]:
    """Runs of lines: paragraphs (False), or the items of a list (True) without their marks.

    An item is a line that begins with «•», or with a hyphen and a space.
    """
    runs = groupby(text_lines(text), lambda line: bool(ITEM.match(line)))
    return [(listed, [_unmarked(line) for line in lines]) for listed, lines in runs]


@register.simple_tag(takes_context=True)
def page_query(context: template.Context, number: int) -> str:
    """The query string of the same list on another page."""
    params: QueryDict = context["request"].GET.copy()
    params.pop("page", None)
    if number > 1:
        params["page"] = str(number)
    return f"?{params.urlencode()}" if params else "?"


@register.simple_tag(takes_context=True)
def list_query(context: template.Context, **changes: str) -> str:
    """The query string of the same list, some parameters changed, from its first page on."""
    params: QueryDict = context["request"].GET.copy()
    params.pop("page", None)
    for name, value in changes.items():
        params.pop(name, None)
        if value:
            params[name] = value
    return f"?{params.urlencode()}" if params else "?"


def _unmarked(line: str) -> str:
    mark = ITEM.match(line)
    return line[mark.end() :] if mark else line


def _named(entity: Entity | None, segments: Iterable[Segment]) -> SafeString:
    if entity is None:
        return _hits(segments)
    kind = Kind(entity.kind)
    return format_html(
        '<a class="name name--{}" href="{}" title="{}: {}">{}</a>',
        kind.value,
        entity.get_absolute_url(),
        kind.label,
        entity.name,
        _hits(segments),
    )


def _hits(segments: Iterable[Segment]) -> SafeString:
    """The text comes from an article: it is escaped, whatever it is."""
    marked = (
        f"<mark>{escape(segment.text)}</mark>" if segment.hit else escape(segment.text)
        for segment in segments
    )
    return mark_safe("".join(marked))  # noqa: S308 - each part is escaped
