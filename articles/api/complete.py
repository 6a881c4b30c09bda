"""``/api/v1/complete``: what the search box offers while a reader types."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from articles.search.completion import Completion, complete

SECONDS = 60  # that a browser may keep an answer


@require_safe
def completions(request: HttpRequest) -> JsonResponse:
    """``q`` is what was typed so far; the answer has at most eight completions, with
    ``names=1`` only names."""
    only_names = request.GET.get("names") == "1"
    completed = complete(request.GET.get("q", ""), only_names=only_names)
    found = [_completion(request, one) for one in completed]
    response = JsonResponse({"completions": found}, json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = f"private, max-age={SECONDS}"
    return response


def _completion(request: HttpRequest, one: Completion) -> dict[str, object]:
    url = request.build_absolute_uri(one.entity.get_absolute_url()) if one.entity else None
    return {"text": one.text, "kind": one.kind, "url": url, "count": one.count}
