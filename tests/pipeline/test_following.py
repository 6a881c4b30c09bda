import os
import resource
import signal
import subprocess
import sys
from contextlib import contextmanager
from contextvars import copy_context
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection

from articles import curation, pipeline
from articles.errors import EngineError
from articles.models import Alias, Decision, Mention, PendingArticle, Proposal
from articles.pipeline import deferring, worker
from articles.recognition import proposals, recogniser
from articles.search import archive, indexing, portrait
from articles.search.request import SearchRequest
from tests.factories import ArticleFactory, EntityFactory

ROOT = Path(__file__).resolve().parents[2]


def total(q: str) -> int:
    return archive.search(SearchRequest(q=q)).total


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """``with committed(): …`` runs what waits for the commit, as outside of tests."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.mark.django_db
class TestFollowing:
    def test_an_article_is_searchable_once_it_is_committed(self, committed):
        with committed():
            article = ArticleFactory(title="زلزله در بم")
        assert total("زلزله") == 1
        with committed():
            article.title = "باران در بم"
            article.save()
        assert (total("زلزله"), total("باران")) == (0, 1)
        with committed():
            article.delete()
        assert total("باران") == 0

    def test_names_are_recognised_before_the_article_is_indexed(self, committed):
        entity = EntityFactory(name="سرگئی لاوروف")
        with committed():
            ArticleFactory(title="خبر", body="سرگئی لاوروف سخن گفت.")
        assert total("نام:«سرگئی لاوروف»") == 1
        assert Mention.objects.get().entity == entity

    def test_a_new_alias_reaches_the_articles_that_hold_it(self, committed):
        with committed():
            ArticleFactory(title="خبر", body="لاوروف سخن گفت.")
            entity = EntityFactory(name="سرگئی ویکتوروویچ")
        assert not Mention.objects.exists()
        with committed():
            Alias.objects.create(entity=entity, text="لاوروف")
        assert Mention.objects.get().entity == entity
        assert total("نام:لاوروف") == 1

    @pytest.mark.parametrize("harm", ["removed", "damaged"])
    def test_an_alias_made_while_the_index_is_away_is_not_forgotten(
        self, committed, data_dir, harm
    ):
        with committed():
            ArticleFactory(title="خبر", body="لاوروف سخن گفت.")
            entity = EntityFactory(name="سرگئی ویکتوروویچ")
        for path in (data_dir / "index").iterdir():
            path.unlink()
            if harm == "damaged":
                path.write_bytes(b"rubbish")
        with committed():
            Alias.objects.create(entity=entity, text="لاوروف")
        indexing.rebuild()
        pipeline.catch_up()
        assert Mention.objects.get().entity == entity
        assert total("نام:لاوروف") == 1

    def test_a_removed_alias_takes_its_mentions_along(self, committed):
        with committed():
            entity = EntityFactory(name="سرگئی ویکتوروویچ", aliases=["لاوروف"])
            ArticleFactory(title="خبر", body="لاوروف سخن گفت.")
        with committed():
            entity.aliases.get(text="لاوروف").delete()
        assert not Mention.objects.exists()

    def test_a_deleted_name_leaves_the_index(self, committed):
        with committed():
            entity = EntityFactory(name="سرگئی لاوروف")
            ArticleFactory(title="خبر", body="سرگئی لاوروف سخن گفت.")
        with committed():
            entity.delete()
        results = archive.search(SearchRequest(q="سخن"))
        assert results.total == 1
        assert all(not facet.values for facet in results.facets if facet.field == "name")

    def test_a_broken_index_neither_breaks_the_save_nor_loses_the_change(
        self, committed, monkeypatch
    ):
        with committed():
            ArticleFactory(title="نخست")
        with monkeypatch.context() as patched, committed():
            patched.setattr(indexing, "update", broken)
            ArticleFactory(title="دوم")
        assert PendingArticle.objects.count() == 1
        pipeline.catch_up()
        assert total("دوم") == 1
        assert not PendingArticle.objects.exists()

    def test_deferred_changes_wait_for_catch_up(self, committed):
        with committed(), pipeline.deferred():
            ArticleFactory(title="خبر")
        assert not indexing.exists()
        assert pipeline.catch_up() == 1
        assert total("خبر") == 1

    def test_catching_up_counts_names_and_the_articles_that_they_bring(self, committed):
        with committed():
            ArticleFactory.create_batch(3, body="لاوروف سخن گفت.")
        EntityFactory(name="لاوروف")
        reports = []
        pipeline.catch_up(lambda done, whole: reports.append((done, whole)))
        # The name and its alias; the word of the alias; then the articles.
        assert reports == [(2, 6), (3, 6), (6, 6)]

    def test_catching_up_reports_how_far_it_is(self, monkeypatch):
        monkeypatch.setattr(worker, "BATCH", 2)
        for number in range(5):
            ArticleFactory(title=f"خبر {number}")
        reports = []
        pipeline.catch_up(lambda done, whole: reports.append((done, whole)))
        assert reports[-3:] == [(2, 5), (4, 5), (5, 5)]


SERVER = """
import time, newsarchive.{server}
from articles import pipeline
for _ in range(300):
    if not pipeline.waiting():
        break
    time.sleep(0.1)
