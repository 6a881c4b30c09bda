"""Long work: its progress, its end, its next try and its next run."""

import threading
from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Job
from articles.pipeline import jobs

pytestmark = pytest.mark.django_db


@pytest.fixture
def work(monkeypatch):
    """A kind of job that does what the test puts into the list."""
    steps = []

    def run(job):
        for step in steps:
            step(job)
        return "تمام شد"

    monkeypatch.setitem(jobs._kinds, "work", jobs.Kind("آزمایش", run))
    return steps


def run_next(stop=None) -> bool:
    return jobs.run_next("worker", stop or threading.Event())


def test_a_job_runs_once_and_says_how_it_ended(work, admin_user):
    work.append(lambda job: job.report(3, 3))
    asked = jobs.ask("work", owner=admin_user, parameters={"of": 3})
    assert asked.state == Job.State.WAITING
    assert run_next()
    job = Job.objects.get()
    assert (job.state, job.result, job.done, job.total) == (Job.State.DONE, "تمام شد", 3, 3)
    assert not run_next()


def test_an_unknown_kind_is_refused(db):
    with pytest.raises(KeyError, match="no kind of job"):
        jobs.ask("nothing")


def test_a_bug_ends_the_job_with_its_reason(work):
    work.append(lambda job: 1 / 0)
    jobs.ask("work")
    run_next()
    job = Job.objects.get()
    assert (job.state, job.problem) == (Job.State.FAILED, "ZeroDivisionError: division by zero")
    work.clear()
    jobs.again(job)
    run_next()
    assert Job.objects.get().state == Job.State.DONE


def test_a_failure_of_the_surroundings_is_tried_again_a_few_times(work):
    def full(job):
        raise OSError(28, "No space left on device")

    work.append(full)
    jobs.ask("work")
    for _ in range(jobs.FAILURES - 1):
        run_next()
        assert Job.objects.get().state == Job.State.RETRYING
        assert not run_next()  # not before its time
        Job.objects.update(next_try_at=timezone.now())
    run_next()
    assert Job.objects.get().state == Job.State.FAILED


def test_a_cancelled_job_ends_at_its_next_report(work):
    work.append(lambda job: jobs.cancel(job.job))
    work.append(lambda job: job.report(1, 5))
    work.append(lambda job: pytest.fail("went on"))
    jobs.ask("work")
    run_next()
    assert Job.objects.get().state == Job.State.CANCELLED


def test_one_that_waits_is_cancelled_at_once(work):
    jobs.cancel(jobs.ask("work"))
    assert Job.objects.get().state == Job.State.CANCELLED
    assert not run_next()


def test_a_worker_that_is_told_to_stop_leaves_the_job_to_the_next(work):
    stop = threading.Event()
    work.append(lambda job: stop.set())
    work.append(lambda job: job.report(1, 5))
    jobs.ask("work")
    run_next(stop)
    assert Job.objects.get().state == Job.State.WAITING
    work.clear()
    run_next()
    assert Job.objects.get().state == Job.State.DONE


def test_a_job_of_the_clock_is_due_again_after_its_time(work):
    jobs.ask("work", every=timedelta(days=1))
    run_next()
    done, due = Job.objects.order_by("pk")
    assert (done.state, due.state) == (Job.State.DONE, Job.State.WAITING)
    assert due.next_try_at == done.started_at + timedelta(days=1)
    assert not run_next()


def test_a_job_that_was_lost_to_another_worker_is_not_ended_by_the_first(work):
    work.append(lambda job: Job.objects.update(claimed_by="another"))
    jobs.ask("work", every=timedelta(days=1))
    run_next()
    assert Job.objects.get().finished_at is None
