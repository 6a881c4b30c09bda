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
from django.utils.text import capfirst

from articles.admin.fields import (
    JalaliDateTimeField,
    JalaliDateTimeInput,
    VerbatimField,
    jalali_text,
)
from articles.admin.paginator import ArchiveChangeList, BoundedPaginator
from articles.admin.saving import SavingAdmin
from articles.persian.characters import persian_digits

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

    def get_deleted_objects(
        self, objs: Any, request: HttpRequest
    ) -> tuple[list[str], dict[str, int], set[str], list[str]]:
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
        counts = {label: persian_digits(number) for label, number in counts.items()}
        return lines, counts, set(), self._protected(rows)

    def _protected(self, rows: list[Model]) -> list[str]:
        """Why these cannot be deleted: rows of other models that need them."""
        return [
            format_html(
                "{}: {}",
                relation.related_model._meta.verbose_name_plural,
                persian_digits(number),
            )
            for relation in self.opts.related_objects
            if relation.on_delete is models.PROTECT
            and (
                number := relation.related_model._default_manager.filter(
                    **{f"{relation.field.name}__in": rows}
                ).count()
            )
        ]


def jalali_column(field: str, label: str) -> Callable[..., str | None]:
    """A column, or a read-only field, that shows the moment ``field`` in the Jalali calendar."""

    @admin.display(description=label, ordering=field, empty_value="—")
    def column(self: admin.ModelAdmin, row: Model) -> str | None:
        moment = getattr(row, field)
        return moment and jalali_text(moment)

    return column


def log_bulk(request: HttpRequest, rows: QuerySet | list[Model], message: str) -> None:
    """One line of history for each of these rows, in one statement."""
    LogEntry.objects.log_actions(request.user.pk, list(rows), CHANGE, message)


def counted(number: int, noun: str) -> str:
    """«۱۲ نظر»; Persian needs no plural after a number."""
    return f"{persian_digits(number)} {noun}"
