"""The front page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.views import shelves, trends
from articles.views.freshness import revalidated

LATEST = 7


@require_safe
@revalidated
def home(request: HttpRequest) -> HttpResponse:
    newest = shelves.latest(LATEST)
    leading, *others = newest or [None]
    return render(
        request,
        "home.html",
        {
            "today": timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0),
            "leading": leading,
            "latest": others,
            "most_viewed": shelves.most_viewed(request.GET.get("viewed", "")),
            "by_category": shelves.by_category([article.pk for article in newest]),
            "trends": trends.trending(),
            "holdings": shelves.holdings(),
            "categories": shelves.fullest_categories(),
        },
    )
