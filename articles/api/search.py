"""``/api/v1/search``: the search page's answer as JSON."""

from __future__ import annotations

from datetime import UTC

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from articles.errors import EngineError, QueryError
from articles.models import Entity
from articles.search import archive
from articles.search.explain import ExplainedWord, explain
from articles.search.request import SearchRequest
from articles.search.results import Facet, Hit, Results


@require_safe
def search(request: HttpRequest) -> JsonResponse:
    """Takes the search page's parameters, ``page_size`` (at most 100) and ``operator=or``.

    A program gets what it asked for: a better query is only suggested, and answered in
    place of one that finds nothing with ``repair=1``. ``explain=1`` adds what became of
    each word.
    Answers 400 to a question that cannot be read and 503 while the index rests, both as
    ``{"error": "…"}`` in Persian.
    """
    asked, notes = SearchRequest.from_params(request.GET)
    try:
        results = archive.search(asked, substitute=request.GET.get("repair") == "1")
    except QueryError as error:
        return _json({"error": str(error)}, status=400)
    except EngineError as error:
        return _json({"error": str(error)}, status=503)
    answer = _answer(request, results, notes)
    if request.GET.get("explain") == "1":
        answer["explain"] = [_word(word) for word in explain(asked)]
    return _json(answer)


def _answer(request: HttpRequest, results: Results, notes: list[str]) -> dict[str, object]:
    return {
        "count": results.total,
        "page": results.request.page,
        "results": [_result(request, hit) for hit in results.hits],
        "facets": _facets(results),
        "suggestion": results.suggestion,
        "notes": [*notes, *results.notes],
        "took_ms": round(results.took_ms, 1),
    }


def _word(word: ExplainedWord) -> dict[str, object]:
    return {
        "typed": word.typed,
        "kind": word.kind,
        "folded": word.folded,
        "stems": word.stems,
        "spellings": word.spellings,
        "optional": word.optional,
        "negated": word.negated,
        "articles": word.articles,
    }


def _result(request: HttpRequest, hit: Hit) -> dict[str, object]:
    article = hit.article
    published = article.published_at
    return {
        "id": article.pk,
        "external_id": article.external_id,
        "title": article.headline,
        "url": request.build_absolute_uri(article.get_absolute_url()),
        "published": published.astimezone(UTC).isoformat() if published else None,
        "source": article.source.name,
        "score": hit.score,
        "snippet": "".join(segment.text for segment in hit.snippet),
        "names": [_name(request, entity) for entity in hit.names],
    }


def _name(request: HttpRequest, entity: Entity) -> dict[str, object]:
    return {
        "id": entity.pk,
        "name": entity.name,
        "kind": entity.kind,
        "url": request.build_absolute_uri(entity.get_absolute_url()),
    }


def _facets(results: Results) -> dict[str, list[dict[str, object]]]:
    """``value`` is what the parameter of the facet takes; a month's goes into from and to."""
    months = [
        {"value": month.request.date_from, "label": month.label, "count": month.count}
        for month in results.months
    ]
    return {facet.field: _values(facet) for facet in results.facets} | {"month": months}


def _values(facet: Facet) -> list[dict[str, object]]:
    return [
        {"value": value.value, "label": value.label, "count": value.count} for value in facet.values
    ]


def _json(content: dict[str, object], status: int = 200) -> JsonResponse:
    """Readable UTF-8 instead of escapes."""
    return JsonResponse(content, status=status, json_dumps_params={"ensure_ascii": False})
