"""How long the staff wait for the lists and forms of the admin in a large archive.

Every page of every list that the admin has: the first and a deep page, a search, each filter,
the empty form, the form of one row, and what its selects ask for while one types.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterable, Iterator
from typing import Any

from benchmarks.tables import table

ROWS = 80_000  # articles, names, decisions, suggestions …
MENTIONS = 200_000
ROUNDS = 5
CHOICES = 3  # of each filter
BATCH = 5000
BAR_MS = 200
WORDS = ("تهران", "مجلس", "دولت", "وزیر", "نشست", "گزارش", "برنامه", "شهر", "کارگر", "آموزش")
LETTERS = "ابپتجچخدرزسشعفقکگلمنوهی"
KINDS = ("person", "place", "organisation", "event")


def fill(rows: int, mentions: int) -> None:
    """Rows of every kind, straight into the database: what is measured are lists of them."""
    from django.contrib.auth.models import User

    from articles import models
    from articles.models import Article, Entity, Source

    chance = random.Random(2)
    user = User.objects.first() or User.objects.create_superuser("bench")
    source, _ = Source.objects.get_or_create(name="نمونه")
    _write(
        Article(
            source=source,
            status=chance.choice(("published", "published", "draft", "withdrawn")),
            title=" ".join(chance.choices(WORDS, k=6)),
            body=" ".join(chance.choices(WORDS, k=200)),
            published_at=_moment(chance),
        )
        for _ in range(rows)
    )
    articles = list(Article.objects.order_by("-pk").values_list("pk", flat=True)[:rows])
    words = ["".join(chance.choices(LETTERS, k=chance.randint(4, 9))) for _ in range(rows)]
    _write(
        Entity(name=f"{word} {chance.choice(words)}", kind=chance.choice(KINDS)) for word in words
    )
    names = list(Entity.objects.order_by("-pk")[:rows])
    _write(
        models.Alias(entity=name, text=name.name, key=name.name.replace(" ", "")) for name in names
    )
    _write(
        models.Mention(
            article_id=chance.choice(articles), field="body", start=number, end=number + 4,
            text=name.name[:4], kind=name.kind, entity=name,
            origin=chance.choice(("gazetteer", "rule", "model")),
            status=chance.choice(("confirmed", "confirmed", "suggested", "rejected")),
        )
        for number, name in enumerate(chance.choices(names, _zipf(rows), k=mentions))
    )  # fmt: skip
    _write(
        models.Quotation(
            article_id=chance.choice(articles), field="body", start=number, end=number + 40,
            text=" ".join(chance.choices(WORDS, k=8)), cue="گفت", cue_start=0,
            speaker=name, speaker_start=0, speaker_end=0, origin="rule", status="confirmed",
            form=chance.choice(("direct", "indirect")),
        )
        for number, name in enumerate(chance.choices(names, _zipf(rows), k=rows))
    )  # fmt: skip
    _write(
        models.Decision(
            action=chance.choice(models.Decision.Action.values), summary=f"رد «{name}»", user=user,
            mentions=1, articles=1,
            changes=[{"model": "mention", "pks": [1], "before": {}, "after": {}}],
        )
        for name in names
    )  # fmt: skip
    _write(
        models.Suggestion(
            key=f"{word}{number}", text=word, kind=chance.choice(KINDS), mentions=3, articles=2,
            weight=chance.random(),
        )
        for number, word in enumerate(words)
    )  # fmt: skip
    _write(
        models.Proposal(
            entity=name, text=word, key=word, reason=chance.choice(("latin", "surname")),
            weight=chance.random(),
        )
        for name, word in zip(names, words, strict=True)
    )  # fmt: skip
    _write(
        models.Comment(
            article_id=chance.choice(articles), name="خواننده", body=chance.choice(WORDS),
            status=chance.choice(("pending", "approved", "rejected")),
        )
        for _ in range(rows)
    )  # fmt: skip


def _write(rows: Iterable[Any]) -> None:
    batch: list[Any] = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH:
            type(row)._default_manager.bulk_create(batch)
            batch = []
    if batch:
        type(batch[0])._default_manager.bulk_create(batch)


def _moment(chance: random.Random) -> Any:
    from datetime import UTC, datetime, timedelta

    return datetime(2010, 1, 1, tzinfo=UTC) + timedelta(minutes=chance.randrange(8_000_000))


def _zipf(number: int) -> list[float]:
    return [1 / rank for rank in range(1, number + 1)]


def pages(client: Any) -> Iterator[tuple[str, str, str]]:
    """(model, what, address) of every list and form."""
    from django.contrib import admin
    from django.urls import reverse

    for model, owner in admin.site._registry.items():
        name = f"{model._meta.app_label}_{model._meta.model_name}"
        label = model._meta.model_name
        address = reverse(f"admin:{name}_changelist")
        context = client.get(address, secure=True).context_data
        yield label, "list", address
        if "cl" not in context:  # a queue
            continue
        for what, query in _views_of(context["cl"]):
            yield label, what, address + query
        if context["has_add_permission"]:
            yield label, "new", reverse(f"admin:{name}_add")
        if owner.list_display_links != () and context["cl"].result_list:
            row = next(iter(context["cl"].result_list))
            yield label, "form", reverse(f"admin:{name}_change", args=[row.pk])
        for field in owner.autocomplete_fields:
            query = f"app_label={model._meta.app_label}&model_name={label}&field_name={field}"
            yield label, "select", f"{reverse('admin:autocomplete')}?term=تهران&{query}"


def _views_of(shown: Any) -> Iterator[tuple[str, str]]:
    """(what, query) for every way in which one list can be looked at."""
    if shown.paginator.num_pages > 1:
        yield "last page", f"?p={shown.paginator.num_pages}"
    if shown.search_fields:
        yield "search, frequent", "?q=تهران"
        yield "search, in vain", "?q=ناکجاآبادی"
    for spec in shown.filter_specs:
        for choice in list(spec.choices(shown))[1 : CHOICES + 1]:
            yield "filter", choice["query_string"]
    for number, column in enumerate(shown.list_display):
        if column in shown.sortable_by:
            yield "sorted", f"?o={number}"


def measure(rows: int, mentions: int) -> None:
    from django.contrib.auth.models import User
    from django.test import Client

    fill(rows, mentions)
    client = Client()
    client.force_login(User.objects.first())
    worst: dict[tuple[str, str], tuple[float, float, int, str]] = {}
    for label, what, address in list(pages(client)):
        median, slowest, asked = timed(client, address)
        known = worst.get((label, what))
        if known is None or median > known[0]:
            worst[label, what] = (median, slowest, asked, address)
    lines = [(f"{label}: {what}", *found[:3]) for (label, what), found in worst.items()]
    title = f"Pages of the admin, {rows} rows of each kind and {mentions} mentions"
    print(table(title, ("the slowest of its kind", "median ms", "slowest ms", "queries"), lines))
    for (label, what), (median, _, _, address) in worst.items():
        if median > BAR_MS:
            print(f"over {BAR_MS} ms: {label}: {what}: {median:.0f} ms {address}")


def timed(client: Any, address: str) -> tuple[float, float, int]:
    """Median and slowest in ms, and the number of queries."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address, secure=True)
    number = len(asked)
    assert answer.status_code == 200, (address, answer.status_code)
    times = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        client.get(address, secure=True)
        times.append((time.perf_counter() - started) * 1000)
    return sorted(times)[ROUNDS // 2], max(times), number
