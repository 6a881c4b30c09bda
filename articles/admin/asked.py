"""What readers often ask for, and what of it no other reader is to see."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from articles.admin.base import ArchiveAdmin
from articles.admin.conflicts import StoredForm
from articles.models import AskedQuery
from articles.models.asking import SEVERAL
from articles.persian.characters import persian_digits


class SuggestedFilter(admin.SimpleListFilter):
    title = "وضعیت"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("shown", "پیشنهاد می‌شود"), ("few", "کم‌تکرار"), ("hidden", "پنهان")]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[AskedQuery]
    ) -> QuerySet[AskedQuery]:
        match self.value():
            case "shown":
                return queryset.filter(hidden=False, visitors__gte=SEVERAL)
            case "few":
                return queryset.filter(hidden=False, visitors__lt=SEVERAL)
            case "hidden":
                return queryset.filter(hidden=True)
        return queryset


class RowForm(StoredForm):
    """A row of the list; its box is named for those who do not see the column's head."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["hidden"].widget.attrs["aria-label"] = f"پنهان کردن «{self.instance.text}»"


@admin.register(AskedQuery)
class AskedQueryAdmin(ArchiveAdmin):
    """Curators hide and show; what was asked is no text of theirs to write."""

    list_display = ("text", "askers", "hidden")
    list_editable = ("hidden",)
    list_filter = (SuggestedFilter,)
    search_fields = ("key", "text")
    fields = ("text", "askers", "hidden")
    readonly_fields = ("text", "askers")
    actions = ("hide", "show")

    def get_changelist_form(self, request: HttpRequest, **kwargs: Any) -> type[forms.ModelForm]:
        return super().get_changelist_form(request, form=RowForm, **kwargs)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    @admin.display(description="تعداد جست‌وجوکنندگان", ordering="visitors")
    def askers(self, query: AskedQuery) -> str:
        return persian_digits(query.visitors)

    @admin.action(description="پنهان کردن از پیشنهادها", permissions=["change"])
    def hide(self, request: HttpRequest, queryset: QuerySet[AskedQuery]) -> None:
        queryset.update(hidden=True)

    @admin.action(description="نمایش در پیشنهادها", permissions=["change"])
    def show(self, request: HttpRequest, queryset: QuerySet[AskedQuery]) -> None:
        queryset.update(hidden=False)
