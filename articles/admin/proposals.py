"""What is proposed for curated names: further spellings, and names that may be one."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from articles import curation
from articles.admin.entities import mention_counts
from articles.admin.mentions import surroundings
from articles.admin.queue import QueueAdmin
from articles.models import Alias, Article, Entity, Mention, Proposal

EXAMPLES = 3
NAMESAKES = 5


def _accept(request: HttpRequest, line: Proposal) -> str:
    curation.accept(line, request.user)
    return f"«{line}» از این پس نوشتاری از «{line.entity}» است."


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


def _examples(line: Proposal) -> list[tuple[Article, dict[str, Any]]]:
    """The sentences that were found, of articles that are still there."""
    articles = Article.objects.in_bulk([place["article_id"] for place in line.examples])
    return [
        (articles[place["article_id"]], place)
        for place in line.examples
        if place["article_id"] in articles
    ]


def _namesakes(line: Proposal) -> list[Entity]:
    """Other names that are called so already."""
    named = Alias.objects.filter(key=line.key).exclude(entity=line.entity_id)
    return list(Entity.objects.filter(pk__in=named.values("entity"))[:NAMESAKES])
