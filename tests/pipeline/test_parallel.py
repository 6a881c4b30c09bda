"""Many articles are followed by several processes, in an archive of their own on the disk."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

PROGRAM = """
import sys, django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from articles import pipeline
from articles.models import Alias, Article, Entity, Mention, PendingArticle, PendingName, Source
from articles.pipeline import parallel, reading

def main(action):
    parallel.PARALLEL_FROM, parallel._READ_AT_ONCE, parallel._INDEXED_AT_ONCE = 20, 7, 20
    parallel.os.cpu_count = lambda: 2
    source = Source.objects.create(name="منبع")
    entity = Entity.objects.create(name="سرگئی لاوروف", kind="person")
    with pipeline.deferred():
        made = Article.objects.bulk_create(
            Article(source=source, title="زلزله", body=f"سرگئی لاوروف {n} بار گفت.")
            for n in range(90)
        )
        PendingArticle.objects.add([a.pk for a in made], recognise=True, bulk=True)
    commit, finish = parallel.indexing.commit, parallel.finish
    commits = []

    def counted(prepared):
        commits.append(len(prepared[0].ids))
        if action == "edited" and len(commits) == 1:
            # an editor saves an article that is on its way; and a name comes that stands in all
            Article.objects.filter(pk=made[-1].pk).update(title="باران")
            PendingArticle.objects.add([made[-1].pk], recognise=True)
            event = Entity.objects.create(name="بار", kind="event")
            Alias.objects.create(entity=event, text="بار")
            PendingName.objects.add([event.pk], "بار")  # as where nothing is deferred
        if action == "poisoned" and len(commits) == 2:
            raise ValueError("a bug of several processes")
        commit(prepared)

    parallel.indexing.commit = counted
    print(pipeline.catch_up() >= 90, len(commits) > 2)
    from articles.search import archive
    from articles.search.request import SearchRequest
    total = lambda q: archive.search(SearchRequest(q=q)).total
    print(total("زلزله"), total("باران"), Mention.objects.filter(entity=entity).count(),
          Mention.objects.filter(text="بار").count(), pipeline.waiting())
    call_command("check_index")

if __name__ == "__main__":
    main(sys.argv[1])
"""


@pytest.mark.parametrize(
    ("action", "found"),
    [("quiet", "90 0 90 0 0"), ("edited", "89 1 90 90 0"), ("poisoned", "90 0 90 0 0")],
)
def test_nothing_is_lost_between_processes(tmp_path, action, found):
    program = tmp_path / "program.py"  # a file, for the processes that it starts
    program.write_text(PROGRAM, encoding="utf-8")
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "newsarchive.settings",
        "DATA_DIR": str(tmp_path / "data"),
        "PYTHONPATH": str(ROOT),
        "WORKER_IN_WEB": "false",
    }
    environment.pop("DATABASE_URL", None)
    done = subprocess.run(
        [sys.executable, str(program), action],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    said = done.stdout.splitlines()
    assert said[:2] == ["True True", found], done.stderr
    assert said[-1] == "the index follows the database"
