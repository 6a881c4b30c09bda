"""The history of a row, told in Persian with Jalali moments."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.forms.models import model_to_dict
from django.http import HttpRequest, HttpResponse
from simple_history.admin import SimpleHistoryAdmin
from simple_history.template_utils import HistoricalRecordContextHelper, ObjDiffDisplay

from articles.admin.base import ArchiveAdmin
from articles.admin.conflicts import StoredForm
from articles.admin.fields import jalali_text
from articles.admin.saving import resume

# They change with every save and tell nothing.
UNTOLD = frozenset({"updated_at", "content_key"})


class Gap(ObjDiffDisplay):
    def shortened_str(self, prefix: str, num_skipped_chars: int, suffix: str) -> str:
        return f"{prefix}…{suffix}"


class Changes(HistoricalRecordContextHelper):
    """The differences between two versions as people read them."""

    def context_for_delta_changes(self, delta: Any) -> list[dict[str, Any]]:
        told = (change for change in delta.changes if change.field not in UNTOLD)
        shown = map(self.format_delta_change, told)
        return [{"field": one.field, "old": one.old, "new": one.new} for one in shown]

    def prepare_delta_change_value(self, change: Any, value: Any) -> Any:
        if value is None:
            return ""
        if isinstance(value, datetime):
            return jalali_text(value)
        choices = dict(self.model._meta.get_field(change.field).choices or ())
        return choices.get(value, value) if choices else value

    def get_obj_diff_display(self) -> Gap:
        return Gap(max_length=self.max_displayed_delta_change_chars)


class HistoryAdmin(SimpleHistoryAdmin, ArchiveAdmin):
    """Every version with its changes; any of them can be restored."""

    object_history_template = "admin/articles/history/list.html"
    object_history_list_template = "admin/articles/history/rows.html"
    object_history_form_template = "admin/articles/history/version.html"
    history_list_per_page = 50

    def history_view_title(self, request: HttpRequest, obj: Any) -> str:
        return f"تاریخچهٔ {self.opts.verbose_name} «{obj}»"

    def get_historical_record_context_helper(
        self, request: HttpRequest, historical_record: Any
    ) -> Changes:
        return Changes(self.model, historical_record)

    def history_form_view_title(self, request: HttpRequest, obj: Any) -> str:
        return f"نسخهٔ قبلی {self.opts.verbose_name} «{obj}»"

    @transaction.atomic
    def history_form_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        resume(request)
        return super().history_form_view(request, *args, **kwargs)

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> type[Any]:
        """An earlier version is shown as an edit of the row of today, where there still is one."""
        form = super().get_form(request, obj, change, **kwargs)
        if obj is None or not hasattr(obj, "_history"):
            return form
        today = self.get_object(request, str(obj.pk))
        return form if today is None else _restoring(form, today)


def _restoring(form: type[StoredForm], today: Model) -> type[StoredForm]:
    """``form`` with the row of ``today`` in place of the version that it is given."""

    class RestoringForm(form):  # type: ignore[valid-type,misc]
        def __init__(self, *args: Any, instance: Model, **kwargs: Any) -> None:
            version = model_to_dict(instance, self.base_fields)
            super().__init__(*args, instance=today, initial=version, **kwargs)

    return RestoringForm