from articles.search import archive
from articles.search.request import SearchRequest
print(archive.search(SearchRequest(q="زلزله")).total, pipeline.waiting())
"""

KILLED = """
import os, django
django.setup()
from django.core.management import call_command
from django.db import connection
call_command("migrate", verbosity=0)
from articles import pipeline
from articles.models import Article, Source
with pipeline.deferred():
    source = Source.objects.create(name="منبع")
    for number in range(60):
        Article.objects.create(
            source=source, external_id=str(number), title="زلزله", status="published"
        )
os.kill(os.getpid(), 9)
"""


@pytest.mark.parametrize("server", ["wsgi", "asgi"])
def test_a_server_goes_on_with_what_a_killed_process_left(tmp_path, server):
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "newsarchive.settings",
        "DATA_DIR": str(tmp_path),
    }
    environment.pop("DATABASE_URL", None)

    def run(program: str) -> str:
        return subprocess.run(
            [sys.executable, "-c", program],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        ).stdout

    run(KILLED)
    assert run(SERVER.format(server=server)).split() == ["60", "0"]


@pytest.mark.django_db(transaction=True)
class TestArchivesOfManyNames:
    """Building their gazetteer takes seconds: nobody waits for a page until it is built."""

    @pytest.fixture
    def built(self, monkeypatch):
        """A word for each gazetteer that was built: whether others could write meanwhile."""
        builds = []
        build = recogniser.Recogniser.from_database

        def counted():
            builds.append("in a transaction" if connection.in_atomic_block else "alone")
            return build()

        monkeypatch.setattr(recogniser.Recogniser, "from_database", counted)
        return builds

    @pytest.fixture
    def background(self, monkeypatch):
        """Runs what a request left to the background."""
        asked = []
        monkeypatch.setattr(worker, "resume", lambda: asked.append(True))

        def run():
            assert asked
            pipeline.catch_up()
            asked.clear()

        return run

    @pytest.fixture
    def minister(self, monkeypatch, built, background):
        """A name that articles also call by its surname, in an archive of too many names."""
        entity = EntityFactory(name="زبیگنیو رائوفسکی")
        for body in ("زبیگنیو رائوفسکی (Raufsky) آمد. رائوفسکی رفت.", "رائوفسکی گفت."):
            ArticleFactory(title="خبر", body=body)
        pipeline.catch_up()
        monkeypatch.setattr(recogniser, "FEW", 1)
        built.clear()
        return entity

    def check_that_everything_followed(self):
        fields = ("entity", "other", "text", "reason", "mentions", "weight", "status")
        followed = sorted(Proposal.objects.values_list(*fields), key=str)
        mentions = sorted(Mention.objects.values_list("article", "start", "entity", "status"))
        call_command("recognise")
        assert sorted(Proposal.objects.values_list(*fields), key=str) == followed
        again = Mention.objects.values_list("article", "start", "entity", "status")
        assert sorted(again) == mentions
        assert pipeline.waiting() == 0

    def test_a_saved_alias_waits_for_the_background(
        self, minister, built, background, admin_client
    ):
        data = {
            "name": minister.name,
            "kind": "person",
            "slug": minister.slug,
            "aliases-TOTAL_FORMS": "1",
            "aliases-INITIAL_FORMS": "0",
            "aliases-0-entity": minister.pk,
            "aliases-0-text": "رائوفسکی",
        }
        address = f"/admin/articles/entity/{minister.pk}/change/"
        assert admin_client.post(address, data).status_code == 302
        assert (built, Mention.objects.filter(text="رائوفسکی").count()) == ([], 1)
        assert "نام در صف به‌روزرسانی" in admin_client.get("/admin/").text
        background()
        assert (built, Mention.objects.filter(text="رائوفسکی").count()) == (["alone"], 2)
        assert "نام در صف به‌روزرسانی" not in admin_client.get("/admin/").text
        self.check_that_everything_followed()

    def test_so_does_an_accepted_proposal_until_its_undo(
        self, minister, built, background, admin_client
    ):
        line = Proposal.objects.get(reason="surname")
        address = "/admin/articles/proposal/decide/"
        page = admin_client.post(address, {"line": line.pk, "action": "accept"}, follow=True).text
        assert "در حال جست‌وجوی خبرها" in page
        assert built == []
        background()
        assert "۲ خبر" in admin_client.get("/admin/articles/decision/").text
        assert Mention.objects.filter(text="رائوفسکی").count() == 2
        built.clear()
        decision = Decision.objects.get()
        admin_client.post(f"/admin/articles/decision/{decision.pk}/undo/")
        assert built == []
        background()
        assert Mention.objects.filter(text="رائوفسکی").count() == 1
        assert Proposal.objects.waiting().filter(reason="surname").exists()
        self.check_that_everything_followed()

    def test_so_do_articles_until_the_gazetteer_is_built(
        self, minister, built, background, monkeypatch
    ):
        monkeypatch.setattr(recogniser, "_cached", None)  # as in a process that has just started
        article = ArticleFactory(title="خبر", body="زبیگنیو رائوفسکی (Rauf) رفت.")
        assert (built, article.mentions.count()) == ([], 0)
        background()
        assert (built, article.mentions.count()) == (["alone"], 1)
        article.body += " رائوفسکی هم."
        article.save()  # now it is at hand
        assert (built, article.mentions.count()) == (["alone"], 2)
        monkeypatch.setattr(recogniser, "_cached", None)
        article.delete()
        assert built == ["alone"]
        background()
        self.check_that_everything_followed()

    def test_names_that_change_together_are_followed_with_one_gazetteer(
        self, minister, built, background
    ):
        for number in range(5):
            EntityFactory(name=f"یانوش رائوفسکی {number}", aliases=[f"رائو {number}"])
        assert built == []
        background()
        assert built == ["alone"]
        self.check_that_everything_followed()

    def test_who_saves_a_name_while_another_is_followed_does_not_wait_either(
        self, minister, built, background, monkeypatch
    ):
        keep = proposals._keep

        def meanwhile(*arguments):
            monkeypatch.setattr(proposals, "_keep", keep)
            # A request, which defers nothing; in a context of its own it would have another
            # connection where a browser's event loop runs in this thread.
            request = copy_context()
            request.run(deferring._deferred.set, False)
            request.run(Alias.objects.create, entity=minister, text="ز. رائوفسکی")
            keep(*arguments)

        monkeypatch.setattr(proposals, "_keep", meanwhile)
        Alias.objects.create(entity=minister, text="رائوفسکی")
        background()
        assert built == ["alone", "alone"]
        self.check_that_everything_followed()


def test_only_one_thread_works_in_the_background(db, monkeypatch):
    ArticleFactory()
    started = []

    def run(self):
        started.append(True)
        worker._in_background()  # as another thread would while this one is at work
        PendingArticle.objects.all().delete()

    monkeypatch.setattr(worker.Worker, "run_until_empty", run)
    worker._in_background()
    assert len(started) == 1


def broken(ids):
    raise EngineError("the disk is full")


@pytest.mark.django_db(transaction=True)
class TestWhatCannotBeWorkedOff:
    """A full disk, for real: every file that is written ends after 500 bytes."""

    @pytest.fixture
    def full_disk(self):
        @contextmanager
        def full():
            soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
            ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (500, hard))
            try:
                yield
            finally:
                resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
                signal.signal(signal.SIGXFSZ, ignored)

        return full

    def test_the_decision_says_why_it_waits_and_goes_on_once_that_is_mended(
        self, full_disk, admin_user, client, monkeypatch
    ):
        client.force_login(admin_user)
        entity = EntityFactory(name="سرگئی لاوروف")
        article = ArticleFactory(body="سرگئی لاوروف آمد")
        pipeline.catch_up()
        log = "/admin/articles/decision/"
        with full_disk():
            curation.reject(Mention.objects.filter(article=article), admin_user)
        assert PendingArticle.objects.stuck().count() == 1
        for page in (client.get(log).text, client.get("/admin/").text):
            assert "فضای خالی دیسک و اجازهٔ نوشتن در پوشه را بررسی کنید" in page
        assert "متوقف شده: ۰ از ۱ خبر" in client.get(log).text
        assert portrait.article_counts([entity.pk]) == {entity.pk: 1}
        client.post(f"{log}resume/")
        pipeline.catch_up()
        assert portrait.article_counts([entity.pk]) == {entity.pk: 0}
        assert "متوقف شده" not in client.get(log).text

    def test_only_curators_may_try_again(self, client, django_user_model):
        client.force_login(django_user_model.objects.create_user("nobody", is_staff=True))
        assert client.post("/admin/articles/decision/resume/").status_code == 403
