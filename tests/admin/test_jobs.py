import threading

import pytest

from articles.models import Job
from articles.pipeline import jobs, kinds
from tests.factories import ArticleFactory

pytestmark = pytest.mark.django_db
LIST = "/admin/articles/job/"


@pytest.fixture
def desk(admin_client):
    return admin_client


def run_next() -> bool:
    return jobs.run_next("worker", threading.Event())


def test_a_rebuild_is_asked_for_followed_and_told_in_persian(desk):
    ArticleFactory.create_batch(2)
    page = desk.post(f"{LIST}rebuild/", follow=True).text
    assert "بازسازی نمایهٔ جست‌وجو در صف قرار گرفت." in page
    assert "در صف" in page
    assert "از قبل در صف است" in desk.post(f"{LIST}rebuild/", follow=True).text
    assert run_next()
    page = desk.get(LIST).text
    assert "انجام‌شده" in page
    assert "۲ خبر" in page


def test_progress_is_a_bar_and_numbers(desk):
    Job.objects.create(kind=kinds.REBUILD_INDEX, done=1200, total=5000, claimed_by="worker")
    page = desk.get(LIST).text
    assert '<progress max="5000" value="1200"' in page
    assert "۱٬۲۰۰ از ۵٬۰۰۰" in page


def test_a_job_is_cancelled_and_tried_again(desk):
    job = jobs.ask(kinds.RECOUNT)
    desk.post(f"{LIST}{job.pk}/cancel/")
    assert "لغوشده" in desk.get(LIST).text
    desk.post(f"{LIST}{job.pk}/again/")
    assert Job.objects.get().state == Job.State.WAITING


@pytest.mark.parametrize("step", ["rebuild/", "{pk}/cancel/", "{pk}/again/"])
def test_only_who_may_change_jobs_steers_them(client, django_user_model, step):
    job = jobs.ask(kinds.RECOUNT)
    client.force_login(django_user_model.objects.create_user("nobody", is_staff=True))
    assert client.post(LIST + step.format(pk=job.pk)).status_code == 403
    assert client.get(LIST).status_code == 403
    assert Job.objects.get().state == Job.State.WAITING


def test_nothing_is_done_by_following_a_link(desk):
    assert desk.get(f"{LIST}rebuild/").status_code == 403
    assert not Job.objects.exists()


def test_the_nightly_recount_is_planned_once():
    kinds.plan()
    kinds.plan()
    assert Job.objects.get().every == kinds.NIGHTLY
    assert run_next()
    assert Job.objects.open().get().kind == kinds.RECOUNT
