"""Saving a form of the admin: the row locked, and only the columns written that were changed."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import connection
from django.db.models import Field, Model
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from articles.admin import drafts
from articles.admin.conflicts import StoredForm
from articles.models.sorting import SortKeyField
from articles.models.squashed import SquashedField
from articles.persian.characters import persian_digits

NOT_SAVED = "آنچه نوشته بودید به فرم برگشت، ولی هنوز ذخیره نشده است."


class SavingAdmin(admin.ModelAdmin):
    """Forms that keep what others changed meanwhile, see `articles.admin.conflicts`."""

    form = StoredForm

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """What was typed before the session ended comes back, checked but not saved."""
        resume(request)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> type[Any]:
        form = super().get_form(request, obj, change=change, **kwargs)
        resumed = getattr(request, "is_resumed", False) or drafts.RESUME in request.POST
        return _unsaved(form) if resumed else form

    def response_add(self, request: HttpRequest, obj: Any, *args: Any) -> HttpResponse:
        return drafts.saved(request, super().response_add(request, obj, *args))

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        return drafts.saved(request, super().response_change(request, obj))

    def _get_obj_does_not_exist_redirect(
        self, request: HttpRequest, opts: Any, object_id: str
    ) -> HttpResponse:
        """Who was typing while the row was deleted gets his words back on a page."""
        if request.method != "POST":
            shown = persian_digits(object_id)
            return super()._get_obj_does_not_exist_redirect(request, opts, shown)
        context = {
            **self.admin_site.each_context(request),
            "title": f"این {opts.verbose_name} حذف شده است",
            "opts": opts,
        }
        return TemplateResponse(request, "admin/gone.html", context, status=410)

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


def resume(request: HttpRequest) -> None:
    """Let a form be read as if what was typed into it before the login had been sent now."""
    if (typed := drafts.take(request)) is None:
        return
    _ = request.FILES  # reading them for the first time later would empty what is set here
    request.method, request.POST = "POST", typed
    request.is_resumed = True  # type: ignore[attr-defined]


def _unsaved(form: type[Any]) -> type[Any]:
    """``form``, never valid: it only shows what was typed."""

    class UnsavedForm(form):  # type: ignore[misc]
        def clean(self) -> Any:
            cleaned = super().clean()
            self.add_error(None, NOT_SAVED)
            return cleaned

    return UnsavedForm


def computed_fields(row: Model) -> list[str]:
    """Names of the columns that follow the others whenever a row is saved."""
    return [field.name for field in row._meta.concrete_fields if _is_computed(field)]


def _is_computed(field: Field) -> bool:
    return getattr(field, "auto_now", False) or isinstance(field, SortKeyField | SquashedField)
