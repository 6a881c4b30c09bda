"""The curated names: a list by kind, and a page each."""

from __future__ import annotations

import logging

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles.errors import EngineError
from articles.models import Entity, Kind
from articles.persian.collation import ALPHABET
from articles.search.comparison import MOST_NAMES
from articles.search.portrait import ArticlesOf, Portrait, add_article_counts, portrait_of
from articles.search.request import SearchRequest
from articles.views import sayings
from articles.views.errors import explained
from articles.views.freshness import revalidated
from articles.views.network import network
from articles.views.paging import page_of
from articles.views.timeline import timeline

log = logging.getLogger(__name__)

NAMES_A_PAGE = 60
ARTICLES_A_PAGE = 15


@require_safe
@revalidated
@explained
def names(request: HttpRequest) -> HttpResponse:
    typed = request.GET.get("q", "").strip()[:100]
    kind = request.GET.get("kind", "")
    letter = request.GET.get("letter", "")
    found = Entity.objects.alphabetical()
    if kind in Kind.values:
        found = found.filter(kind=kind)
    if typed:
        found = found.spelt_like(typed)
    if letter and letter in ALPHABET:
        found = found.beginning_with(letter)
    page = page_of(found, request, NAMES_A_PAGE)
    add_article_counts(page.items)
    context = {
        "page": page,
        "typed": typed,
        "kind": kind,
        "kinds": Kind,
        "letter": letter,
        "letters": ALPHABET,
    }
    return render(request, "entities/list.html", context)


@require_safe
@revalidated
@explained
def name(request: HttpRequest, pk: int, slug: str = "") -> HttpResponse:
    entity = get_object_or_404(Entity, pk=pk)
    if slug != entity.slug:
        return redirect(entity, permanent=True)
    context = {
        "entity": entity,
        "aliases": [
            alias.text
            for alias in entity.aliases.all()
            if alias.text not in (entity.name, entity.latin_name)
        ],
        "feed": reverse("feed-name", args=[pk]),
        "atom": reverse("feed-name-atom", args=[pk]),
        "search_query": SearchRequest(names=(pk,)).query_string(),
        "quotations": sayings.of_name(entity),
        **_counted(entity, request),
    }
    return render(request, "entities/name.html", context)


@require_safe
@revalidated
def card(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """What a reader sees of a name without leaving the text; ``slug`` decides nothing."""
    entity = get_object_or_404(Entity, pk=pk)
    add_article_counts([entity])
    response = render(request, "entities/card.html", {"entity": entity})
    response["X-Robots-Tag"] = "noindex"
    return response


def _counted(entity: Entity, request: HttpRequest) -> dict[str, object]:
    """What the index says of a name; a page that cannot be told this is still a page."""
    try:
        portrait = portrait_of(entity.pk)
        page = page_of(ArticlesOf(entity.pk), request, ARTICLES_A_PAGE)
    except EngineError as error:
        log.error("Nothing can be told of the name %s: %s", entity.pk, error)
        return {"unknown": True}

    def query_for(period: str) -> str:
        return SearchRequest(names=(entity.pk,), date_from=period, date_to=period).query_string()

    return {
        "portrait": portrait,
        "page": page,
        "timeline": timeline(portrait.months, query_for),
        "network": network(entity, portrait.companions, portrait.ties),
        "companions": [
            (one, SearchRequest(names=(entity.pk, one.row.pk)).query_string())
            for one in portrait.companions
        ],
        "rivals": _rivals(entity, portrait),
        "sources": [
            (one, SearchRequest(names=(entity.pk,), sources=(one.row.slug,)).query_string())
            for one in portrait.sources
        ],
    }


def _rivals(entity: Entity, portrait: Portrait) -> tuple[list[Entity], str]:
    """The companions of the same kind, as many as fit, and the query that compares with them."""
    alike = [one.row for one in portrait.companions if one.row.kind == entity.kind]
    chosen = alike[: MOST_NAMES - 1]
    return chosen, SearchRequest(names=(entity.pk, *(one.pk for one in chosen))).query_string()
