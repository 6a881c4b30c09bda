"""What waits for a decision, and what the archive does not follow yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from articles.models import (
    Comment,
    ContactMessage,
    Mention,
    PendingArticle,
    PendingName,
    PendingWord,
    Proposal,
    Suggestion,
)
from articles.persian.characters import persian_number


@dataclass(frozen=True)
class Waiting:
    """One line of the desk: how many of what, and where to go; '' for nowhere."""

    label: str
    count: int
    url: str = ""

    @property
    def shown(self) -> str:
        return persian_number(self.count)


def waiting_for(user: Any) -> list[Waiting]:
    """The lines that this member of staff may act on."""
    queues = (
        ("articles.view_comment", "نظر در انتظار بررسی", Comment.objects.pending(),
         ("comment", "?status__exact=pending")),
        ("articles.view_mention", "نام در انتظار تأیید", Suggestion.objects.all(),
         ("suggestion", "")),
        ("articles.change_entity", "پیشنهاد برای نام‌ها", Proposal.objects.waiting(),
         ("proposal", "")),
        ("articles.view_mention", "اشاره در انتظار تأیید", Mention.objects.suggested(),
         ("mention", "")),
        ("articles.view_contactmessage", "پیام رسیدگی‌نشده",
         ContactMessage.objects.filter(handled=False),
         ("contactmessage", "?handled__exact=0")),
    )  # fmt: skip
    return [
        Waiting(
            label, rows.order_by().count(), reverse(f"admin:articles_{model}_changelist") + query
        )
        for permission, label, rows, (model, query) in queues
        if user.has_perm(permission)
    ]


def to_follow() -> list[Waiting]:
    """What the archive does not follow yet. Articles are counted once their names are known:
    a changed name stands in a line of its own as long as it waits."""
    lines = [
        Waiting("نام در صف به‌روزرسانی", PendingName.objects.values("entity_id").distinct().count()),
        Waiting("واژه در صف به‌روزرسانی", PendingWord.objects.values("word").distinct().count()),
        Waiting("خبر در صف به‌روزرسانی", PendingArticle.objects.count()),
    ]
    return [line for line in lines if line.count] or lines[-1:]
