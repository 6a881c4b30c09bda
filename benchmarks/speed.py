"""How fast the analyser reads articles and questions, warm, on one core."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterable

from articles.persian.analyzer import Analyzer
from benchmarks.corpora import json_lines, shared

ARTICLES = 1000
PASSES = 3


def article_texts(sample: int | None) -> list[str]:
    """Bodies of news with half-spaces. Raises AbsentError."""
    wanted = min(ARTICLES, sample or ARTICLES)
    texts: list[str] = []
    for record in json_lines(shared("news/isna.jsonl.gz")):
        texts.append(record["body"] or "")
        if len(texts) == wanted:
            break
    return texts


def megabytes_a_second(texts: list[str], persian: Analyzer) -> float:
    """Of UTF-8; the first pass only warms up."""
    size = sum(len(text.encode()) for text in texts) / 1e6
    return size / _best(lambda: [persian.analysed(text) for text in texts])


def milliseconds_a_query(queries: list[str], read: Callable[[str], object]) -> float:
    return _best(lambda: [read(query) for query in queries]) * 1000 / len(queries)


def _best(work: Callable[[], Iterable[object]]) -> float:
    """Processor seconds of the fastest pass after the first."""
    work()
    gc.collect()
    gc.freeze()  # what earlier parts of the benchmark left must not be walked here
    times = []
    for _ in range(PASSES):
        started = time.process_time()
        work()
        times.append(time.process_time() - started)
    gc.unfreeze()
    return min(times)
