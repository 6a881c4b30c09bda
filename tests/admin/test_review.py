"""The review queue by plain forms, as it works without JavaScript."""

import re

import pytest

from articles.models import Alias, Decision, Entity, Mention, RejectedSpelling, Suggestion
from articles.recognition import suggestions
from tests.factories import ArticleFactory, EntityFactory, MentionFactory

pytestmark = pytest.mark.django_db

QUEUE = "/admin/articles/suggestion/"
LOG = "/admin/articles/decision/"


def suggest(text, number=1, entity=None, kind="person", after=""):
    for _ in range(number):
        MentionFactory(
            article=ArticleFactory(body=f"دیروز {text}{after} گفت"), text=text, kind=kind,
            entity=entity, origin="model", status="suggested",
        )  # fmt: skip
    suggestions.rebuild()
    return Suggestion.objects.get(text=text, kind=kind)


def decide(client, line, action, **more):
    data = {"line": line.pk, "action": action, **more}
    return client.post(f"{QUEUE}decide/", data, follow=True)


def test_the_line_that_matters_most_is_shown_with_its_evidence(as_role):
    suggest("زرتاشپور")
    suggest("دلشادفر", 3, after=" (Delshadfar)")
    page = as_role("curator").get(QUEUE).text
    assert "۳ اشاره در ۳ خبر" in page
    assert 'دیروز <mark class="name-person">دلشادفر</mark>' in page
    assert "<bdi>Delshadfar</bdi>" in page
    assert page.index("«دلشادفر»") < page.index("زرتاشپور")
    assert not re.search(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son\w+=", page)


def test_confirming_goes_on_with_the_next_line(as_role):
    client = as_role("curator")
    line = suggest("تهران", 2, EntityFactory(name="تهران", kind="place"), "place")
    suggest("زرتاشپور")
    page = decide(client, line, "confirm").text
    assert "«تهران» تأیید شد: ۲ اشاره." in page
    assert "«زرتاشپور»" in page
    assert Mention.objects.confirmed().count() == 2


def test_rejecting_linking_making_and_skipping(as_role):
    client = as_role("curator")
    known = EntityFactory(name="رضا زرتاشپور")
    decide(client, suggest("فردا"), "reject")
    assert RejectedSpelling.objects.get().key == "فردا"
    line = suggest("زرتاشپور")
    assert f'value="{known.pk}"' in client.get(QUEUE, {"at": line.pk}).text
    decide(client, line, "link", entity=known.pk, learn="on")
    assert Alias.objects.filter(entity=known, text="زرتاشپور").exists()
    decide(client, suggest("دلشادفر"), "make", name="مینا دلشادفر", kind="person")
    assert Entity.objects.get(name="مینا دلشادفر").mentions.count() == 1
    first = suggest("نخستین", 2)
    other = suggest("دومین")
    decide(client, first, "skip")
    assert client.get(QUEUE).context["line"] == other
    assert Decision.objects.count() == 3


@pytest.mark.parametrize(
    ("action", "more", "answer"),
    [
        ("confirm", {}, "نامی پیشنهاد نشده است"),
        ("link", {}, "نامی را که به آن پیوند می‌دهید انتخاب کنید"),
        ("make", {"name": "", "kind": "person"}, "نام ایجاد نشد"),
        ("dance", {}, "یکی از دکمه‌های همین صفحه را انتخاب کنید"),
    ],
)
def test_what_cannot_be_done_is_said(as_role, action, more, answer):
    page = decide(as_role("curator"), suggest("زرتاشپور"), action, **more).text
    assert answer in page
    assert not Decision.objects.exists()


def test_a_line_that_is_decided_already_is_no_error(as_role):
    line = suggest("زرتاشپور")
    client = as_role("curator")
    decide(client, line, "reject")
    assert "قبلاً تصمیم گرفته شده" in decide(client, line, "reject").text


def test_several_lines_are_decided_at_once(as_role):
    lines = [suggest("زرتاشپور"), suggest("دلشادفر")]
    data = {"action": "reject", "lines": [line.pk for line in lines]}
    as_role("curator").post(f"{QUEUE}several/", data)
    assert not Suggestion.objects.exists()
    assert Decision.objects.count() == 2


def test_names_are_found_while_typing(as_role):
    EntityFactory(name="سرگئی لاوروف", latin_name="Lavrov")
    client = as_role("curator")
    assert "سرگئی لاوروف" in client.get(f"{QUEUE}names/", {"find": "لاور"}).text
    assert "نامی به این شکل پیدا نشد" in client.get(f"{QUEUE}names/", {"find": "ناکجا"}).text
    line = suggest("زرتاشپور")
    assert "سرگئی لاوروف" in client.get(QUEUE, {"at": line.pk, "find": "lavrov"}).text


def test_undoing_brings_the_line_back(as_role):
    client = as_role("curator")
    decide(client, suggest("زرتاشپور"), "reject")
    decision = Decision.objects.get()
    page = client.post(f"{LOG}{decision.pk}/undo/", {"next": QUEUE}, follow=True)
    assert "(واگرد شد)" in page.text
    assert page.context["line"].text == "زرتاشپور"


def test_the_log_tells_who_did_what_and_how_far_it_is(as_role):
    client = as_role("curator")
    decide(client, suggest("زرتاشپور", 2), "reject")
    page = client.get(LOG).text
    assert "رد «زرتاشپور»" in page
    assert "۰ از ۲ خبر" in page
    assert f"{LOG}{Decision.objects.get().pk}/undo/" in page


def test_nobody_else_reviews_or_undoes(as_role):
    line = suggest("زرتاشپور")
    others = [as_role(role) for role in ("editor", "moderator")]
    for client in others:
        assert client.get(QUEUE).status_code == 403
        assert client.get(f"{QUEUE}names/").status_code == 403
        assert client.get(LOG).status_code == 403
        assert decide(client, line, "reject").status_code == 403
        assert "صف بازبینی" not in client.get("/admin/").text
    curator = as_role("curator")
    decide(curator, line, "reject")
    url = f"{LOG}{Decision.objects.get().pk}/undo/"
    assert curator.get(url).status_code == 302
    assert Decision.objects.get().undone_at is None  # a link undoes nothing
    assert others[0].post(url).status_code == 403


def test_the_queue_asks_the_same_number_of_questions_however_long_it_is(
    desk, django_assert_max_num_queries
):
    for number in range(30):
        suggest(f"نامی‌{number}آباد")
    with django_assert_max_num_queries(30):
        desk.get(QUEUE)


def test_an_empty_kind_leads_to_the_rest_of_the_queue(desk):
    suggest("دلشادفر")
    page = desk.get("/admin/articles/suggestion/", {"kind": "event"}).text
    assert "از این نوع نامی در صف نیست" in page
    assert "صف خالی است" not in page
