"""Why a search found what it found, for curators and the curious."""

from __future__ import annotations

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles.models import Article
from articles.persian.characters import latin_digits
from articles.search import archive
from articles.search.explain import explain as explain_query
from articles.search.request import SearchRequest
from articles.search.verdict import verdict
from articles.views.errors import explained

_NUMBER = re.compile(r"(?:.*/articles/)?([0-9]{1,18})(?:/.*)?", re.DOTALL)


@require_safe
@explained
def explain(request: HttpRequest) -> HttpResponse:
    """``?q=…&article=ID``: what became of each word, where it stands in the article, and
    whether the search finds it. The filters of the search page count as there."""
    typed, notes = SearchRequest.from_params(request.GET)
    number = request.GET.get("article", "").strip()
    article = _article(request, number)
    context: dict[str, object] = {"asked": typed, "article": article, "number": number}
    if number and article is None:
        notes.append("خبری با این شماره یا نشانی پیدا نشد.")
    if typed.q:
        words = explain_query(typed, article)
        results = archive.search(typed.with_(page_size=1))
        asked = results.request.with_(page_size=typed.page_size)
        filtered = asked.query_string() != SearchRequest(q=asked.q).query_string()
        context |= {"asked": asked, "words": words, "results": results, "filtered": filtered}
        if article is not None:
            context["verdict"] = verdict(typed, article, words)
    return render(request, "search/explain.html", context | {"notes": notes})


def _article(request: HttpRequest, number: str) -> Article | None:
    """By its number or its address. Unpublished ones only for the staff that may see them."""
    found = _NUMBER.fullmatch(latin_digits(number))
    if found is None:
        return None
    staff = request.user.is_staff and request.user.has_perm("articles.view_article")
    articles = Article.objects.all() if staff else Article.objects.published()
    return articles.filter(pk=int(found[1])).first()
