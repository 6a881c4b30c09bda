"""The queue under trouble: failures are tried again, a poisoned article harms no other."""

import threading
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from articles.errors import EngineError
from articles.models import Article, PendingArticle, PendingName
from articles.models.queue import LEASE, MOST_ATTEMPTS
from articles.pipeline import Worker, catch_up, claims, deferred, lock, reading, waiting, worker
from articles.search import archive, indexing
from articles.search.request import SearchRequest
from tests.factories import ArticleFactory

pytestmark = pytest.mark.django_db


def total(q: str) -> int:
    return archive.search(SearchRequest(q=q)).total


class TestFailuresOfTheSurroundings:
    @pytest.fixture
    def index(self, monkeypatch):
        """``broken`` while it cannot be written; ``tries`` counts the writes."""
        state = SimpleNamespace(broken=True, tries=0)
        update = indexing.update

        def tried(ids):
            state.tries += 1
            if state.broken:
                raise EngineError("the disk is full")
            update(ids)

        monkeypatch.setattr(indexing, "update", tried)
        return state

    def test_they_are_tried_again_by_themselves_each_time_later(self, index):
        ArticleFactory(title="زلزله")
        Worker().batch()  # starts the index
        delays = []
        for _ in range(MOST_ATTEMPTS + 3):
            PendingArticle.objects.update(next_try_at=None)
            Worker().batch()
            note = PendingArticle.objects.get()
            delays.append(round((note.next_try_at - timezone.now()).total_seconds()))
            assert note.problem == "the disk is full"
        assert delays == sorted(delays)
        assert (delays[0], delays[-1]) == (1, 64)
        assert PendingArticle.objects.due().count() == 0
        index.broken = False
        PendingArticle.objects.update(next_try_at=timezone.now())
        Worker().batch()
        assert total("زلزله") == 1
        assert waiting() == 0

    def test_who_asks_for_it_need_not_wait_for_the_next_try(self, index):
        ArticleFactory(title="زلزله")
        with pytest.raises(EngineError):
            catch_up()
        index.broken = False
        assert catch_up() == 1

    @pytest.mark.django_db(transaction=True)  # a loop lets go of connections between two looks
    def test_the_loop_waits_for_the_next_try_and_goes_on(self, index, monkeypatch):
        with deferred():
            ArticleFactory(title="زلزله")
        monkeypatch.setattr(claims, "FIRST_DELAY", timedelta(milliseconds=1))
        monkeypatch.setattr(worker, "POLL", 0.001)
        running = Worker()
        batch = running.batch

        def mended_after_three_tries():
            index.broken = index.tries < 3
            return batch()

        monkeypatch.setattr(running, "batch", mended_after_three_tries)
        running.run_until_empty()
        assert (waiting(), index.tries) == (0, 4)


class TestPoison:
    @pytest.fixture
    def poisoned(self, monkeypatch):
        articles = ArticleFactory.create_batch(5, title="زلزله")
        Article.objects.filter(pk=articles[2].pk).update(body="زهر")
        read = reading.read

        def fails(articles, reader):
            if any(article.body == "زهر" for article in articles):
                raise ValueError("a bug")
            return read(articles, reader)

        monkeypatch.setattr(reading, "read", fails)
        return articles[2]

    def test_the_others_of_its_batch_are_followed_and_it_is_set_aside(self, poisoned):
        assert catch_up() == 4
        assert total("زلزله") == 4
        note = PendingArticle.objects.get()
        assert (note.article_id, note.problem) == (poisoned.pk, "ValueError: a bug")
        assert note in PendingArticle.objects.set_aside()

    def test_it_is_not_tried_again_until_asked(self, poisoned):
        catch_up()
        assert not Worker().batch()

    def test_the_command_names_it_and_fails(self, poisoned, capsys):
        with pytest.raises(CommandError, match="1 changes could not be followed"):
            call_command("catch_up")
        assert "ValueError: a bug" in capsys.readouterr().err

    def test_a_new_change_of_it_is_followed_and_ends_the_matter(self, poisoned):
        catch_up()
        poisoned.body = "خوب"
        poisoned.save()
        catch_up()
        assert waiting() == 0
        assert total("زلزله") == 5


