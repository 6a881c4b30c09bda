"""What every list and form of the staff shares."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.admin.widgets import AdminTextareaWidget
from django.db import models
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.safestring import SafeData, SafeString, mark_safe
from django.utils.text import capfirst

from articles.admin.fields import (
    JalaliDateTimeField,
    JalaliDateTimeInput,
    VerbatimField,
    jalali_text,
)
from articles.admin.paginator import ArchiveChangeList, BoundedPaginator
from articles.admin.saving import SavingAdmin
from articles.persian.characters import persian_number
from articles.persian.sentences import persian_message

JALALI_OVERRIDE = {"form_class": JalaliDateTimeField, "widget": JalaliDateTimeInput}


class JalaliAdmin(SavingAdmin):
    """Moments are shown and typed in the Jalali calendar; a list is headed by what it lists."""

    show_facets = admin.ShowFacets.NEVER

    formfield_overrides: dict[type[models.Field], dict[str, Any]] = {
        models.DateTimeField: JALALI_OVERRIDE
    }

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        title = capfirst(self.opts.verbose_name_plural)
        return super().changelist_view(request, {"title": title, **(extra_context or {})})

    def message_user(self, request: HttpRequest, message: Any, *args: Any, **kwargs: Any) -> None:
        """Django's own sentences count in Latin digits; what they quote stays as typed."""
        text = persian_message(str(message))
        shown = mark_safe(text) if isinstance(message, SafeData) else text  # noqa: S308
        super().message_user(request, shown, *args, **kwargs)

    def get_deleted_objects(
        self, objs: Any, request: HttpRequest
    ) -> tuple[list[str], dict[str, str], set[str], list[str]]:
        """Rows by name, what goes with them by count: thousands of mentions are no list."""
        rows = list(objs)
        counts = {self.opts.verbose_name_plural: len(rows)}
        for relation in self.opts.related_objects:
            related = relation.related_model._default_manager.filter(
                **{f"{relation.field.name}__in": rows}
            )
            if relation.on_delete is models.CASCADE and (number := related.count()):
                counts[relation.related_model._meta.verbose_name_plural] = number
        lines = [format_html("{}: {}", capfirst(self.opts.verbose_name), row) for row in rows]
        shown = {label: persian_number(number) for label, number in counts.items()}
        return lines, shown, set(), self._protected(rows)

    def _protected(self, rows: list[Model]) -> list[str]:
        """Why these cannot be deleted: rows of other models that need them."""
        return [
            format_html(
                "{}: {}",
                relation.related_model._meta.verbose_name_plural,
                persian_number(number),
            )
            for relation in self.opts.related_objects
            if relation.on_delete is models.PROTECT
            and (
                number := relation.related_model._default_manager.filter(
                    **{f"{relation.field.name}__in": rows}
                ).count()
            )
        ]


class ArchiveAdmin(JalaliAdmin):
    """Lists that cost the same at a hundred rows and at a million, forms that keep text."""

    paginator = BoundedPaginator
    list_per_page = 50
    list_max_show_all = 200
    show_full_result_count = False
    formfield_overrides = {
        models.DateTimeField: JALALI_OVERRIDE,
        models.TextField: {"form_class": VerbatimField, "widget": AdminTextareaWidget},
        models.URLField: {"assume_scheme": "https"},
    }

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ArchiveChangeList]:
        return ArchiveChangeList


def jalali_column(field: str, label: str) -> Callable[..., str]:
    """A column, or a read-only field, that shows the moment ``field`` in the Jalali calendar."""

    @admin.display(description=label, ordering=field)
    def column(self: admin.ModelAdmin, row: Model) -> str:
        moment = getattr(row, field)
        return jalali_text(moment) if moment else "—"

    return column


def log_bulk(request: HttpRequest, rows: QuerySet | list[Model], message: str) -> None:
    """One line of history for each of these rows, in one statement."""
    LogEntry.objects.log_actions(request.user.pk, list(rows), CHANGE, message)


def counted(number: int, noun: str) -> str:
    """«۱۲ نظر»; Persian needs no plural after a number."""
    return f"{persian_number(number)} {noun}"


def posting_button(label: str, url: str) -> SafeString:
    """A button of the list's own form that posts to another address."""
    return format_html(
        '<button class="button" type="submit" form="changelist-form" formmethod="post" '
        'formaction="{}">{}</button>',
        url,
        label,
    )
