"""Decisions about who said what: confirm, reject, give to another name.

Nothing has to be indexed: a search for a speaker asks the database.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.db import transaction

from articles.curation.changes import batches
from articles.curation.deciding import deciding, locked, locked_names
from articles.models import Decision, Entity, Quotation
from articles.persian.sentences import quoted_list

SHOWN_STATEMENTS = 3
SHOWN_LENGTH = 60  # characters of each

Action = Decision.Action
Status = Quotation.Status


@transaction.atomic
def confirm(quotations: Iterable[Quotation], user: User) -> int:
    """Each statement is its speaker's; returns how many. One whose speaker was deleted stays
    rejected."""
    rows = [row for row in _as_read(quotations) if row.speaker_id is not None]
    summary = f"تأیید نقل‌قول {_shown(rows)}"
    return _decide(Action.CONFIRM, rows, user, summary, status=Status.CONFIRMED.value)


@transaction.atomic
def reject(quotations: Iterable[Quotation], user: User) -> int:
    """Each statement is none, or of nobody that the archive knows; returns how many.

    The row stays, so that no machine finds the statement again.
    """
    rows = _as_read(quotations)
    summary = f"رد نقل‌قول {_shown(rows)}"
    return _decide(Action.REJECT, rows, user, summary, status=Status.REJECTED.value)


@transaction.atomic
def attribute(quotations: Iterable[Quotation], speaker: Entity, user: User) -> int:
    """Each statement is ``speaker``'s, whatever name the text has there; returns how many.

    Raises CurationError when the name is gone.
    """
    [speaker] = locked_names(speaker)
    rows = locked(quotations)
    return _decide(
        Action.LINK,
        rows,
        user,
        f"نقل‌قول {_shown(rows)} از «{speaker}» است",
        status=Status.CONFIRMED.value,
        speaker=speaker.pk,
        speaker_start=0,
        speaker_end=0,
    )


def _as_read(quotations: Iterable[Quotation]) -> list[Quotation]:
    """The statements, locked, that are still the speaker's whose they were when they were read."""
    rows = list(quotations)
    said_by = {row.pk: row.speaker_id for row in rows}
    return [row for row in locked(rows) if row.speaker_id == said_by[row.pk]]


def _decide(
    action: Decision.Action,
    rows: list[Quotation],
    user: User,
    summary: str,
    **values: Any,
) -> int:
    if not rows:
        return 0
    with deciding(action, user, summary) as making:
        making.decision.quotations = len(rows)
        for batch in batches([row.pk for row in rows]):
            chosen = Quotation.objects.filter(pk__in=batch)
            making.update(chosen, origin=Quotation.Origin.CURATOR.value, **values)
        LogEntry.objects.log_actions(user.pk, rows, CHANGE, summary)
    return len(rows)


def _shown(rows: list[Quotation]) -> str:
    texts = [row.text for row in rows[: SHOWN_STATEMENTS + 1]]
    cut = [text if len(text) <= SHOWN_LENGTH else text[:SHOWN_LENGTH] + "…" for text in texts]
    return quoted_list(cut, SHOWN_STATEMENTS)
