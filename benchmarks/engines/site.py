"""The whole archive: import, rebuild, search, and the result page over HTTP."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode

import numpy as np

from benchmarks.corpora import ROOT
from benchmarks.engines import pages
from benchmarks.engines.contender import FACETS, PAGE
from benchmarks.engines.measuring import memory_of
from benchmarks.engines.news import NewsItem
from benchmarks.served import served

NAMES = ROOT / "articles" / "demo" / "names.jsonl"
WORKERS = "2"
ROUNDS = 3
RELATED = 300  # articles, taken evenly from all, whose related ones are looked for
WARMING = 100  # the first of them are not timed: a process that serves pages knows the usual words
PATIENCE = 1800  # seconds for the longest command


@dataclass(slots=True)
class Inside:
    """What a process with the site's own database saw; times in milliseconds."""

    search: list[float] = field(default_factory=list)
    haystack: list[float] = field(default_factory=list)
    queries: list[int] = field(default_factory=list)
    update_seconds: list[float] = field(default_factory=list)
    related: list[float] = field(default_factory=list)
    completions: list[float] = field(default_factory=list)


class Alike(NamedTuple):
    """The rebuild of fewer articles of the same lengths."""

    size: int
    rebuild_seconds: float


@dataclass(slots=True)
class SiteMeasured:
    """``searches`` and ``pages`` in milliseconds: of each query's page, and of others by kind."""

    size: int
    raw_bytes: int
    import_seconds: float
    rebuild_seconds: float
    index_bytes: int
    database_bytes: int
    searches: list[float]
    pages: dict[str, list[float]]
    memory: int
    marked: int
    inside: Inside
    alike: Alike | None = None


def measure(news: Sequence[NewsItem], queries: Sequence[str], folder: Path) -> SiteMeasured:
    """An archive of these articles in ``folder``, imported as an editor would."""
    environment, imported = _archive(news, folder)
    rebuilt = _rebuild(environment)
    index = folder / "index"
    paths = _look(environment, "benchmarks.engines.pages")
    with served(environment) as (port, process):
        searches, marked = _searches(port, queries)
        others = pages.measure(port, paths)
        memory = max(memory_of(pid) for pid in [process, *_children(process)])
    return SiteMeasured(
        size=len(news),
        raw_bytes=sum(item.raw_bytes for item in news),
        import_seconds=imported,
        rebuild_seconds=rebuilt,
        index_bytes=sum(path.stat().st_size for path in index.rglob("*") if path.is_file()),
        database_bytes=(folder / "archive.sqlite3").stat().st_size,
        searches=searches,
        pages=others,
        memory=memory,
        marked=marked,
        inside=Inside(**_look(environment, "benchmarks.engines.site", *queries)),
    )


def rebuild_seconds(news: Sequence[NewsItem], folder: Path) -> float:
    """How long the index of an archive of these articles in ``folder`` is rebuilt."""
    return _rebuild(_archive(news, folder)[0])


def _archive(news: Sequence[NewsItem], folder: Path) -> tuple[dict[str, str], float]:
    """The environment of an archive of these articles, and the seconds of their import."""
    folder.mkdir(parents=True)
    environment = os.environ | {"DATA_DIR": str(folder), "SEARCH_URL": str(folder / "index")}
    environment.pop("DATABASE_URL", None)
    _write(news, folder / "news.jsonl")
    _manage(environment, "migrate", "--verbosity", "0")
    _manage(environment, "load_names", str(NAMES))
    return environment, _manage(environment, "ingest", str(folder / "news.jsonl"))


def _rebuild(environment: dict[str, str]) -> float:
    return _manage(environment, "rebuild_index", "--noinput", "--workers", WORKERS)


def _write(news: Sequence[NewsItem], path: Path) -> None:
    with path.open("w", encoding="utf-8") as file:
        for item in news:
            record: dict[str, object] = asdict(item)
            record["id"] = str(record.pop("pk"))
            record["date"] = item.published.isoformat() if item.published else None
            del record["published"]
            file.write(json.dumps(record, ensure_ascii=False) + "\n")


def _manage(environment: dict[str, str], *arguments: str) -> float:
    """Run a command of the archive; its seconds. Raises CalledProcessError with its output."""
    started = time.perf_counter()
    subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), *arguments],
        env=environment,
        check=True,
        capture_output=True,
        timeout=PATIENCE,
    )
    return time.perf_counter() - started


# --- over HTTP ------------------------------------------------------------------------------------


