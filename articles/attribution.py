"""What curators decide about who said what: confirm, reject, give to another name.

Every function is one transaction of the rows and the curator's log. A decision carries
origin CURATOR, which no machine overwrites. Nothing has to be indexed: a search for a
speaker asks the database.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from articles.models import Entity, Quotation

BATCH = 1000  # rows named by one statement


def confirm(quotations: Iterable[Quotation], user: AbstractBaseUser) -> int:
    """Each statement is its speaker's; returns how many."""
    return _decide(quotations, user, "تأیید شد", status=Quotation.Status.CONFIRMED)


def reject(quotations: Iterable[Quotation], user: AbstractBaseUser) -> int:
    """Each statement is none, or of nobody that the archive knows; returns how many.

    The row stays, so that no machine finds the statement again.
    """
    return _decide(quotations, user, "رد شد", status=Quotation.Status.REJECTED)


def attribute(quotations: Iterable[Quotation], speaker: Entity, user: AbstractBaseUser) -> int:
    """Each statement is ``speaker``'s, whatever name the text has there; returns how many."""
    return _decide(
        quotations,
        user,
        f"به «{speaker}» نسبت داده شد",
        status=Quotation.Status.CONFIRMED,
        speaker=speaker,
        speaker_start=0,
        speaker_end=0,
    )


def _decide(
    quotations: Iterable[Quotation], user: AbstractBaseUser, message: str, **changes: Any
) -> int:
    with transaction.atomic():
        rows = list(quotations)
        for first in range(0, len(rows), BATCH):
            pks = [row.pk for row in rows[first : first + BATCH]]
            chosen = Quotation.objects.filter(pk__in=pks)
            chosen.update(origin=Quotation.Origin.CURATOR, **changes)
        if rows:
            LogEntry.objects.log_actions(user.pk, rows, CHANGE, message)
    return len(rows)
