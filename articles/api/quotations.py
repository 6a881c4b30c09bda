"""``/api/v1/names/<id>/quotations``: what a name says in the archive."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from articles.api.answers import json_answer, json_error, json_errors, moment, name_reference
from articles.models import Entity, Quotation, SaidBy
from articles.persian.characters import persian_digits
from articles.search.request import SearchRequest, check_depth


@require_safe
@json_errors
def said_by(request: HttpRequest, pk: int) -> JsonResponse:
    """The statements of a name, newest first. ``page`` and ``page_size`` (at most 100) are
    those of the search; ``more`` says whether a further page has any."""
    entity = Entity.objects.filter(pk=pk).first()
    if entity is None:
        return json_error(404, f"نامی با شمارهٔ {persian_digits(pk)} در بایگانی نیست.")
    asked, notes = SearchRequest.from_params(request.GET)
    check_depth(asked)
    end = asked.offset + asked.page_size
    found = SaidBy(entity)[asked.offset : end + 1]
    return json_answer(
        {
            "name": name_reference(request, entity),
            "page": asked.page,
            "more": len(found) > asked.page_size,
            "quotations": [_quotation(request, row) for row in found[: asked.page_size]],
            "notes": notes,
        }
    )


def _quotation(request: HttpRequest, row: Quotation) -> dict[str, object]:
    article = row.article
    return {
        "id": row.pk,
        "text": row.text,
        "form": row.form,
        "cue": row.cue,
        "field": row.field,
        "start": row.start,
        "end": row.end,
        "article": {
            "id": article.pk,
            "title": article.headline,
            "url": request.build_absolute_uri(article.get_absolute_url()),
            "published": moment(article.published_at),
            "source": article.source.name,
        },
    }
