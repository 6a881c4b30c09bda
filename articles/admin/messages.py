"""Messages from the contact page: read, then ticked off."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from articles.admin.base import ArchiveAdmin, counted, jalali_column, log_bulk
from articles.admin.filters import JalaliMonthFilter
from articles.models import ContactMessage


@admin.register(ContactMessage)
class ContactMessageAdmin(ArchiveAdmin):
    list_display = ("__str__", "name", "email", "handled", "created")
    list_filter = ("handled", ("created_at", JalaliMonthFilter))
    ordering = ("-created_at", "-pk")
    search_fields = ("name", "email", "subject", "body")
    actions = ("mark_handled",)
    fields = ("handled", "name", "email", "subject", "body", "created")
    readonly_fields = ("name", "email", "subject", "body", "created")

    created = jalali_column("created_at", "زمان")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    @admin.action(description="ثبت رسیدگی به پیام‌های انتخاب‌شده", permissions=["change"])
    def mark_handled(self, request: HttpRequest, queryset: QuerySet) -> None:
        waiting = list(queryset.filter(handled=False))
        queryset.filter(handled=False).update(handled=True)
        log_bulk(request, waiting, "رسیدگی شد")
        self.message_user(request, f"رسیدگی به {counted(len(waiting), 'پیام')} ثبت شد.")
