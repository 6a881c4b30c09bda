"""Who changed a field of a row last, and when: from its versions, or from the log of the admin."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.admin.options import get_content_type_for_model
from django.contrib.auth import get_user_model
from django.db.models import Model
from django.utils.timezone import now

from articles.admin.fields import jalali_text
from articles.persian.calendar import TEHRAN
from articles.persian.characters import persian_digits

VERSIONS = 50  # looked through at most; each holds the whole text


class Change(NamedTuple):
    """``who`` is '' for a change that no member of staff made in the admin."""

    who: str
    when: datetime

    def __str__(self) -> str:
        return f"«{self.who}»، {self.moment}" if self.who else self.moment

    @property
    def moment(self) -> str:
        """«ساعت ۱۸:۴۷»; the day and the hour where that is not today."""
        local = self.when.astimezone(TEHRAN)
        if local.date() != now().astimezone(TEHRAN).date():
            return jalali_text(self.when)
        return persian_digits(f"ساعت {local:%H:%M}")


def last_change(row: Model, field: str) -> Change | None:
    """The change that gave ``field`` the value it has in ``row``; None where nothing tells."""
    if hasattr(row, "history"):
        return _in_versions(row, row._meta.get_field(field).attname)
    return _in_log(row, field)


def _in_versions(row: Any, column: str) -> Change | None:
    versions = row.history.order_by("-history_date", "-history_id")
    newest_first = versions.values(column, "history_user", "history_date")[:VERSIONS]
    found = _first_with(getattr(row, column), column, newest_first)
    return found and Change(_name(found["history_user"]), found["history_date"])


def _first_with(
    value: Any, column: str, newest_first: Iterable[dict[str, Any]]
) -> dict[str, Any] | None:
    """The oldest version of the newest ones that all have ``value``."""
    found = None
    for version in newest_first:
        if version[column] != value:
            break
        found = version
    return found


def _in_log(row: Model, field: str) -> Change | None:
    """The newest entry that names the field, or else the newest: bulk actions name none."""
    entries = LogEntry.objects.filter(
        content_type=get_content_type_for_model(row), object_id=row.pk, action_flag=CHANGE
    ).order_by("-action_time", "-pk")[:VERSIONS]
    label = row._meta.get_field(field).verbose_name
    entry = next((one for one in entries if f'"{label}"' in one.change_message), None)
    entry = entry or next(iter(entries), None)
    return entry and Change(_name(entry.user_id), entry.action_time)


def _name(user: Any) -> str:
    found = get_user_model()._default_manager.filter(pk=user).first()
    return (found.get_full_name() or found.get_username()) if found else ""
