"""A server's process that accepts a proposed spelling: `python -m tests.curation.accepter STEP`.

``prepare`` makes an archive in which a spelling is proposed; ``accept MODULE.FUNCTION WHEN``
accepts it and dies by SIGKILL before or after that function of the application ran; ``check``
goes on as a server does when it starts and says what has become of it.
"""

import os
import sys
from importlib import import_module

# isort: off
from tests.curation.server import make_archive  # first: it sets Django up

from django.contrib.auth.models import User
from django.core.management import call_command

from articles import curation, pipeline
from articles.models import Decision, Mention, Proposal
from articles.recognition import proposals

NAME, DOUBLE = "زبیگنیو رائوفسکی", "رائوفیسکی"
SHOWING, HOLDING = 2, 10  # articles that propose the spelling, and that hold it alone


def prepare() -> None:
    texts = [f"{NAME} آمد. رائوفسکی رفت."] * SHOWING + ["رائوفسکی گفت."] * HOLDING
    make_archive((NAME, DOUBLE), texts)


def accept(point: str, when: str) -> None:
    module, _, name = point.rpartition(".")
    room = import_module(f"articles.{module}")
    step = getattr(room, name)

    def die(*arguments: object, **more: object) -> None:
        if when == "after":
            step(*arguments, **more)
        os.kill(os.getpid(), 9)

    setattr(room, name, die)
    curation.accept(Proposal.objects.waiting().get(reason="surname"), User.objects.get())


def rows() -> list[tuple[object, ...]]:
    fields = ("entity__name", "other__name", "text", "reason", "mentions", "weight", "status")
    return sorted(Proposal.objects.values_list(*fields), key=str)


def check() -> None:
    pipeline.catch_up()
    followed = rows()
    proposals.refresh()
    assert rows() == followed, (rows(), followed)
    assert pipeline.waiting() == 0
    call_command("check_index")
    found = Mention.objects.confirmed().filter(text="رائوفسکی").count()
    decided = [decision.articles for decision in Decision.objects.all()]
    doubles = Proposal.objects.waiting().filter(reason="double").count()
    print(found, decided, doubles)


if __name__ == "__main__":
    {"prepare": prepare, "accept": accept, "check": check}[sys.argv[1]](*sys.argv[2:])
