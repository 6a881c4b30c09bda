"""How numbers, moments and pages look in the admin."""

from datetime import datetime

from django import template
from django.contrib.admin.views.main import PAGE_VAR, ChangeList
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles.admin.fields import jalali_text
from articles.persian.characters import persian_digits

register = template.Library()


@register.filter
def short_moment(moment: datetime | None) -> str:
    """«۱۴۰۲/۰۷/۱۵ ۱۴:۳۰»"""
    return jalali_text(moment) if moment else "—"


@register.simple_tag
def page_number(changelist: ChangeList, number: int | str) -> SafeString:
    """The link to a page of a list; the gap between pages stays text."""
    if number == changelist.paginator.ELLIPSIS:
        return format_html("<span>{}</span>", number)
    shown = persian_digits(number)
    if number == changelist.page_num:
        return format_html('<span class="this-page" aria-current="page">{}</span>', shown)
    return format_html(
        '<a href="{}">{}</a>', changelist.get_query_string({PAGE_VAR: number}), shown
    )
