import pytest
from django.urls import reverse

from articles.models import AskedQuery

pytestmark = pytest.mark.django_db


def test_a_curator_hides_and_shows_a_query(admin_client):
    query = AskedQuery.objects.create(key="وین", text="وین", visitors=5)
    listed = reverse("admin:articles_askedquery_changelist")
    for action, hidden in (("hide", True), ("show", False)):
        admin_client.post(listed, {"action": action, "_selected_action": [query.pk]})
        query.refresh_from_db()
        assert query.hidden is hidden


@pytest.mark.parametrize("state", ["shown", "few", "hidden"])
def test_queries_are_listed_by_what_becomes_of_them(admin_client, state):
    AskedQuery.objects.create(key="shown", text="شناخته", visitors=5)
    AskedQuery.objects.create(key="few", text="کم‌پرسش", visitors=1)
    AskedQuery.objects.create(key="hidden", text="نهان", visitors=5, hidden=True)
    listed = reverse("admin:articles_askedquery_changelist")
    page = admin_client.get(listed, {"state": state}).content.decode()
    texts = {"shown": "شناخته", "few": "کم‌پرسش", "hidden": "نهان"}
    assert [key for key, text in texts.items() if f">{text}</a>" in page] == [state]


def test_nobody_writes_a_query_in_the_readers_place(admin_client):
    assert admin_client.get(reverse("admin:articles_askedquery_add")).status_code == 403


def test_counts_are_in_persian_digits(admin_client):
    AskedQuery.objects.create(key="shown", text="شناخته", visitors=15)
    page = admin_client.get(reverse("admin:articles_askedquery_changelist")).content.decode()
    assert '<td class="field-askers">۱۵</td>' in page
