"""Filters of the lists: Jalali years and months, and a status with a default."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Field, Model, QuerySet
from django.http import HttpRequest

from articles.models import Mention
from articles.persian.calendar import CalendarDate, month_label, to_jalali
from articles.persian.characters import persian_digits


class JalaliMonthFilter(admin.FieldListFilter):
    """Years of the rows at hand, newest first; below the chosen one its twelve months.

    Choices come from the first and the last moment of the whole table, two look-ups in
    an index: no count, no scan for each choice.
    """

    def __init__(
        self,
        field: Field,
        request: HttpRequest,
        params: dict[str, Any],
        model: type[Model],
        model_admin: admin.ModelAdmin,
        field_path: str,
    ) -> None:
        self.parameter = f"jalali_{field_path}"
        super().__init__(field, request, params, model, model_admin, field_path)
        self.years = _years(model_admin.model._default_manager.all(), field_path)
        self.chosen = (self.used_parameters.get(self.parameter) or [""])[-1]

    def expected_parameters(self) -> list[str]:
        return [self.parameter]

    def has_output(self) -> bool:
        return bool(self.years)

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if not self.chosen:
            return queryset
        period = _period(self.chosen)
        if period is None:
            return queryset.none()
        first, after = period
        return queryset.filter(
            **{f"{self.field_path}__gte": first, f"{self.field_path}__lt": after}
        )

    def choices(self, changelist: ChangeList) -> Iterator[dict[str, Any]]:
        yield self._choice(changelist, "", "همه")
        for year in self.years:
            yield self._choice(changelist, str(year), persian_digits(year))
            if self.chosen[:4] == str(year):
                for month in range(1, 13):
                    key = year * 100 + month
                    yield self._choice(changelist, str(key), month_label(key))

    def _choice(self, changelist: ChangeList, value: str, label: str) -> dict[str, Any]:
        change = ({self.parameter: value}, []) if value else ({}, [self.parameter])
        return {
            "selected": self.chosen == value,
            "query_string": changelist.get_query_string(*change),
            "display": label,
        }


def _period(chosen: str) -> tuple[datetime, datetime] | None:
    """«1402» or «140207» -> its first moment and the first after it; None for anything else."""
    if not (chosen.isascii() and chosen.isdigit() and len(chosen) in (4, 6)):
        return None
    year, month = int(chosen[:4]), int(chosen[4:]) if chosen[4:] else None
    try:
        return CalendarDate(year, month).period()
    except ValueError:
        return None


def _years(rows: QuerySet, field: str) -> list[int]:
    """Jalali years from the newest row's to the oldest row's; [] without a dated row."""
    dated = rows.filter(**{f"{field}__isnull": False}).values_list(field, flat=True)
    first: datetime | None = dated.order_by(field).first()
    last: datetime | None = dated.order_by(f"-{field}").first()
    if first is None or last is None:
        return []
    return list(range(to_jalali(last).year, to_jalali(first).year - 1, -1))


class MentionStatusFilter(admin.SimpleListFilter):
    """The queue shows what waits; everything else is asked for."""

    title = "وضعیت"
    parameter_name = "status"
    default = Mention.Status.SUGGESTED.value

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [*Mention.Status.choices, ("all", "همه")]

    def value(self) -> str:
        return super().value() or self.default

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() in Mention.Status.values:
            return queryset.filter(status=self.value())
        return queryset

    def choices(self, changelist: ChangeList) -> Iterator[dict[str, Any]]:
        for value, label in self.lookup_choices:
            yield {
                "selected": self.value() == value,
                "query_string": changelist.get_query_string({self.parameter_name: value}),
                "display": label,
            }
