"""Pages of a large list without counting all of it, and one look at the table for both."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.contrib.admin.views.main import ChangeList
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

from articles.persian.characters import persian_number


class BoundedPaginator(Paginator):
    """Looks at no more than ``bound`` rows; those beyond are reached by searching or filtering.

    The keys of these rows, in order, serve the count and every page: a search without an
    index reads the table once, not twice.
    """

    bound = 5000
    object_list: QuerySet

    @cached_property
    def keys(self) -> list[Any]:
        """Primary keys in the list's order, ``bound + 1`` of them when there are more."""
        return list(self.object_list.values_list("pk", flat=True)[: self.bound + 1])

    @cached_property
    def count(self) -> int:
        return min(len(self.keys), self.bound)

    @property
    def is_bounded(self) -> bool:
        return len(self.keys) > self.bound

    @property
    def shown_count(self) -> str:
        """The count as people read it: «۱۲» or «بیش از ۵٬۰۰۰»."""
        count = persian_number(self.count)
        return f"بیش از {count}" if self.is_bounded else count

    def page(self, number: int | str) -> Page:
        number = self.validate_number(number)
        first = (number - 1) * self.per_page
        keys = self.keys[first : min(first + self.per_page, self.count)]
        return self._get_page(self.object_list.filter(pk__in=keys), number, self)


class ArchiveChangeList(ChangeList):
    """A list whose single page comes from the paginator too."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        if not self.multi_page:
            self.result_list = self.paginator.page(1).object_list
