"""How long people wait while an import is followed, and whether anything of theirs is lost.

In an archive of its own several processes work at once: an import of real news with names
and index, two editors who save articles, a reader who comments, a reader who searches, and
a curator who merges two names and undoes it. At the end the last text of each editor must be
in the database and in the index, and `check_index` must find nothing. The archive is SQLite
in a folder of its own, or the empty database that TEST_DATABASE_URL names.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from itertools import count, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.corpora import ROOT, json_lines, shared
from benchmarks.tables import parser, run, table

ARTICLES = 7_000
SECONDS = 180
PAUSES = {"comment": 0.1, "edit-1": 0.3, "edit-2": 0.3, "search": 0.1, "merge": 1.0}
BARS = {"comment": 0.3, "edit-1": 1.0, "edit-2": 1.0}
"""Seconds that 99 of 100 may wait at most."""
OWN = "ARCHIVE_OF_THE_BENCHMARK"
SEED = 40  # articles that the editors work on


# --- the roles, each a process ------------------------------------------------------------------


def comment(_: int) -> None:
    from articles.models import Article, Comment

    Comment.objects.create(article=Article.objects.first(), name="خواننده", body="نظر")


def edit(editor: int, turn: int) -> None:
    """Give an article of this editor a text that no other has."""
    from articles.models import Article

    pk = Article.objects.order_by("pk").values_list("pk", flat=True)[
        2 * (turn % (SEED // 2)) + editor
    ]
    article = Article.objects.get(pk=pk)
    article.title = f"ویرایش {word(editor, turn)}"
    article.save()


def word(editor: int, turn: int) -> str:
    """A word for one edit: letters only, so that it is one word of the index."""
    return "ظغ" + "".join("ابپتثجچحخد"[int(digit)] for digit in f"{editor}{turn:06}") + "ظغ"


def search(turn: int) -> None:
    from articles.search import archive
    from articles.search.request import SearchRequest

    archive.search(SearchRequest(q=("ایران", "وزیر خارجه", "مجلس")[turn % 3]))


def merge(turn: int) -> None:
    from django.contrib.auth.models import User

    from articles import curation
    from articles.models import Decision, Entity

    user = User.objects.get()
    decision = Decision.objects.filter(undone_at=None).first()
    if decision is not None:
        curation.undo(decision, user)
        return
    into, goes = Entity.objects.filter(kind="person").order_by("pk")[:2]
    curation.merge([goes], into, user)


ROLES: dict[str, Callable[[int], None]] = {
    "comment": comment,
    "edit-1": lambda turn: edit(0, turn),
    "edit-2": lambda turn: edit(1, turn),
    "search": search,
    "merge": merge,
}


def play(role: str, until: str) -> None:
    """Act over and over until the file is there; print the seconds of each turn as JSON."""
    waited = []
    for turn in count():
        began = time.perf_counter()
        ROLES[role](turn)
        waited.append(time.perf_counter() - began)
        if Path(until).exists():
            break
        time.sleep(PAUSES[role])
    print(json.dumps(waited))


# --- the archive --------------------------------------------------------------------------------


def prepare() -> None:
    """Names, a curator, and articles for the editors."""
    from django.contrib.auth.models import User
    from django.core.management import call_command

    from articles import pipeline
    from articles.models import Article, Source

    call_command("migrate", verbosity=0)
    call_command("load_names", str(ROOT / "articles/demo/names.jsonl"), verbosity=0)
    User.objects.create_superuser("curator")
    source = Source.objects.create(name="ویرایش")
    with pipeline.deferred():
        for number in range(SEED):
            Article.objects.create(source=source, title=f"خبر {number}", body="متن خبر")
    pipeline.catch_up()


def check(counted: str) -> None:
    """Say what was lost of so many turns (JSON); exit status 1 if anything."""
    from django.core.management import call_command

    from articles import pipeline
    from articles.models import Article
    from articles.search import archive
    from articles.search.request import SearchRequest

    turns = json.loads(counted)
    pipeline.catch_up()
    lost = []
    for editor, role in enumerate(("edit-1", "edit-2")):
        for turn in range(max(turns[role] - SEED // 2, 0), turns[role]):
            title = f"ویرایش {word(editor, turn)}"
            if not Article.objects.filter(title=title).exists():
                lost.append(f"{title} is not in the database")
            if archive.search(SearchRequest(q=word(editor, turn))).total != 1:
                lost.append(f"{title} is not in the index")
    if pipeline.set_aside():
        lost.append(f"set aside: {pipeline.set_aside()}")
    print("\n".join(lost) or "nothing lost")
    call_command("check_index")  # exits with 1, and says what it found
    sys.exit(bool(lost))


# --- the run ------------------------------------------------------------------------------------


class Archive:
    """An empty archive in a folder, and the processes that work in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        if url := os.environ.get("TEST_DATABASE_URL"):
            kept["DATABASE_URL"] = url
        own = {"DATA_DIR": str(folder), "SEARCH_URL": str(folder / "index")}
        self._environment = kept | own | {"DJANGO_SETTINGS_MODULE": "newsarchive.settings"}

    def start(self, *command: str, **more: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, *command],
            cwd=ROOT,
            env=self._environment | more,
            stdout=subprocess.PIPE,
            text=True,
        )

    def begin(self, part: str, *arguments: str) -> subprocess.Popen[str]:
        """Start this benchmark as one of its own parts: a function and its arguments."""
        return self.start("-m", "benchmarks.waiting", **{OWN: json.dumps([part, *arguments])})


