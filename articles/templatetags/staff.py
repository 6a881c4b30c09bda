"""How numbers, moments and pages look in the admin."""

from datetime import datetime
from typing import Any

from django import template
from django.conf import settings
from django.contrib.admin.views.main import PAGE_VAR, ChangeList
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles.admin import drafts
from articles.admin.fields import jalali_text
from articles.persian.characters import persian_digits
from articles.search import indexing

register = template.Library()


@register.simple_tag(takes_context=True)
def index_problem(context: dict[str, Any]) -> str:
    """What staff must put right about the index. Readers cost nothing: without a session
    nobody is asked for."""
    request = context.get("request")
    if request is None or settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return ""
    user = getattr(request, "user", None)
    return indexing.problem() if user is not None and user.is_staff else ""


@register.simple_tag(takes_context=True)
def draft_key(context: dict[str, Any]) -> str:
    """The draft key of the form on this page."""
    return drafts.key_of(context["request"])


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
