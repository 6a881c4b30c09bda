"""The pages that readers open beside the search, over HTTP."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from http.client import HTTPConnection

import numpy as np

from benchmarks.corpora import evenly

A_KIND = 30
ROUNDS = 3
PARTS = ("year", "month", "day")
LISTS = ("articles", "names", "sources", "categories", "authors", "archive")


def addresses() -> dict[str, list[str]]:
    """Paths by the kind of page, at most A_KIND: the fullest page, the emptiest, some between."""
    from django.db.models import Count
    from django.urls import reverse

    from articles.models import Article, Category, Entity, Source
    from articles.views.calendar import Period

    published = Article.objects.published()
    moments = published.exclude(published_at=None).values_list("published_at", flat=True)
    found = {
        "home": [reverse("home")],
        "list": [reverse(name) for name in LISTS],
    }
    some = evenly(published.order_by("pk").values_list("pk", flat=True), A_KIND)
    found["article"] = [row.get_absolute_url() for row in published.filter(pk__in=some)]
    for kind, model, held in (
        ("name", Entity, "mentions"),
        ("source", Source, "articles"),
        ("category", Category, "articles"),
    ):
        rows = model.objects.annotate(held=Count(held)).filter(held__gt=0).order_by("-held")
        found[kind] = [row.get_absolute_url() for row in evenly(rows, A_KIND)]
    for length, part in enumerate(PARTS, 1):
        shape = Period((1,) * length)
        periods = [one for one, _ in Counter(map(shape.of, moments)).most_common()]
        found[part] = [period.url for period in evenly(periods, A_KIND)]
    return {kind: paths for kind, paths in found.items() if paths}


def measure(port: int, paths: Mapping[str, Sequence[str]]) -> dict[str, list[float]]:
    """Milliseconds of each page by its kind, the median of ROUNDS after a first look."""
    times: dict[str, list[float]] = {}
    for kind, some in paths.items():
        rounds = [[page(port, path)[0] for path in some] for _ in range(1 + ROUNDS)]
        times[kind] = np.median(np.array(rounds[1:]), axis=0).tolist()
    return times


def page(port: int, path: str) -> tuple[float, str]:
    """Milliseconds and the answer. Raises RuntimeError for anything but a page."""
    started = time.perf_counter()
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path)
    response = connection.getresponse()
    body = response.read().decode()
    seconds = time.perf_counter() - started
    connection.close()
    if response.status != 200:
        raise RuntimeError(f"{path} answered {response.status}")
    return seconds * 1000, body


if __name__ == "__main__":
    print(json.dumps(addresses()))
