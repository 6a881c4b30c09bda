"""Logins and lockouts as django-axes records them, with Jalali moments and Persian titles."""

from __future__ import annotations

from typing import Any

from axes.admin import AccessAttemptAdmin, AccessFailureLogAdmin, AccessLogAdmin
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib import admin
from django.http import HttpRequest

from articles.admin.base import JalaliAdmin, jalali_column
from articles.admin.fields import jalali_text
from articles.admin.filters import JalaliMonthFilter

admin.site.unregister([AccessAttempt, AccessFailureLog, AccessLog])

MONTHS = ("attempt_time", JalaliMonthFilter)
NAMELESS = ("", "<unknown>")  # what axes keeps of a browser that does not say what it is
SHOWN_AS = {"user_agent": "browser", "attempt_time": "attempted"}


def _title(record: Any) -> str:
    """«boss، ۱۴۰۵/۰۹/۰۹ ۱۸:۴۷»"""
    return f"{record.username or '—'}، {jalali_text(record.attempt_time)}"


for _model in (AccessAttempt, AccessFailureLog, AccessLog):
    setattr(_model, "__str__", _title)  # noqa: B010 - theirs is an English sentence


class RecordAdmin(JalaliAdmin):
    """What the three kinds of record share."""

    date_hierarchy = None

    attempted = jalali_column("attempt_time", "زمان")

    @admin.display(description="مرورگر", ordering="user_agent")
    def browser(self, record: Any) -> str:
        return "—" if record.user_agent in NAMELESS else record.user_agent

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [*super().get_readonly_fields(request, obj), *SHOWN_AS.values()]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """Those of axes, the moment and the browser as the lists show them."""
        return [
            (title, options | {"fields": [SHOWN_AS.get(name, name) for name in options["fields"]]})
            for title, options in super().get_fieldsets(request, obj)
        ]


@admin.register(AccessAttempt)
class AttemptAdmin(RecordAdmin, AccessAttemptAdmin):
    list_display = ("attempted", "username", "ip_address", "failures_since_start", "browser")
    list_filter = (MONTHS,)

    @admin.display(description="پایان قفل ورود")
    def expiration(self, record: AccessAttempt) -> str:
        found = getattr(record, "expiration", None)
        return jalali_text(found.expires_at) if found else "—"


@admin.register(AccessFailureLog)
class FailureAdmin(RecordAdmin, AccessFailureLogAdmin):
    list_display = ("attempted", "username", "ip_address", "locked_out", "browser")
    list_filter = (MONTHS, "locked_out")


@admin.register(AccessLog)
class LoginAdmin(RecordAdmin, AccessLogAdmin):
    list_display = ("attempted", "left", "username", "ip_address", "browser")
    list_filter = (MONTHS,)

    attempted = jalali_column("attempt_time", "ورود")
    left = jalali_column("logout_time", "خروج")