def _searches(port: int, queries: Sequence[str]) -> tuple[list[float], int]:
    """Milliseconds of each query's page, and how many marked names all pages show."""
    paths = ["/search/?" + urlencode({"q": query}) for query in queries]
    bodies = [pages.page(port, path)[1] for path in paths]
    rounds = [[pages.page(port, path)[0] for path in paths] for _ in range(ROUNDS)]
    marked = sum(len(re.findall(r'class="[^"]*\bname\b', body)) for body in bodies)
    return np.median(np.array(rounds), axis=0).tolist(), marked


def _children(pid: int) -> list[int]:
    """The processes that a process has started."""
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    return list(map(int, found.split()))


# --- inside a process of the archive --------------------------------------------------------------


def _look(environment: dict[str, str], module: str, *arguments: str) -> dict[str, Any]:
    """What ``module`` prints as JSON in a process of the archive."""
    ran = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        env=environment,
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    found: dict[str, Any] = json.loads(ran.stdout.splitlines()[-1])
    return found


def look(queries: Sequence[str]) -> Inside:
    """In a process whose settings are those of the site: time its search, count its queries."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from articles.search import archive
    from articles.search.request import SearchRequest

    inside = Inside()
    requests = [SearchRequest(q=query) for query in queries]
    for request in requests:
        archive.search(request)
    rounds = [[archive.search(request).took_ms for request in requests] for _ in range(ROUNDS)]
    inside.search = np.median(np.array(rounds), axis=0).tolist()
    rounds = [[_through_haystack(query) for query in queries] for _ in range(ROUNDS)]
    inside.haystack = np.median(np.array(rounds), axis=0).tolist()
    client = Client()
    for query in queries:
        with CaptureQueriesContext(connection) as captured:
            client.get("/search/", {"q": query}, HTTP_HOST="127.0.0.1")
        inside.queries.append(len(captured))
    inside.completions = _completions(queries)
    inside.update_seconds, inside.related = _edits()
    return inside


def _through_haystack(query: str) -> float:
    """Milliseconds of what the stock backend is asked for as well: the number of articles, a page
    of ids, two facets and the months."""
    from haystack.inputs import Raw
    from haystack.query import SearchQuerySet

    started = time.perf_counter()
    found = SearchQuerySet().filter(content=Raw(query))
    for name in (*FACETS, "month"):
        found = found.facet(name)
    found.count()
    _ = [result.pk for result in found[:PAGE]]
    found.facet_counts()
    return (time.perf_counter() - started) * 1000


def _completions(queries: Sequence[str]) -> list[float]:
    """Milliseconds of the completions of each beginning of each query, letter by letter, beside
    as many queries of other readers as are ever kept."""
    from articles.models import Article, AskedQuery
    from articles.models.asking import HEAD, MOST_KEPT, SEVERAL
    from articles.search.asked import popular_key
    from articles.search.completion import SHORTEST, complete

    titles = Article.objects.values_list("title", flat=True).order_by("pk")[: 2 * MOST_KEPT]
    beginnings = (" ".join(title.split()[:4]) for title in titles)
    asked = {key: text for text in beginnings if (key := popular_key(text))}
    rows = (
        AskedQuery(key=key, head=key[:HEAD], text=text, visitors=SEVERAL, weight=weight)
        for weight, (key, text) in enumerate(asked.items(), 1)
    )
    AskedQuery.objects.bulk_create(list(rows)[:MOST_KEPT], batch_size=1000)
    took = []
    complete("آغاز")  # reads the words of the archive
    for query in queries:
        for length in range(SHORTEST, len(query) + 1):
            started = time.perf_counter()
            complete(query[:length])
            took.append((time.perf_counter() - started) * 1000)
    return took


def _edits() -> tuple[list[float], list[float]]:
    """Seconds from saving an article until a search finds its new word; milliseconds of the
    related articles."""
    from articles.models import Article
    from articles.search import archive
    from articles.search.request import SearchRequest

    edits, related = [], []
    published = Article.objects.published().order_by("pk")
    ids = list(published.values_list("pk", flat=True))
    for pk in ids[:: max(1, len(ids) // RELATED)]:
        article = published.get(pk=pk)
        started = time.perf_counter()
        archive.related(article)
        related.append((time.perf_counter() - started) * 1000)
    related = related[WARMING:] or related
    for number, article in enumerate(published[:5]):
        word = "تازه‌واژه" + "آبپتث"[number] * 3
        article.title = f"{article.title} {word}"
        started = time.perf_counter()
        article.save()
        if not archive.search(SearchRequest(q=word, exact=True)).total:
            raise RuntimeError("an edit is not to be found after it was saved")
        edits.append(time.perf_counter() - started)
    return edits, related


if __name__ == "__main__":
    print(json.dumps(asdict(look(sys.argv[1:]))))
