"""How long curators wait: a merge with its index, its undo, a new alias, the queue, every list.

In a fresh archive of its own: two names with as many mentions as asked, each mention in
another article, made one and taken apart again, each time until the index follows; then the
review page with that many suggested mentions waiting; then every list and form of the admin
(`staff_pages`). In another archive, of many names: aliases saved in the form of a name, each
time until everything follows.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks import staff_pages
from benchmarks.tables import parser, run, table

MENTIONS = 5000
ALIASES = 50_000
SAVED = 5  # aliases of each kind
OWN = "ARCHIVE_OF_THE_BENCHMARK"  # in a process that has one: what to measure in it
WAITING = 200_000
SPELLINGS = 60_000  # of all that waits; few are frequent, most are rare
REQUESTS = 20
LETTERS = "ابپتجچخدرزسشعفقکگلمنوهی"
BODY = "{name} امروز در نشست خبری شمارهٔ {number} سخن گفت. " + (
    "برنامهٔ تازهٔ دولت تا پایان سال اجرا می‌شود و گزارش آن در اختیار نمایندگان مجلس قرار می‌گیرد. " * 8
)


def seconds(work: Callable[[], Any]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def prepare(mentions: int) -> tuple[Any, Any, Any]:
    """A curator and two names, each with ``mentions`` in as many articles, all indexed."""
    from django.contrib.auth.models import User

    from articles import pipeline
    from articles.models import Alias, Article, Entity, PendingArticle, Source

    user = User.objects.create_superuser("bench")
    source = Source.objects.create(name="نمونه")
    with pipeline.deferred():
        names = [Entity.objects.create(name=name, kind="person") for name in ("بلینکن", "بلینکین")]
        for entity in names:
            Alias.objects.create(entity=entity, text=entity.name)
        made = Article.objects.bulk_create(
            Article(
                source=source,
                title=f"خبر {number}",
                body=BODY.format(name=names[number % 2].name, number=number),
            )
            for number in range(2 * mentions)
        )
        PendingArticle.objects.add([article.pk for article in made], recognise=True)
    pipeline.catch_up()
    return user, names[0], names[1]


def measure_merge(mentions: int) -> None:
    from articles import curation, pipeline
    from articles.models import Mention

    user, into, goes = prepare(mentions)
    moved = Mention.objects.filter(entity=goes).count()
    lines = []
    with pipeline.deferred():
        report: list[curation.MergeReport] = []
        merged = seconds(lambda: report.append(curation.merge([goes], into, user)))
        lines.append(("merge", moved, merged, indexed := seconds(pipeline.catch_up)))
        lines[-1] += (merged + indexed,)
        decision = report[0].decision
        undone = seconds(lambda: curation.undo(decision, user))
        lines.append(("undo", moved, undone, indexed := seconds(pipeline.catch_up)))
        lines[-1] += (undone + indexed,)
    head = ("", "mentions", "rows", "names and index", "seconds in all")
    print(table(f"Two names, each in {mentions} articles", head, lines))


def measure_aliases(aliases: int) -> None:
    from django.contrib.auth.models import User
    from django.test import Client

    prepare(MENTIONS // 10)
    client = Client()
    client.force_login(User.objects.get())
    names = made_up_names(aliases)
    lines = []
    for label, text in (
        ("in no article", "زرتاشپور {}"),
        ("in one article", "خبری شمارهٔ {}"),
        (f"in {MENTIONS // 5} articles", "نشست خبری"),
    ):
        saved = [save_alias(client, names.pop(), text.format(n)) for n in range(SAVED)]
        lines.append((label, *(sorted(column)[SAVED // 2] for column in zip(*saved, strict=True))))
    head = ("a new alias", "in the request", "until all follows")
    print(table(f"Seconds, median of {SAVED}, with {aliases} names and aliases", head, lines))


def made_up_names(aliases: int) -> list[Any]:
    """Persons, each with a name and another alias that are all different."""
    from articles.models import Alias, Entity
    from articles.persian.characters import squash

    chance = random.Random(1)

    def word() -> str:
        return "".join(chance.choices(LETTERS, k=chance.randint(3, 7)))

    names = Entity.objects.bulk_create(
        Entity(name=f"{word()} {word()}", kind="person") for _ in range(aliases // 2)
    )
    others = [(name, f"{word()} {name.name.split()[-1]}") for name in names]
    Alias.objects.bulk_create(
        Alias(entity=name, text=text, key=squash(text)) for name, text in others
    )
    return names


def save_alias(client: Any, name: Any, text: str) -> tuple[float, float]:
    """Add an alias in the form of a name; seconds for the answer, and until all follows."""
    from django.urls import reverse

    from articles import pipeline

    alias = name.aliases.get()
    form = {
        "name": name.name,
        "kind": name.kind,
        "aliases-TOTAL_FORMS": 2,
        "aliases-INITIAL_FORMS": 1,
        "aliases-0-id": alias.pk,
        "aliases-0-entity": name.pk,
        "aliases-0-text": alias.text,
        "aliases-1-entity": name.pk,
        "aliases-1-text": text,
    }
    address = reverse("admin:articles_entity_change", args=[name.pk])
    started = time.perf_counter()
    answer = client.post(address, form, secure=True)
    answered = time.perf_counter() - started
    if answer.status_code != HTTPStatus.FOUND:
        raise RuntimeError(f"the form was refused: {answer.status_code}")
    while pipeline.waiting():
        time.sleep(0.01)
    return answered, time.perf_counter() - started


def measure_queue(waiting: int) -> None:
    from django.contrib.auth.models import User
    from django.test import Client

    from articles.models import Suggestion
    from articles.recognition import suggestions

    suggest(waiting)
    counted = seconds(suggestions.rebuild)
    client = Client()
    client.force_login(User.objects.get())
    deep = Suggestion.objects.order_by("-weight", "pk")[Suggestion.objects.count() // 2].pk
    lines = []
    for label, query in (("first line", {}), ("in the middle", {"at": deep})):
        client.get("/admin/articles/suggestion/", query, secure=True)
        times = sorted(
            seconds(lambda: client.get("/admin/articles/suggestion/", query, secure=True))  # noqa: B023
            for _ in range(REQUESTS)
        )
        lines.append((label, times[len(times) // 2] * 1000, times[-1] * 1000))
    title = f"The review page, {waiting} suggestions in {Suggestion.objects.count()} spellings"
    print(table(title, ("", "median ms", "slowest ms"), lines))
    print(f"counting the whole queue anew: {counted:.1f} s")


def suggest(waiting: int) -> None:
    """Suggested mentions of made-up names, frequent and rare as words are."""
    from articles.models import Article, Mention

    chance = random.Random(1)
    names = ["".join(chance.choices(LETTERS, k=chance.randint(4, 12))) for _ in range(SPELLINGS)]
    weights = [1 / rank for rank in range(1, SPELLINGS + 1)]
    ids = list(Article.objects.values_list("pk", flat=True))
    rows = (
        Mention(
            article_id=ids[number % len(ids)],
            field="lead",
            start=number,
            end=number + 1,
            text=text,
            kind=chance.choice(("person", "place", "organisation")),
            origin="model",
            status="suggested",
        )
        for number, text in enumerate(chance.choices(names, weights, k=waiting))
    )
    Mention.objects.bulk_create(rows, batch_size=5000)


def main() -> None:
    """Measure in processes with archives of their own: this one has the user's."""
    sample = parser(__doc__).parse_args().sample
    if OWN in os.environ:
        measure(os.environ[OWN], sample)
        return
    for part in ("decisions", "aliases"):
        with TemporaryDirectory() as folder:
            own = {
                "DATA_DIR": folder,
                "SEARCH_URL": str(Path(folder) / "index"),
                "ALLOWED_HOSTS": "testserver",
                OWN: part,
            }
            kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
            command = [sys.executable, "-m", "benchmarks.curation", *sys.argv[1:]]
            if code := subprocess.run(command, env=kept | own, check=False).returncode:
                sys.exit(code)


def measure(part: str, sample: int | None) -> None:
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    if part == "aliases":
        run([lambda: measure_aliases(10 * sample if sample else ALIASES)])
        return
    run(
        [
            lambda: measure_merge(sample or MENTIONS),
            lambda: measure_queue(min(WAITING, 10 * sample) if sample else WAITING),
            lambda: staff_pages.measure(
                sample or staff_pages.ROWS, 3 * sample if sample else staff_pages.MENTIONS
            ),
        ]
    )


if __name__ == "__main__":
    main()
