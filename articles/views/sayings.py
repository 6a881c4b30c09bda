"""What names say, for the pages: of one article, and of one name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from articles.models import Article, Entity, Quotation, SaidBy
from articles.models.quotation import RUNNING_TEXT
from articles.search.results import Segment
from articles.views.errors import explained
from articles.views.freshness import revalidated
from articles.views.paging import page_of

ON_A_NAME = 5
A_PAGE = 20


@dataclass(frozen=True, slots=True)
class Saying:
    """A quotation and the id of the paragraph in which it stands; '' where it has none."""

    quotation: Quotation
    place: str


def of_article(
    article: Article, lead: Sequence[list[Segment]], body: Sequence[list[Segment]]
) -> list[Saying]:
    """What is said in the article's text, in its order; only where its text says nothing, what
    its title does. One query.

    ``lead`` and ``body`` are the paragraphs as they are shown, whose ids are ``lead-1`` …
    """
    found = list(article.quotations.confirmed().select_related("speaker"))
    found = [row for row in found if row.field in RUNNING_TEXT] or found
    found.sort(key=lambda row: (Article.TEXT_FIELDS.index(row.field), row.start, row.end))
    starts = {
        "lead": _starts(article.lead, lead),
        "body": _starts(article.body, body),
    }
    return [Saying(row, _place(row, starts.get(row.field, []))) for row in found]


def _starts(text: str, paragraphs: Sequence[list[Segment]]) -> list[int]:
    """Where in the raw text each of its paragraphs begins."""
    starts, at = [], 0
    for segments in paragraphs:
        at = text.find(segments[0].text, at)
        starts.append(at)
        at += sum(len(segment.text) for segment in segments)
    return starts


def _place(row: Quotation, starts: Sequence[int]) -> str:
    number = sum(start <= row.start for start in starts)
    return f"{row.field}-{number}" if number else ""


def of_name(entity: Entity) -> list[Quotation]:
    """What the name said last, one more than is shown. Two queries."""
    return SaidBy(entity)[: ON_A_NAME + 1]


@require_safe
@revalidated
@explained
def sayings(request: HttpRequest, pk: int, slug: str = "") -> HttpResponse:
    """Everything that a name says, newest first, a page at a time."""
    entity = get_object_or_404(Entity, pk=pk)
    if slug != entity.slug:
        return redirect("name-quotations", pk=pk, slug=entity.slug, permanent=True)
    page = page_of(SaidBy(entity), request, A_PAGE)
    return render(request, "entities/sayings.html", {"entity": entity, "page": page})
