"""What is proposed for curated names: further spellings, and names that may be one."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from articles import curation
from articles.admin.entities import mention_counts
from articles.admin.mentions import around, surroundings
from articles.admin.queue import QueueAdmin
from articles.models import Alias, Article, Entity, Mention, Proposal
from articles.recognition import proposals
from articles.recognition.linking import place_of

EXAMPLES = 3
NAMESAKES = 5


def _accept(request: HttpRequest, line: Proposal) -> str:
    curation.accept(line, request.user)
    return f"«{line}» به شکل‌های «{line.entity}» افزوده شد."


def _refuse(request: HttpRequest, line: Proposal) -> str:
    return f"{curation.refuse(line, request.user).summary}؛ دیگر پیشنهاد نمی‌شود."


@admin.register(Proposal)
class ProposalAdmin(QueueAdmin):
    """Who may change names may say what else they are called."""

    template = "admin/articles/proposal/review.html"
    title = "پیشنهادها برای نام‌ها"
    noun = "پیشنهاد"
    kind_field = "reason"
    kinds = Proposal.Reason.choices
    view_permission = change_permission = "articles.change_entity"
    steps = {"accept": _accept, "refuse": _refuse}
    several = ("accept", "refuse")

    def lines(self) -> QuerySet[Proposal]:
        return Proposal.objects.waiting().select_related("entity", "other")

    def can(self, action: str, line: Proposal) -> bool:
        return action == "refuse" or line.other_id is None

    def about(self, line: Proposal, request: HttpRequest) -> dict[str, Any]:
        if line.other_id is not None:
            return {"names": _portraits([line.entity, line.other])}
        return {
            "names": _portraits([line.entity]),
            "examples": _examples(line),
            "namesakes": _namesakes(line),
        }


def _portraits(entities: list[Entity]) -> list[dict[str, Any]]:
    """What tells two names apart: spellings, how often, and a few sentences of each."""
    counts = mention_counts(entities)
    return [
        {
            "entity": entity,
            "aliases": [alias for alias in entity.aliases.all() if alias.text != entity.name],
            "mentions": counts.get(entity.pk, {}).get(Mention.Status.CONFIRMED, 0),
            "examples": [(row, *surroundings(row)) for row in _newest(entity)],
        }
        for entity in entities
    ]


def _newest(entity: Entity) -> QuerySet[Mention]:
    rows = Mention.objects.confirmed().filter(entity=entity)
    return rows.select_related("article").order_by("-article_id")[:EXAMPLES]


def _examples(line: Proposal) -> list[tuple[Article, str, str, str]]:
    """Articles that show the spelling, newest first: what stands before it, it, and after it."""
    rows = proposals.mentions_of(line).select_related("article").order_by("-article_id", "start")
    shown = []
    for row in rows[:EXAMPLES]:
        text = getattr(row.article, row.field)
        start, end = place_of(row.also_called or row.text, text, row.start, row.end)
        before, after = around(text, start, end)
        shown.append((row.article, before, text[start:end], after))
    return shown


def _namesakes(line: Proposal) -> list[Entity]:
    """Other names that are called so already."""
    named = Alias.objects.filter(key=line.key).exclude(entity=line.entity_id)
    return list(Entity.objects.filter(pk__in=named.values("entity"))[:NAMESAKES])