class TestClaims:
    def test_a_note_is_deleted_only_by_who_claimed_it(self):
        ArticleFactory()
        claimed = claims.claim(PendingArticle, "one", 10)
        PendingArticle.objects.add([claimed.notes[0].article_id], recognise=True)
        claimed.finish()
        assert PendingArticle.objects.count() == 1

    def test_what_people_change_goes_before_what_an_import_brings(self):
        PendingArticle.objects.add([1, 2], recognise=True, bulk=True)
        PendingArticle.objects.add([3], recognise=True)
        assert [note.article_id for note in claims.claim(PendingArticle, "one", 2).notes] == [3, 1]

    def test_all_notes_of_an_article_are_claimed_together(self):
        for _ in range(3):
            PendingArticle.objects.add([1], recognise=False)
        PendingArticle.objects.filter(pk=PendingArticle.objects.latest("pk").pk).update(
            attempts=MOST_ATTEMPTS, problem="a bug"
        )
        assert len(claims.claim(PendingArticle, "one", 1).notes) == 3

    @pytest.fixture
    def shared(self, monkeypatch):
        """Several workers, as on PostgreSQL."""
        monkeypatch.setattr(claims, "shares_work", lambda: True)

    def test_two_workers_never_hold_the_same_note(self, shared):
        PendingArticle.objects.add(range(1, 6), recognise=True)
        first = claims.claim(PendingArticle, "one", 3)
        second = claims.claim(PendingArticle, "two", 10)
        ids = [{note.article_id for note in claimed.notes} for claimed in (first, second)]
        assert ids == [{1, 2, 3}, {4, 5}]

    def test_a_lease_that_is_not_renewed_is_taken_over(self, shared):
        PendingName.objects.add([1])
        dead = claims.claim(PendingName, "dead", 1)
        assert not claims.claim(PendingName, "alive", 1)
        PendingName.objects.update(claimed_at=timezone.now() - LEASE - timedelta(seconds=1))
        dead.renew()
        assert not claims.claim(PendingName, "alive", 1)
        PendingName.objects.update(claimed_at=timezone.now() - LEASE - timedelta(seconds=1))
        taken = claims.claim(PendingName, "alive", 1)
        assert taken
        dead.postpone("too late")  # it lost the note: what it says of it no longer counts
        assert PendingName.objects.get().claimed_by == "alive"

    def test_on_sqlite_what_a_dead_worker_held_is_free_at_once(self, monkeypatch):
        monkeypatch.setattr(claims, "shares_work", lambda: False)
        PendingName.objects.add([1])
        claims.claim(PendingName, "dead", 1)
        assert claims.claim(PendingName, "alive", 1)


@pytest.mark.django_db(transaction=True)
def test_on_sqlite_one_worker_works_and_the_others_leave_it_to_it(monkeypatch):
    monkeypatch.setattr(lock, "shares_work", lambda: False)
    with deferred():
        ArticleFactory(title="زلزله")
    held, done = threading.Event(), threading.Event()

    def hold():
        with lock.work_lock():
            held.set()
            done.wait(10)

    holder = threading.Thread(target=hold)
    holder.start()
    assert held.wait(10)
    worker.work_soon()
    other = Worker()
    other._work_while_any()
    done.set()
    holder.join(10)
    assert other.notes == 0
    assert PendingArticle.objects.exists()
    assert catch_up() == 1


@pytest.mark.django_db(transaction=True)
def test_who_works_may_ask_for_all_to_be_followed(monkeypatch):
    monkeypatch.setattr(lock, "shares_work", lambda: False)
    with deferred():
        ArticleFactory(title="زلزله")
    with lock.work_lock() as ours:
        assert (ours, catch_up()) == (True, 1)
    with lock.work_lock() as again:
        assert again


@pytest.mark.django_db(transaction=True)
def test_a_command_waits_for_the_worker_that_is_at_it(monkeypatch):
    """`ingest` ends with the queue empty, also where the worker of the site works it off."""
    monkeypatch.setattr(lock, "shares_work", lambda: False)
    monkeypatch.setattr(worker, "POLL", 0.01)
    with deferred():
        PendingArticle.objects.add([1], recognise=False)
    held, reports = threading.Event(), []

    def report(done, total):
        reports.append((done, total))
        held.set()

    with lock.work_lock():
        waits = threading.Thread(target=lambda: catch_up(report))
        waits.start()
        assert held.wait(10)
        assert reports[0] == (0, 1)
        PendingArticle.objects.all().delete()  # the other worker is done
    waits.join(10)
    assert not waits.is_alive()


def test_every_article_is_noted_a_range_at_a_time(monkeypatch):
    monkeypatch.setattr(reading, "RANGE", 2)
    articles = ArticleFactory.create_batch(5)
    PendingArticle.objects.exclude(article_id=articles[0].pk).delete()
    reading.note_every_article()
    noted = PendingArticle.objects.order_by("article_id").values_list("article_id", "bulk")
    assert list(noted) == [(article.pk, article.pk != articles[0].pk) for article in articles]
