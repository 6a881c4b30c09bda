"""Why a search found what it found, for curators and the curious."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles.models import Article
from articles.search.explain import explain as explain_query
from articles.search.request import SearchRequest
from articles.views.errors import explained


@require_safe
@explained
def explain(request: HttpRequest) -> HttpResponse:
    """``?q=…&article=ID``: what became of each word, and where it stands in the article."""
    asked, notes = SearchRequest.from_params(request.GET)
    article = _article(request.GET.get("article", ""))
    words = explain_query(asked, article) if asked.q else []
    return render(
        request,
        "search/explain.html",
        {"asked": asked, "notes": notes, "article": article, "words": words},
    )


def _article(number: str) -> Article | None:
    if not number.isdecimal() or len(number) > 18:
        return None
    return Article.objects.published().filter(pk=int(number)).first()