def finished(process: subprocess.Popen[str], what: str) -> str:
    """What a process printed; ends this one where it failed."""
    said, _ = process.communicate()
    if process.returncode:
        raise SystemExit(f"{what} failed with {process.returncode}: {said}")
    return said


def measure(articles: int, seconds: float) -> None:
    """Run all roles at once and print what each waited."""
    with TemporaryDirectory(prefix="waiting-") as name:
        archive = Archive(Path(name))
        news, until = archive.folder / "news.jsonl", archive.folder / "done"
        records = islice(json_lines(shared("news/isna.jsonl.gz")), articles)
        news.write_text("".join(json.dumps(one) + "\n" for one in records), encoding="utf-8")
        finished(archive.begin("prepare"), "preparing")
        began = time.perf_counter()
        roles = {role: archive.begin("play", role, str(until)) for role in ROLES}
        finished(archive.start("manage.py", "ingest", str(news)), "the import")
        took = time.perf_counter() - began
        time.sleep(max(seconds - took, 0))
        until.touch()
        waited = {role: json.loads(finished(process, role)) for role, process in roles.items()}
        turns = {role: len(times) for role, times in waited.items()}
        checked = finished(archive.begin("check", json.dumps(turns)), "checking")
    title = f"Seconds that people wait; {articles} articles with names and index took {took:.0f} s"
    print(table(title, HEAD, [_line(role, sorted(times)) for role, times in waited.items()]))
    print(checked.strip())


HEAD = ("who", "turns", "median", "p99", "longest", "bar of p99")


def _line(role: str, times: list[float]) -> tuple[Any, ...]:
    p99 = times[min(int(len(times) * 0.99), len(times) - 1)]
    return role, len(times), times[len(times) // 2], p99, times[-1], BARS.get(role)


PARTS: dict[str, Callable[..., None]] = {"prepare": prepare, "play": play, "check": check}


def main() -> None:
    if own := os.environ.get(OWN):
        import django

        django.setup()
        part, *arguments = json.loads(own)
        PARTS[part](*arguments)
        return
    arguments = parser(__doc__)
    arguments.add_argument("--seconds", type=float, default=SECONDS, help="work at least so long")
    options = arguments.parse_args()
    run([lambda: measure(options.sample or ARTICLES, options.seconds)])


if __name__ == "__main__":
    main()
