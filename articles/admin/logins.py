"""Logins and lockouts as django-axes records them, with Jalali moments."""

from axes.admin import AccessAttemptAdmin, AccessFailureLogAdmin, AccessLogAdmin
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib import admin

from articles.admin.base import JalaliAdmin, jalali_column
from articles.admin.filters import JalaliMonthFilter

admin.site.unregister([AccessAttempt, AccessFailureLog, AccessLog])

MONTHS = ("attempt_time", JalaliMonthFilter)


@admin.register(AccessAttempt)
class AttemptAdmin(JalaliAdmin, AccessAttemptAdmin):
    list_display = ("attempted", "username", "ip_address", "failures_since_start", "user_agent")
    list_filter = (MONTHS,)
    date_hierarchy = None

    attempted = jalali_column("attempt_time", "زمان")


@admin.register(AccessFailureLog)
class FailureAdmin(JalaliAdmin, AccessFailureLogAdmin):
    list_display = ("attempted", "username", "ip_address", "locked_out", "user_agent")
    list_filter = (MONTHS, "locked_out")
    date_hierarchy = None

    attempted = jalali_column("attempt_time", "زمان")


@admin.register(AccessLog)
class LoginAdmin(JalaliAdmin, AccessLogAdmin):
    list_display = ("attempted", "left", "username", "ip_address", "user_agent")
    list_filter = (MONTHS,)
    date_hierarchy = None

    attempted = jalali_column("attempt_time", "ورود")
    left = jalali_column("logout_time", "خروج")
