"""``/api/v1/names``: the curated names, one name, and names compared over time."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles.api.answers import json_answer, json_error, json_errors, moment, name_reference
from articles.errors import QueryError
from articles.models import Article, Entity, Kind
from articles.persian.calendar import month_label
from articles.persian.characters import persian_digits
from articles.search.comparison import Comparison, read_request
from articles.search.comparison import compare as compare_names
from articles.search.portrait import Portrait, article_counts, portrait_of
from articles.search.request import SearchRequest, check_depth

LONGEST_TYPED = 100


@require_safe
@json_errors
def names(request: HttpRequest) -> JsonResponse:
    """The names in alphabetical order; ``q`` is part of a spelling, ``kind`` narrows.

    ``page`` and ``page_size`` (at most 100) are those of the search.
    """
    asked, notes = SearchRequest.from_params(request.GET)
    check_depth(asked)
    found = Entity.objects.alphabetical()
    kind = request.GET.get("kind", "")
    if kind:
        if kind not in Kind.values:
            raise QueryError(f"kind باید یکی از این‌ها باشد: {'، '.join(Kind.values)}.")
        found = found.filter(kind=kind)
    if asked.q:
        found = found.spelt_like(asked.q[:LONGEST_TYPED])
    end = asked.offset + asked.page_size
    shown = list(found[asked.offset : end])
    counts = article_counts([entity.pk for entity in shown])
    return json_answer(
        {
            "count": found.count(),
            "page": asked.page,
            "names": [
                name_reference(request, entity)
                | {"latin_name": entity.latin_name, "articles": counts[entity.pk]}
                for entity in shown
            ],
            "notes": notes,
        }
    )


@require_safe
@json_errors
def name(request: HttpRequest, pk: int) -> JsonResponse:
    """What the page of a name shows."""
    entity = Entity.objects.filter(pk=pk).first()
    if entity is None:
        return _unknown([pk])
    portrait = portrait_of(pk)
    return json_answer(
        name_reference(request, entity)
        | {
            "latin_name": entity.latin_name,
            "description": entity.description,
            "aliases": [alias.text for alias in entity.aliases.all()],
            "links": entity.link_list(),
            "feeds": {
                "rss": request.build_absolute_uri(reverse("feed-name", args=[pk])),
                "atom": request.build_absolute_uri(reverse("feed-name-atom", args=[pk])),
            },
        }
        | _portrait(request, portrait)
    )


@require_safe
@json_errors
def compare(request: HttpRequest) -> JsonResponse:
    """Takes ``name``, up to five times, ``from`` and ``to``. 404 when there is no such name."""
    asked, notes = read_request(request.GET)
    if not asked.names:
        raise QueryError("نامی برای مقایسه داده نشده است؛ نمونه: name=1&name=2")
    compared = compare_names(asked)
    if compared.missing:
        return _unknown(compared.missing)
    return json_answer(
        {
            "names": [
                name_reference(request, one.entity)
                | {"articles": one.total, "undated": one.undated}
                for one in compared.series
            ],
            "months": [_month(compared, key) for key in compared.months()],
            "notes": notes,
        }
    )


def _portrait(request: HttpRequest, portrait: Portrait) -> dict[str, object]:
    return {
        "articles": portrait.total,
        "first": _article(request, portrait.first),
        "last": _article(request, portrait.last),
        "months": [
            {"value": _value(key), "label": month_label(key), "count": count}
            for key, count in sorted(portrait.months.items())
        ],
        "sources": [
            {"value": one.row.slug, "label": one.row.name, "count": one.count}
            for one in portrait.sources
        ],
        "names": [
            name_reference(request, one.row) | {"count": one.count} for one in portrait.companions
        ],
    }


def _article(request: HttpRequest, article: Article | None) -> dict[str, object] | None:
    if article is None:
        return None
    return {
        "id": article.pk,
        "title": article.headline,
        "url": request.build_absolute_uri(article.get_absolute_url()),
        "published": moment(article.published_at),
    }


def _month(compared: Comparison, key: int) -> dict[str, object]:
    return {
        "value": _value(key),
        "label": month_label(key),
        "articles": compared.archive.get(key, 0),
        "counts": [one.months.get(key, 0) for one in compared.series],
    }


def _value(key: int) -> str:
    """140207 -> 1402/07, as ``from`` and ``to`` take it."""
    return f"{key // 100}/{key % 100:02}"


def _unknown(pks: list[int]) -> JsonResponse:
    numbers = "، ".join(persian_digits(pk) for pk in pks)
    return json_error(404, f"نامی با شمارهٔ {numbers} در بایگانی نیست.")
