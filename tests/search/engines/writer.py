"""Another process at the index: `writer FOLDER FIRST MODE [SECONDS]`, run as a module."""

import os
import sys
import time
from itertools import count
from pathlib import Path

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "newsarchive.settings"
django.setup()

from articles.search.engines.base import EngineQuery  # noqa: E402
from articles.search.engines.whoosh import merging  # noqa: E402
from articles.search.engines.whoosh.index import WhooshIndex  # noqa: E402
from articles.search.tree import All  # noqa: E402
from tests.search.engines.contract import ARCHIVE, document, word  # noqa: E402


def write_ten(index: WhooshIndex, first: int) -> None:
    for pk in range(first, first + 10):
        index.update([document(pk, "written")])


def churn(index: WhooshIndex, first: int, seconds: float) -> None:
    """Add, change and remove; at the end say the ids that must be there. What is added with
    an even id stays for ever."""
    left: set[int] = set()
    end = time.monotonic() + seconds
    for pk in count(first):
        index.update([document(pk, "written", body="a little text " * 20)])
        left.add(pk)
        index.update([document(pk, "kept" if pk % 2 == 0 else "passing", body="changed")])
        if pk % 2:
            index.update([], removed=[pk])
            left.remove(pk)
        if time.monotonic() > end:
            break
    print(*left)


def watch(index: WhooshIndex, first: int, seconds: float) -> None:
    """What is kept never becomes less; an answer's page, total and facets agree."""
    end = time.monotonic() + seconds
    kept: set[int] = set()
    while time.monotonic() < end:
        query = EngineQuery(tree=word("kept"), limit=1_000_000, facets=("source",))
        answer = index.search(query)
        seen = {pk for pk, _ in answer.hits}
        assert kept <= seen, kept - seen
        assert len(seen) == len(answer.hits) == answer.total
        assert sum(answer.facets["source"].values()) == answer.total
        assert index.search(EngineQuery(tree=word("quake"))).total == 1
        kept = seen


def update_until_killed(index: WhooshIndex, first: int) -> None:
    """Say each id once it is committed."""
    print("ready", flush=True)
    for pk in count(first):
        index.update([document(pk, "written", body="and a little text " * 50)])
        print(pk, flush=True)


def merge_until_killed(index: WhooshIndex, first: int) -> None:
    """One document after the other, each with a merge of everything; say what is committed."""
    merging.FANOUT = 2
    print("ready", flush=True)
    for pk in count(first):
        index.update([document(pk, "written", body="and a little text " * 50)])
        print(pk, flush=True)
        index.wait_for_merges()


def build_until_killed(index: WhooshIndex, first: int) -> None:
    """Rebuild again and again from what is there and one more; say each id once swapped in."""
    print("ready", flush=True)
    known = set(index.ids(All())) | {kept.pk for kept in ARCHIVE}
    for pk in count(first):
        known.add(pk)
        with index.building({}) as build:
            for part in (known - {pk}, {pk}):
                index.add_to_build(document(each, "built") for each in sorted(part))
            build.finish(lambda ids: [document(each, "built") for each in ids])
        print(pk, flush=True)


MODES = {
    "ten": write_ten,
    "update": update_until_killed,
    "build": build_until_killed,
    "merge": merge_until_killed,
    "churn": churn,
    "watch": watch,
}

if __name__ == "__main__":
    folder, first, mode, *seconds = sys.argv[1:]
    MODES[mode](WhooshIndex(Path(folder)), int(first), *map(float, seconds))
