"""Sentences that Django, axes and Select2 build, as the staff reads them."""

import re
from pathlib import Path

import pytest
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.auth.models import Group, User
from django.contrib.staticfiles import finders

from articles.admin import paginator, waiting
from articles.models import AskedQuery
from tests.factories import ArticleFactory, CommentFactory, EntityFactory

pytestmark = pytest.mark.django_db


def told(page) -> list[str]:
    """The messages that follow what was done."""
    return re.findall(r'<li class="(?:success|warning|error)">(.*?)</li>', page.text, re.DOTALL)[
        -1:
    ]


def test_deleted_and_changed_rows_are_counted_in_persian(desk, run_action):
    rows = ArticleFactory.create_batch(3)
    assert told(run_action("article", "delete_selected", rows, post="yes")) == ["۳ مورد حذف شد."]
    asked = [
        AskedQuery.objects.create(key=word, head=word[:2], text=word, visitors=5)
        for word in ("برف", "باران")
    ]
    form = {"form-TOTAL_FORMS": 2, "form-INITIAL_FORMS": 2, "_save": "x"}
    for place, row in enumerate(asked):
        form |= {f"form-{place}-id": row.pk, f"form-{place}-hidden": "on"}
    page = desk.post("/admin/articles/askedquery/", form, follow=True)
    assert told(page) == ["۲ مورد ذخیره شد."]


def test_a_message_keeps_the_digits_of_what_it_quotes(desk):
    data = {"kind": "person", "name": "کانال 13", "aliases-TOTAL_FORMS": 0,
            "aliases-INITIAL_FORMS": 0}  # fmt: skip
    (message,) = told(desk.post("/admin/articles/entity/add/", data, follow=True))
    assert "کانال 13" in message


def test_a_field_that_is_too_long_says_so_in_persian_digits(desk):
    page = desk.post("/admin/articles/category/add/", {"name": "د" * 300}).text
    assert "حداکثر ۲۰۰ نویسه بنویسید؛ این متن ۳۰۰ نویسه دارد." in page


def test_what_a_deleted_user_or_role_takes_along_is_counted_not_spelt_in_english(desk):
    user = User.objects.create_user("مینا", is_staff=True)
    role = Group.objects.first()
    user.groups.add(role)
    for address in (f"user/{user.pk}", f"group/{role.pk}"):
        text = desk.get(f"/admin/auth/{address}/delete/").text.partition('id="content"')[2]
        text = text.partition(">")[2].partition("<footer")[0]
        text = re.sub(r"<[^>]*>", " ", text)
        assert not re.search(r"[A-Za-z]{3,}|[0-9]", text), address
        assert re.search(r"(کاربران|گروه‌ها): ۱", text)


@pytest.mark.parametrize("model", [AccessLog, AccessAttempt, AccessFailureLog])
def test_a_login_bears_the_name_of_who_came_and_no_english_sentence(desk, model):
    more = {"failures_since_start": 2} if model is AccessAttempt else {}
    record = model.objects.create(
        username="boss", ip_address="127.0.0.1", user_agent="<unknown>", path_info="/", **more
    )
    listed = f"/admin/axes/{model._meta.model_name}/"
    change = desk.get(f"{listed}{record.pk}/change/").text
    assert "boss، ۱" in change
    for page in (desk.get(listed).text, change, desk.get(f"{listed}{record.pk}/delete/").text):
        assert "unknown" not in page
        assert not re.search(r"Access|Attempted|Failed", re.sub(r"<[^>]*>", " ", page))


def test_the_form_of_a_user_has_no_english_label_and_no_latin_count(desk, admin_user):
    for page in (f"user/{admin_user.pk}/change/", "group/add/"):
        form = desk.get(f"/admin/auth/{page}").text.partition('id="content"')[2].partition(">")[2]
        assert "asked spelling" not in form
        shown = re.search(r"تکرار</strong>: <bdi>(.*?)</bdi>", form)
        assert shown is None or re.fullmatch("[۰-۹]+", shown[1])
    assert ">شکل عبارت پرتکرار: ویرایش</option>" in form


@pytest.mark.parametrize("model", ["article", "page"])
def test_a_moment_that_did_not_come_yet_is_a_dash(desk, model):
    page = desk.get(f"/admin/articles/{model}/add/").text
    assert re.search(r'<div class="readonly">\s*—\s*</div>', page)
    assert ">None<" not in page


def test_a_sign_says_yes_or_no_to_those_who_cannot_see_it(desk, admin_user):
    page = desk.get("/admin/auth/user/").text
    assert 'alt="بله"' in page
    assert 'alt="True"' not in page


def test_recent_actions_name_what_was_done_then_to_what(desk, run_action):
    comment = CommentFactory(name="نرگس")
    run_action("comment", "delete_selected", [comment], post="yes")
    text = re.sub(r"<[^>]*>|\s+", " ", desk.get("/admin/").text)
    assert "حذف نظر « نرگس" in text


def test_the_history_of_a_user_names_fields_in_persian(desk):
    user = User.objects.create_user("mina", is_staff=False)
    data = {"username": "mina", "is_staff": "on", "is_active": "on", "first_name": "مینا"}
    joined = {"date_joined": "۱۴۰۲/۰۷/۱۵ ۱۴:۳۰"}
    assert desk.post(f"/admin/auth/user/{user.pk}/change/", data | joined).status_code == 302
    history = desk.get(f"/admin/auth/user/{user.pk}/history/").text
    assert "نام، ورود به بخش مدیریت و تاریخ ساخت حساب تغییر کرد." in history


def test_a_long_queue_is_counted_with_a_separator(monkeypatch):
    assert waiting.Waiting("خبر", 1001).shown == "۱٬۰۰۱"
    monkeypatch.setattr(paginator.BoundedPaginator, "bound", 1)
    pages = paginator.BoundedPaginator([], 50)
    pages.keys = list(range(2))
    assert pages.shown_count == "بیش از ۱"


def test_the_words_of_the_field_that_looks_up_names_are_those_of_the_archive(desk):
    found = Path(finders.find("admin/js/vendor/select2/i18n/fa.js"))
    assert found.is_relative_to(Path(__file__).parents[2])
    words = found.read_text(encoding="utf-8")
    assert "در حال جست‌وجو…" in words
    assert "چیزی پیدا نشد" in words
    EntityFactory()
    assert "select2/i18n/fa.js" in desk.get("/admin/articles/quotation/").text or (
        "select2/i18n/fa.js" in desk.get("/admin/articles/article/add/").text
    )
