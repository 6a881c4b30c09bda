"""How long others wait while names are stored, and whether that grows with the archive.

In fresh archives of their own. First real news with the names of the demo archive: how long
the transaction of each chunk lasts in which mentions and quotations are written. Then a
batch of articles that all hold one frequent name, once in an empty archive and once in one
that has tens of thousands of its mentions.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.corpora import ROOT, json_lines, shared
from benchmarks.tables import parser, run, table

ARTICLES = 1000
CHUNKS = (25, 50, 100, 1000)
MENTIONS = 50_000
BATCH = 100
OWN = "ARCHIVE_OF_THE_BENCHMARK"  # in a process that has one: what to measure in it
BODY = "زبیگنیو رائوفسکی (Zbigniew Raufsky) در تهران گفت که صلح نزدیک است. رائوفسکی به تهران رفت."


@contextmanager
def transactions(times: list[float]) -> Iterator[None]:
    """Adds to ``times`` the seconds of every transaction that is the outermost one."""
    from django.db import connection

    begun: list[float] = []

    def watched(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        answer = execute(sql, *rest)
        if sql.startswith("BEGIN"):
            begun[:] = [time.perf_counter()]
        return answer

    commit = connection._commit

    def ended() -> Any:
        answer = commit()
        times.append(time.perf_counter() - begun[0])
        return answer

    connection._commit = ended
    with connection.execute_wrapper(watched):
        yield
    del connection._commit


def prepare(articles: int) -> list[Any]:
    """The names of the demo archive, and so many articles of real news."""
    from articles import pipeline
    from articles.models import Article, Source
    from articles.recognition.names import import_names, read_names

    source = Source.objects.create(name="ایسنا")
    records = islice(json_lines(shared("news/isna.jsonl.gz")), articles)
    with pipeline.deferred():
        import_names(read_names(ROOT / "articles" / "demo" / "names.jsonl"))
        made = [
            Article(
                source=source,
                external_id=record["id"],
                title=record["title"] or "",
                lead=record["lead"] or "",
                body=record["body"] or "",
            )
            for record in records
        ]
        return Article.objects.bulk_create(made)


def measure_chunks(articles: int) -> None:
    from articles.models import Mention, Proposal, Quotation, Suggestion
    from articles.recognition import reading, recogniser, storing

    made = prepare(articles)
    names = recogniser.current()
    lines = []
    for size in CHUNKS:
        for model in (Mention, Quotation, Suggestion, Proposal):
            model.objects.all().delete()
        times: list[float] = []
        started = time.perf_counter()
        for first in range(0, len(made), size):
            read = reading.read(made[first : first + size], names)
            with transactions(times):
                storing.store(read, names)
        whole = time.perf_counter() - started
        per_article, longest = sum(times) / len(made), max(times)
        lines.append(
            (size, *(1000 * figure for figure in (whole / len(made), per_article, longest)))
        )
    rows = f"{Mention.objects.count()} mentions, {Quotation.objects.count()} quotations"
    head = (
        "articles of one transaction",
        "ms an article",
        "of it in the transaction",
        "longest, ms",
    )
    print(table(f"{len(made)} articles of ISNA, {rows}", head, lines))


def measure_growth(mentions: int) -> None:
    from articles import pipeline
    from articles.models import Alias, Article, Entity, Mention, Source
    from articles.recognition import reading, recogniser, storing

    source = Source.objects.create(name="نمونه")
    with pipeline.deferred():
        for kind, name in (("place", "تهران"), ("place", "تهرن"), ("person", "زبیگنیو رائوفسکی")):
            Alias.objects.create(entity=Entity.objects.create(name=name, kind=kind), text=name)
        Entity.objects.filter(name="تهرن").update(name="تهیران")
        Alias.objects.filter(text="تهرن").update(text="تهیران", key="تهیران")
    names = recogniser.current()
    number = 0

    def store(count: int) -> float:
        nonlocal number
        made = Article.objects.bulk_create(
            Article(source=source, external_id=str(number := number + 1), title="خبر", body=BODY)
            for _ in range(count)
        )
        read = reading.read(made, names)
        times: list[float] = []
        with transactions(times):
            storing.store(read, names)
        return 1000 * sum(times)

    def line() -> tuple[int, float]:
        return Mention.objects.count(), sorted(store(BATCH) for _ in range(5))[2]

    store(BATCH)
    lines = [line()]
    while Mention.objects.count() < mentions:
        store(1000)
    lines.append(line())
    print(table(f"A batch of {BATCH} articles", ("mentions so far", "transaction, ms"), lines))


def main() -> None:
    """Measure in processes with archives of their own: this one has the user's."""
    sample = parser(__doc__).parse_args().sample
    if OWN in os.environ:
        measure(os.environ[OWN], sample)
        return
    for part in ("chunks", "growth"):
        with TemporaryDirectory() as folder:
            own = {"DATA_DIR": folder, OWN: part}
            kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
            command = [sys.executable, "-m", "benchmarks.storing", *sys.argv[1:]]
            if code := subprocess.run(command, env=kept | own, check=False).returncode:
                sys.exit(code)


def measure(part: str, sample: int | None) -> None:
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    if part == "chunks":
        run([lambda: measure_chunks(sample or ARTICLES)])
    else:
        run([lambda: measure_growth(10 * sample if sample else MENTIONS)])


if __name__ == "__main__":
    main()
