"""A server's process that decides over and over: `python -m tests.curation.decider ACTION`.

It first makes sure that what a killed process left is nothing or everything of a decision,
goes on with it as a server does when it starts, and compares the index with the database.
"""

import sys
import time

# isort: off
from tests.curation.server import make_archive  # first: it sets Django up

from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection

from articles import curation, pipeline
from articles.models import Alias, Decision, Entity, Mention
from articles.search import portrait

MENTIONS = 600  # of each name: many more than are worked off at once
INTO, GOES = "بلینکن", "بلینکین"


def prepare() -> None:
    make_archive((INTO, GOES), [f"{name} آمد. " * 5 for name in (INTO, GOES)] * MENTIONS)


def standing() -> Decision | None:
    return Decision.objects.filter(undone_at=None).first()


def state() -> tuple[int, int, int, int]:
    """Confirmed mentions of the one and of the other name, rejected ones, spellings."""
    confirmed = Mention.objects.confirmed()
    return (
        confirmed.filter(entity__name=INTO).count(),
        confirmed.filter(entity__name=GOES).count(),
        Mention.objects.filter(status="rejected").count(),
        Alias.objects.count(),
    )


BEFORE = (5 * MENTIONS, 5 * MENTIONS, 0, 2)
AFTER = {"merge": (10 * MENTIONS, 0, 0, 2), "reject": (5 * MENTIONS, 0, 5 * MENTIONS, 2)}


def settle() -> None:
    """Wait, as long as the background works."""
    while pipeline.waiting():
        time.sleep(0.01)


def check(action: str) -> None:
    decided = standing() is not None
    wanted = AFTER[action] if decided else BEFORE
    assert state() == wanted, (decided, state())
    pipeline.resume()
    settle()
    assert state() == wanted, (decided, state())
    call_command("check_index")
    pks = list(Entity.objects.order_by("name").values_list("pk", flat=True))
    articles = [count // 5 for count in wanted[:2] if count or not decided or action == "reject"]
    assert [portrait.article_counts([pk])[pk] for pk in pks] == articles
    print("everything" if decided else "nothing", flush=True)


def decide(action: str, user: User) -> None:
    goes = Entity.objects.get(name=GOES)
    if action == "merge":
        curation.merge([goes], Entity.objects.get(name=INTO), user)
    else:
        curation.reject(Mention.objects.filter(entity=goes), user)


def main(action: str) -> None:
    if Entity._meta.db_table not in connection.introspection.table_names():
        prepare()
    check(action)
    user = User.objects.get()
    print("ready", flush=True)
    while True:
        decision = standing()
        if decision is None:
            decide(action, user)
        else:
            curation.undo(decision, user)
        print("committed", flush=True)
        settle()
        print("settled", flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
