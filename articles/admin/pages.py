"""The standing pages: about, contact."""

from django.contrib import admin

from articles.admin.base import jalali_column
from articles.admin.history import HistoryAdmin
from articles.models import Page


@admin.register(Page)
class PageAdmin(HistoryAdmin):
    list_display = ("title", "slug", "updated")
    fields = ("title", "slug", "body", "updated")
    readonly_fields = ("updated",)
    ordering = ("slug",)

    updated = jalali_column("updated_at", "آخرین ویرایش")
