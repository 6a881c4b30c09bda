"""Another process at the index: `python -m tests.search.engines.writer FOLDER FIRST MODE`."""

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


def read_for_a_while(index: WhooshIndex, first: int) -> None:
    end = time.monotonic() + 3
    while time.monotonic() < end:
        assert index.search(EngineQuery(tree=All())).total >= len(ARCHIVE)
        assert index.search(EngineQuery(tree=word("quake"))).total == 1


MODES = {
    "ten": write_ten,
    "update": update_until_killed,
    "build": build_until_killed,
    "merge": merge_until_killed,
    "read": read_for_a_while,
}

if __name__ == "__main__":
    folder, first, mode = sys.argv[1:]
    MODES[mode](WhooshIndex(Path(folder)), int(first))
