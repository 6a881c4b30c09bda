import json
import re
from datetime import timedelta

import pytest
from axes.models import AccessLog
from babel.messages.pofile import read_po
from django.apps import apps
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.utils import timezone
from django.utils.translation import gettext

from articles import pipeline
from articles.admin import intake, roles
from articles.admin.fields import jalali_text
from articles.models import PendingArticle, PendingName
from articles.search import indexing
from tests.factories import ArticleFactory, CommentFactory

pytestmark = pytest.mark.django_db

PAGES = [
    "",
    "articles/article/",
    "articles/article/add/",
    "articles/entity/",
    "articles/entity/add/",
    "articles/mention/",
    "articles/quotation/",
    "articles/comment/",
    "articles/contactmessage/",
    "articles/page/add/",
    "articles/source/add/",
    "articles/category/",
    "auth/user/",
    "axes/accessattempt/",
    "axes/accessfailurelog/",
    "auth/group/add/",
    "password_change/",
]


@pytest.mark.parametrize("page", PAGES)
def test_pages_are_persian_right_to_left_and_have_nothing_inline(desk, page):
    ArticleFactory()
    html = desk.get(f"/admin/{page}").content.decode()
    assert '<html lang="fa" dir="rtl">' in html
    assert "مدیریت بایگانی خبر" in html
    assert not re.search(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son\w+=", html)


def test_the_desk_counts_what_waits_and_links_to_it(desk):
    CommentFactory.create_batch(2)
    page = desk.get("/admin/").content.decode()
    assert '<a href="/admin/articles/comment/?status__exact=pending">' in page
    assert re.search(r"<strong>۲</strong>\s*<span>نظر در انتظار بررسی</span>", page)


def test_the_desk_counts_names_whose_articles_are_still_to_be_found(desk):
    pipeline.catch_up()
    assert "نام در صف به‌روزرسانی" not in desk.get("/admin/").text
    with pipeline.deferred():
        PendingName.objects.add([1, 2], "لاوروف")
        PendingName.objects.add([1])
    page = desk.get("/admin/").text
    assert re.search(r"<strong>۲</strong>\s*<span>نام در صف به‌روزرسانی</span>", page)
    assert "جست‌وجو در حال به‌روزرسانی است" in page


def test_the_desk_shows_what_came_in_by_day_with_a_table(as_role, monkeypatch):
    monkeypatch.setattr(intake.cache, "get", lambda key: None)
    assert "خبرهای واردشده" not in as_role("moderator").get("/admin/").text
    editor = as_role("editor")
    assert "خبرهای واردشده" not in editor.get("/admin/").text
    ArticleFactory.create_batch(3)
    page = editor.get("/admin/").text
    today = jalali_text(timezone.now()).split()[0]
    assert f'<th scope="row">{today}</th><td>۳</td>' in page
    assert f"<title>{today}: ۳</title>" in page


def test_the_desk_names_the_remedy_of_an_index_that_is_away(desk):
    assert "manage.py rebuild_index" in desk.get("/admin/").text
    indexing.rebuild()
    assert "جست‌وجو به‌روز است" in desk.get("/admin/").text


def test_only_whoever_runs_the_archive_sees_rejected_imports(desk, as_role, data_dir):
    folder = data_dir / "rejected"
    folder.mkdir()
    (folder / "news-1234.rejected.jsonl").write_text("{}", encoding="utf-8")
    page = desk.get("/admin/").text
    assert "news-1234.rejected.jsonl" in page
    assert "۲\xa0بایت" in page
    assert "news-1234" not in as_role("editor").get("/admin/").text


def test_the_desk_counts_all_that_waits(desk):
    PendingArticle.objects.bulk_create(
        PendingArticle(article_id=n, recognise=True) for n in range(1234)
    )
    page = desk.get("/admin/").text
    assert "<strong>۱٬۲۳۴</strong> <span>خبر در صف به‌روزرسانی</span>" in page
    assert "بیش از" not in page


@pytest.mark.parametrize(
    ("role", "allowed", "denied"),
    [
        (
            "editor",
            "article source category page",
            "mention suggestion decision comment contactmessage",
        ),
        (
            "curator",
            "entity mention suggestion decision article",
            "comment contactmessage page source",
        ),
        ("moderator", "comment contactmessage", "article entity mention suggestion decision page"),
    ],
)
def test_each_role_sees_its_own_rooms(as_role, role, allowed, denied):
    client = as_role(role)
    for model in allowed.split():
        assert client.get(f"/admin/articles/{model}/").status_code == 200, model
    for model in denied.split():
        assert client.get(f"/admin/articles/{model}/").status_code == 403, model
    assert client.get("/admin/axes/accesslog/").status_code == 403


def test_an_editor_withdraws_but_does_not_delete_and_a_curator_only_reads_articles(as_role):
    article = ArticleFactory()
    url = f"/admin/articles/article/{article.pk}/"
    editor, curator = as_role("editor"), as_role("curator")
    assert editor.get(f"{url}delete/").status_code == 403
    assert curator.get(f"{url}preview/").status_code == 200
    curator.post(f"{url}change/", {"title": "دستکاری", "status": "withdrawn"})
    data = {"action": "withdraw", "_selected_action": [article.pk]}
    curator.post("/admin/articles/article/", data)
    article.refresh_from_db()
    assert (article.is_published, article.title) != (True, "دستکاری")
    assert article.is_published


def test_who_only_looks_sees_jalali_moments_too(as_role):
    page = as_role("curator").get(f"/admin/articles/article/{ArticleFactory().pk}/change/")
    assert "۱۴۰۲/۰۷/۱۵ ۱۲:۰۰" in page.text
    assert "2023" not in page.text


def test_logins_are_listed_with_jalali_moments(desk, admin_user):
    AccessLog.objects.create(username=admin_user.username, ip_address="127.0.0.1")
    page = desk.get("/admin/axes/accesslog/").text
    assert jalali_text(timezone.now())[:10] in page
    assert "ورودها و قفل‌ها" in desk.get("/admin/").text


def test_strangers_and_readers_are_sent_to_the_login(client, django_user_model):
    client.force_login(django_user_model.objects.create_user("reader"))
    response = client.get(f"/admin/articles/article/{ArticleFactory().pk}/original/")
    assert response.status_code == 302
    assert "/login/" in response["Location"]


def test_migrating_again_neither_doubles_the_groups_nor_undoes_a_superusers_choice():
    moderator = Group.objects.get(name="ناظر نظرها")
    moderator.permissions.clear()
    Group.objects.get(name="دبیر").delete()
    roles.after_migrate(apps.get_app_config("articles"), using="default")
    assert Group.objects.count() == 3
    assert moderator.permissions.count() == 0
    assert Group.objects.get(name="دبیر").permissions.filter(codename="change_article").exists()


def test_setup_groups_gives_the_standard_permissions_again(capsys):
    Group.objects.get(name="ناظر نظرها").permissions.clear()
    call_command("setup_groups")
    assert (
        Group.objects.get(name="ناظر نظرها").permissions.filter(codename="change_comment").exists()
    )
    assert "moderator" in capsys.readouterr().out


def test_the_compiled_translations_are_those_of_the_source():
    path = apps.get_app_config("articles").path
    with open(f"{path}/locale/fa/LC_MESSAGES/django.po", "rb") as source:
        messages = [message for message in read_po(source) if isinstance(message.id, str)]
    for message in filter(lambda message: message.id, messages):
        assert gettext(message.id) == message.string


def test_the_pages_of_users_have_no_english_sentence_and_no_latin_number(desk, admin_user):
    for page in ("auth/user/add/", f"auth/user/{admin_user.pk}/password/", "password_change/"):
        text = re.sub(r"<[^>]*>", " ", desk.get(f"/admin/{page}").text.partition('id="content"')[2])
        assert not re.search(r"[A-Za-z]{2,} [A-Za-z]{2,}|[0-9]", text), page
        assert "گذرواژه باید دست‌کم ۸ نویسه داشته باشد." in text


def test_a_short_password_is_refused_with_a_persian_number(desk):
    data = {"old_password": "password", "new_password1": "ab1", "new_password2": "ab1"}
    assert "دست‌کم ۸ نویسه" in desk.post("/admin/password_change/", data).text


def test_whoever_leaves_is_told_so_and_led_back(desk):
    page = desk.post("/admin/logout/").text
    assert "از بخش مدیریت خارج شدید" in page
    assert "ورود دوباره" in page


def test_a_row_that_is_gone_is_named_with_persian_digits(desk):
    page = desk.get("/admin/articles/article/987654/change/", follow=True).text
    assert "«۹۸۷۶۵۴»" in page


def test_deleting_several_and_what_is_protected_read_as_persian(desk, run_action):
    article = ArticleFactory()
    several = run_action("article", "delete_selected", [article, ArticleFactory()]).text
    assert "این خبرها حذف شود؟" in several
    protected = desk.get(f"/admin/articles/source/{article.source_id}/delete/").text
    assert "را نمی‌توان حذف کرد، چون این موارد به آن وابسته‌اند" in protected


def test_other_applications_bear_their_persian_names_everywhere(desk):
    assert "ورودها و قفل‌ها</a>" in desk.get("/admin/axes/accesslog/").text
    assert "کاربران و گروه‌ها</a>" in desk.get("/admin/auth/user/").text


def test_after_too_many_wrong_passwords_the_page_says_for_how_long(client, settings):
    settings.AXES_FAILURE_LIMIT = 2
    settings.AXES_COOLOFF_TIME = timedelta(minutes=90)
    data = {"username": "مینا", "password": "نادرست"}
    wrong = client.post("/admin/login/", data).text
    assert "گذرواژه درست نیست" in wrong
    locked = client.post("/admin/login/", data)
    assert locked.status_code == 429
    assert "۲ بار اشتباه وارد شد؛ تا ۱ ساعت و ۳۰ دقیقه دیگر نمی‌توانید وارد شوید" in locked.text


def test_permissions_and_the_words_of_their_form_are_persian(desk, admin_user):
    for page in (f"auth/user/{admin_user.pk}/change/", "auth/group/add/"):
        form = desk.get(f"/admin/{page}").text
        assert ">خبر: ویرایش</option>" in form
        assert ">تاریخچهٔ خبر: مشاهده</option>" in form
        assert "Can " not in form
    words = re.search(r"newcatalog = (\{.*?\});", desk.get("/admin/jsi18n/").text, re.DOTALL)
    catalog = json.loads(words[1])
    assert catalog["Choose all %s"] == "انتخاب همهٔ %s"
    assert catalog["Available %s"] == "%s: در دسترس"
    assert catalog["Noon"] == "ظهر"  # Django's own stay
