"""Decisions about proposals: a spelling is the name's, or is not; two names are not one."""

from __future__ import annotations

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.db import transaction

from articles.curation.deciding import Deciding, deciding, locked_names
from articles.curation.mentions import add_aliases
from articles.errors import CurationError
from articles.models import Decision, Proposal


@transaction.atomic
def accept(proposal: Proposal, user: User) -> Decision:
    """The spelling becomes an alias of the name, and is looked for in the whole archive.

    Raises CurationError where it is decided already, where the name is gone, or where two names
    are to be merged.
    """
    if proposal.other_id is not None:
        raise CurationError("این پیشنهاد دربارهٔ دو نام است؛ نام‌ها را ادغام یا پیشنهاد را رد کنید.")
    [entity] = locked_names(proposal.entity)
    summary = f"شکل «{proposal}» برای «{entity}»"
    with deciding(Decision.Action.ALIAS, user, summary) as making:
        _settle(making, proposal, Proposal.Status.ACCEPTED)
        add_aliases(making, entity, [proposal.text])
        LogEntry.objects.log_actions(user.pk, [entity], CHANGE, f"شکل «{proposal}»")
    return making.decision


def refuse(proposal: Proposal, user: User) -> Decision:
    """The spelling is not the name's, the two names are not one: it is not proposed again.

    Raises CurationError where it is decided already.
    """
    summary = f"«{proposal}» شکلی از «{proposal.entity}» نیست"
    if proposal.other is not None:
        summary = f"«{proposal.entity}» و «{proposal.other}» یکی نیستند"
    with deciding(Decision.Action.REFUSE, user, summary) as making:
        _settle(making, proposal, Proposal.Status.REFUSED)
        names = [proposal.entity, *filter(None, [proposal.other])]
        LogEntry.objects.log_actions(user.pk, names, CHANGE, summary)
    return making.decision


def _settle(making: Deciding, proposal: Proposal, status: Proposal.Status) -> None:
    rows = Proposal.objects.filter(pk=proposal.pk, status=Proposal.Status.WAITING)
    if not making.update(rows, status=status.value):
        raise CurationError("برای این پیشنهاد قبلاً تصمیم گرفته شده است.")
