"""The admin site: Persian titles, the order of the index, what waits for a decision."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.i18n import JavaScriptCatalog

from articles.admin import drafts
from articles.admin.drafts import is_own
from articles.admin.health import index_health, rejected_imports
from articles.admin.intake import HEIGHT, intake, width
from articles.admin.waiting import to_follow, waiting_for

# The order of the index.
APP_ORDER = ("articles", "auth", "axes")
MODEL_ORDER = (
    "Article",
    "Suggestion",
    "Proposal",
    "Entity",
    "Mention",
    "Quotation",
    "Decision",
    "Comment",
    "ContactMessage",
    "Page",
    "Source",
    "Category",
)


class ArchiveAdminSite(admin.AdminSite):
    site_title = "بایگانی خبر"
    site_header = "مدیریت بایگانی خبر"
    index_title = "پیشخوان"
    empty_value_display = "—"
    enable_nav_sidebar = False  # lists need the width; the header links to every section

    def admin_view(self, view: Callable[..., Any], cacheable: bool = False) -> Callable[..., Any]:
        """Posts whose session has ended come back to their page once their user has logged in."""
        checked = super().admin_view(view, cacheable)

        @wraps(checked)
        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            leaves = request.path == reverse("admin:logout", current_app=self.name)
            if request.method == "POST" and not leaves and not self.has_permission(request):
                return drafts.to_login(request)
            return checked(request, *args, **kwargs)

        return inner

    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Whoever has logged in already, in another tab, goes on to the page he came from."""
        back = request.GET.get("next", "")
        if request.method == "GET" and self.has_permission(request) and is_own(request, back):
            return HttpResponseRedirect(back)
        return super().login(request, extra_context)

    def get_app_list(
        self, request: HttpRequest, app_label: str | None = None
    ) -> list[dict[str, Any]]:
        apps = super().get_app_list(request, app_label)
        for app in apps:
            app["models"].sort(key=lambda model: _position(model["object_name"], MODEL_ORDER))
        return sorted(apps, key=lambda app: _position(app["app_label"], APP_ORDER))

    def i18n_javascript(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The words of the admin's scripts: Django's, then ours over them."""
        catalog = JavaScriptCatalog.as_view(packages=["django.contrib.admin", "articles"])
        return catalog(request)

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        queue = to_follow()
        context: dict[str, Any] = {
            "waiting": [*waiting_for(request.user), *queue],
            "health": index_health(waits=any(line.count for line in queue)),
        }
        if request.user.has_perm("articles.view_article"):
            context |= {"intake": intake(), "intake_width": width(), "intake_height": HEIGHT}
        if request.user.is_superuser:
            context["rejected_imports"] = rejected_imports()
        return super().index(request, context | (extra_context or {}))


def _position(name: str, order: tuple[str, ...]) -> int:
    return order.index(name) if name in order else len(order)
