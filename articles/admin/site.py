"""The admin site: Persian titles, the order of the index, what waits for a decision."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse

from articles.admin.waiting import waiting_for

# Applications of the index in this order, and the label of those that bring none in Persian.
APP_ORDER = ("articles", "auth", "axes")
APP_LABELS = {"auth": "کاربران و گروه‌ها", "axes": "ورودها و قفل‌ها"}


class ArchiveAdminSite(admin.AdminSite):
    site_title = "بایگانی خبر"
    site_header = "اتاق کار بایگانی خبر"
    index_title = "میز کار"
    empty_value_display = "—"

    def get_app_list(
        self, request: HttpRequest, app_label: str | None = None
    ) -> list[dict[str, Any]]:
        apps = super().get_app_list(request, app_label)
        for app in apps:
            app["name"] = APP_LABELS.get(app["app_label"], app["name"])
        return sorted(apps, key=lambda app: _position(app["app_label"]))

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        waiting = waiting_for(request.user)
        return super().index(request, {"waiting": waiting, **(extra_context or {})})


def _position(app_label: str) -> int:
    return APP_ORDER.index(app_label) if app_label in APP_ORDER else len(APP_ORDER)
