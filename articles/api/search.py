"""``/api/v1/search``: the search page's answer as JSON."""

from __future__ import annotations

import re
from dataclasses import asdict

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from articles.api.answers import json_answer, json_errors, moment, name_reference
from articles.models import Article
from articles.persian.characters import latin_digits
from articles.search import archive
from articles.search.explain import ExplainedWord, explain
from articles.search.request import SearchRequest
from articles.search.results import Facet, Hit, Results
from articles.search.verdict import verdict

_IS_NUMBER = re.compile("[0-9]{1,18}")


@require_safe
@json_errors
def search(request: HttpRequest) -> JsonResponse:
    """Takes the search page's parameters, ``page_size`` (at most 100) and ``operator=or``.

    A program gets what it asked for: a better query is only suggested, and answered in
    place of one that finds nothing with ``repair=1``. ``explain=1`` adds what became of
    each word, with ``article=ID`` also where that article has it and why it is found or not.
    While the index rests, a note says that only the newest titles and leads were looked
    through, and nothing can be explained.
    """
    asked, notes = SearchRequest.from_params(request.GET)
    results = archive.search(asked, substitute=request.GET.get("repair") == "1")
    told = _explained(request, asked, notes) if request.GET.get("explain") == "1" else {}
    return json_answer(_answer(request, results, notes) | told)


def _explained(request: HttpRequest, asked: SearchRequest, notes: list[str]) -> dict[str, object]:
    """What ``explain=1`` adds; ``notes`` gets a sentence where the article is unknown."""
    number = latin_digits(request.GET.get("article", "").strip())
    known = Article.objects.published()
    article = known.filter(pk=int(number)).first() if _IS_NUMBER.fullmatch(number) else None
    words = explain(asked, article)
    told: dict[str, object] = {"explain": [_word(word, article) for word in words]}
    if number and article is None:
        notes.append("خبری با این شماره پیدا نشد.")
    if article is not None:
        told["article"] = {"id": article.pk, **asdict(verdict(asked, article, words))}
    return told


def _answer(request: HttpRequest, results: Results, notes: list[str]) -> dict[str, object]:
    return {
        "count": results.total,
        "page": results.request.page,
        "results": [_result(request, hit) for hit in results.hits],
        "facets": _facets(results),
        "suggestion": results.suggestion,
        "notes": [*notes, *_period_notes(results), *results.notes],
        "took_ms": round(results.took_ms, 1),
    }


def _period_notes(results: Results) -> list[str]:
    """What the search page shows as chips: the period that was read from the words."""
    if not results.period_was_read:
        return []
    read = results.request
    start = f"از «{read.date_from}»" if read.date_from else ""
    end = f"تا «{read.date_to}»" if read.date_to else ""
    period = " ".join(filter(None, (start, end)))
    return [f"تاریخ انتشار {period} در نظر گرفته شد؛ برای جست‌وجوی خود واژه‌ها exact=1 بنویسید."]


def _word(word: ExplainedWord, article: Article | None) -> dict[str, object]:
    told = {
        "typed": word.typed,
        "kind": word.kind,
        "folded": word.folded,
        "stems": word.stems,
        "spellings": word.spellings,
        "optional": word.optional,
        "negated": word.negated,
        "articles": word.articles,
    }
    if article is None:
        return told
    places = [asdict(one) for one in word.places]
    return told | {"in_article": word.in_article, "places": places}


def _result(request: HttpRequest, hit: Hit) -> dict[str, object]:
    article = hit.article
    return {
        "id": article.pk,
        "external_id": article.external_id,
        "title": article.headline,
        "url": request.build_absolute_uri(article.get_absolute_url()),
        "published": moment(article.published_at),
        "source": article.source.name,
        "score": hit.score,
        "snippet": "".join(segment.text for segment in hit.snippet),
        "names": [name_reference(request, entity) for entity in hit.names],
    }


def _facets(results: Results) -> dict[str, list[dict[str, object]]]:
    """``value`` is what the parameter of the facet takes; a month's goes into from and to."""
    months = [
        {"value": month.period, "label": month.label, "count": month.count}
        for month in results.months
    ]
    return {facet.field: _values(facet) for facet in results.facets} | {"month": months}


def _values(facet: Facet) -> list[dict[str, object]]:
    return [
        {"value": value.value, "label": value.label, "count": value.count} for value in facet.values
    ]
