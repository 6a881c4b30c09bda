"""What an article's page shows besides its own fields: marked text, names, comments."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from articles.models import Article, Comment, Entity, Kind, Mention
from articles.search import highlight
from articles.search.results import Segment
from articles.views.flow import flowing

MOST_COMMENTS = 200


@dataclass(frozen=True, slots=True)
class MarkedText:
    """Lead and body with their names, and the names by kind, the most frequent first."""

    lead: list[list[Segment]]
    body: list[list[Segment]]
    names: dict[Kind, list[Entity]]


@dataclass(frozen=True, slots=True)
class Thread:
    """A comment and the replies to it, oldest first."""

    comment: Comment
    replies: list[Comment]


def marked_text(article: Article) -> MarkedText:
    """The article's text cut at its confirmed names. One query."""
    of_field: dict[str, list[Mention]] = defaultdict(list)
    for mention in article.mentions.confirmed().select_related("entity"):
        of_field[mention.field].append(mention)
    spans = {field: highlight.name_spans(of_field[field]) for field in Article.TEXT_FIELDS}
    return MarkedText(
        lead=flowing(highlight.paragraphs(article.lead, spans["lead"])),
        body=flowing(highlight.paragraphs(article.body, spans["body"])),
        names=_by_kind([entity for found in spans.values() for _, _, entity in found]),
    )


def threads(article: Article) -> list[Thread]:
    """The approved comments, at most the newest MOST_COMMENTS. One query."""
    newest = article.comments.approved().order_by("-created_at", "-pk")[:MOST_COMMENTS]
    comments = list(newest)[::-1]
    replies: dict[int, list[Comment]] = defaultdict(list)
    for comment in comments:
        if comment.parent_id is not None:
            replies[comment.parent_id].append(comment)
    return [Thread(c, replies[c.pk]) for c in comments if c.parent_id is None]


def _by_kind(entities: Sequence[Entity]) -> dict[Kind, list[Entity]]:
    by_kind: dict[Kind, list[Entity]] = {kind: [] for kind in Kind}
    for entity, _ in Counter(entities).most_common():
        by_kind[Kind(entity.kind)].append(entity)
    return {kind: found for kind, found in by_kind.items() if found}
