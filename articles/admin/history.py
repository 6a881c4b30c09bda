"""The history of a row, told in Persian with Jalali moments."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from simple_history.admin import SimpleHistoryAdmin

from articles.admin.base import ArchiveAdmin


class HistoryAdmin(SimpleHistoryAdmin, ArchiveAdmin):
    """Every version with its changes; any of them can be restored."""

    object_history_template = "admin/articles/history/list.html"
    object_history_list_template = "admin/articles/history/rows.html"
    object_history_form_template = "admin/articles/history/version.html"
    history_list_per_page = 50

    def history_view_title(self, request: HttpRequest, obj: Any) -> str:
        return f"تاریخچهٔ {self.opts.verbose_name} «{obj}»"

    def history_form_view_title(self, request: HttpRequest, obj: Any) -> str:
        return f"نسخه‌ای پیشین از {self.opts.verbose_name} «{obj}»"
