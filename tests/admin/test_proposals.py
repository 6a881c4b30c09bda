"""The page of proposals by plain forms, as it works without JavaScript."""

import re

import pytest

from articles import curation
from articles.models import Alias, Decision, Entity, Proposal
from articles.persian.characters import squash
from tests.factories import ArticleFactory, EntityFactory, MentionFactory

pytestmark = pytest.mark.django_db

QUEUE = "/admin/articles/proposal/"


def propose(text, weight=1, other=None, **more):
    entity = more.pop("entity", None) or EntityFactory()
    return Proposal.objects.create(
        entity=entity, other=other, text=text, key=squash(text), weight=weight, mentions=3,
        forms={text: 3},
        reason="double" if other else "latin", **more,
    )  # fmt: skip


def decide(client, line, action, **more):
    return client.post(f"{QUEUE}decide/", {"line": line.pk, "action": action, **more}, follow=True)


@pytest.fixture
def doubles():
    one, other = EntityFactory(name="آنتونی بلینکن"), EntityFactory(name="آنتونی بلینکین")
    MentionFactory(article=ArticleFactory(body="دیروز آنتونی بلینکین گفت"), entity=other)
    return propose(other.name, entity=one, other=other)


def test_the_proposal_that_matters_most_is_shown_with_its_sentences(as_role):
    article = ArticleFactory(title="سفر وزیر", body="زبیگنیو رائو (Rau) گفت")
    entity = EntityFactory(name="زبیگنیو رائو")
    MentionFactory(article=article, entity=entity, also_called="Rau")
    propose("Other")
    propose("Rau", 5, entity=entity)
    namesake = EntityFactory(name="رائوی دیگر")
    Alias.objects.filter(entity=namesake).update(key="rau")
    page = as_role("curator").get(QUEUE).text
    assert 'رائو (<mark class="name-person">Rau</mark>) گفت' in page
    assert "سفر وزیر" in page
    assert "نام دیگری هم همین شکل را دارد" in page
    assert page.index("«<bdi>Rau</bdi>»") < page.index("Other")
    assert not re.search(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son\w+=", page)


def test_accepting_adds_the_spelling_and_goes_on(as_role):
    client = as_role("curator")
    line = propose("Rau", 5)
    other = propose("Other")
    answer = decide(client, line, "accept")
    assert "«Rau» به شکل‌های" in answer.text
    assert answer.context["line"] == other
    assert Alias.objects.filter(entity=line.entity, text="Rau").exists()


def test_two_names_open_the_preview_of_their_merge_and_lead_back(as_role, doubles):
    client = as_role("curator")
    page = client.get(QUEUE).text
    assert 'دیروز <mark class="name-person">آنتونی بلینکین</mark> گفت' in page
    form = re.search(r"<form[^>]*data-leaves>.*?</form>", page, re.S).group(0)
    fields = re.findall(r'name="(\w+)" value="([^"]*)"', form)
    data = {name: [value for key, value in fields if key == name] for name, _ in fields}
    preview = client.post("/admin/articles/entity/", data)
    assert "اگر «آنتونی بلینکن» بماند" in preview.text
    done = client.post("/admin/articles/entity/", {**data, "confirmed": "yes"}, follow=True)
    assert done.redirect_chain[-1][0] == QUEUE
    assert Entity.objects.filter(name__contains="بلینک").count() == 1
    assert not Proposal.objects.exists()


def test_a_merge_leads_to_no_other_site(as_role, doubles):
    data = {
        "action": "merge", "apply": "yes", "confirmed": "yes", "survivor": doubles.entity_id,
        "_selected_action": [doubles.entity_id, doubles.other_id], "next": "https://evil.example/",
    }  # fmt: skip
    answer = as_role("curator").post("/admin/articles/entity/", data)
    assert answer.url == f"/admin/articles/entity/{doubles.entity_id}/change/"


def test_refusing_is_remembered_and_can_be_undone(as_role, doubles):
    client = as_role("curator")
    decide(client, doubles, "refuse")
    assert not Proposal.objects.waiting().exists()
    undo = f"/admin/articles/decision/{Decision.objects.get().pk}/undo/"
    page = client.post(undo, {"next": QUEUE}, follow=True)
    assert page.context["line"] == doubles


def test_a_reason_can_be_worked_off_by_itself(as_role, doubles):
    client = as_role("curator")
    propose("Rau", 5)
    assert client.get(QUEUE, {"kind": "double"}).context["line"] == doubles
    answer = decide(client, doubles, "skip", queue="double")
    assert answer.redirect_chain[-1][0] == f"{QUEUE}?kind=double"


def test_one_that_another_curator_decided_meanwhile_does_not_stop_the_others(as_role, monkeypatch):
    taken, left = propose("Rau"), propose("Lavrov")
    real = curation.accept

    def accept(proposal, user):
        Proposal.objects.filter(pk=taken.pk).update(status="refused")
        return real(proposal, user)

    monkeypatch.setattr(curation, "accept", accept)
    page = as_role("curator").post(
        f"{QUEUE}several/", {"action": "accept", "lines": [taken.pk, left.pk]}, follow=True
    )
    assert "قبلاً تصمیم گرفته شده" in page.text
    assert Proposal.objects.get(pk=left.pk).status == "accepted"


def test_several_spellings_are_accepted_at_once_but_no_names_are_merged(as_role, doubles):
    lines = [propose("Rau"), propose("Lavrov"), doubles]
    data = {"action": "accept", "lines": [line.pk for line in lines]}
    as_role("curator").post(f"{QUEUE}several/", data)
    assert Alias.objects.filter(text__in=["Rau", "Lavrov"]).count() == 2
    assert Proposal.objects.waiting().get() == doubles


def test_nobody_else_decides(as_role):
    line = propose("Rau")
    for role in ("editor", "moderator"):
        client = as_role(role)
        assert client.get(QUEUE).status_code == 403
        assert decide(client, line, "accept").status_code == 403
        assert "پیشنهاد برای نام‌ها" not in client.get("/admin/").text
    assert "پیشنهاد برای نام‌ها" in as_role("curator").get("/admin/").text


def test_the_page_asks_the_same_number_of_questions_however_much_waits(
    desk, doubles, django_assert_max_num_queries
):
    for number in range(30):
        propose(f"spelling{number}")
    with django_assert_max_num_queries(30):
        desk.get(QUEUE, {"at": doubles.pk})
