"""Saving a form of the admin: the row locked, and only the columns written that were changed."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import connection
from django.db.models import Field, Model
from django.http import HttpRequest

from articles.admin.conflicts import StoredForm
from articles.models.sorting import SortKeyField
from articles.models.squashed import SquashedField


class SavingAdmin(admin.ModelAdmin):
    """Forms that keep what others changed meanwhile, see `articles.admin.conflicts`."""

    form = StoredForm

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Model | None:
        """While a form is saved: as it is now, and locked until that is done."""
        row = super().get_object(request, *args, **kwargs)
        if row is None or request.method != "POST" or not connection.in_atomic_block:
            return row
        try:
            row.refresh_from_db(from_queryset=self.model._base_manager.select_for_update())
        except self.model.DoesNotExist:
            return None
        return row

    def save_model(self, request: HttpRequest, obj: Model, form: Any, change: bool) -> None:
        """A column that nobody changed is not written: it may be newer than what was read."""
        if not change or not isinstance(form, StoredForm):
            super().save_model(request, obj, form, change)
        elif changed := form.written_fields():
            obj.save(update_fields=[*changed, *computed_fields(obj)])


def computed_fields(row: Model) -> list[str]:
    """Names of the columns that follow the others whenever a row is saved."""
    return [field.name for field in row._meta.concrete_fields if _is_computed(field)]


def _is_computed(field: Field) -> bool:
    return getattr(field, "auto_now", False) or isinstance(field, SortKeyField | SquashedField)
