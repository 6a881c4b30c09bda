"""Pages of a large list without counting all of it."""

from functools import cached_property

from django.core.paginator import Paginator
from django.db.models import QuerySet

from articles.persian.characters import persian_digits


class BoundedPaginator(Paginator):
    """Counts at most ``bound`` rows; what lies beyond is reached by searching or filtering."""

    bound = 5000
    object_list: QuerySet

    @cached_property
    def counted(self) -> int:
        """Rows, or ``bound + 1`` when there are more."""
        return self.object_list.order_by()[: self.bound + 1].count()

    @cached_property
    def count(self) -> int:
        return min(self.counted, self.bound)

    @property
    def is_bounded(self) -> bool:
        return self.counted > self.bound

    @property
    def shown_count(self) -> str:
        """The count as people read it: «۱۲» or «بیش از ۵۰۰۰»."""
        count = persian_digits(self.count)
        return f"بیش از {count}" if self.is_bounded else count
