"""What was typed into a form of the staff comes back when its session has ended."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth.models import User
from django.test import Client

from articles.admin import drafts
from articles.models import Article, Decision, Suggestion
from tests.admin.test_conflicts import address, sent_by
from tests.factories import ArticleFactory, EntityFactory

pytestmark = pytest.mark.django_db

PASSWORD = "a-long-passphrase"
LOGIN = "/admin/login/"


@pytest.fixture
def editor():
    return User.objects.create_superuser("dabir", password=PASSWORD)


@pytest.fixture
def browser(editor):
    """A browser that must send the key of each form."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(editor)
    return client


def log_in(client, where=LOGIN, user="dabir"):
    form = sent_by(client.get(where))
    return client.post(where, {**form, "username": user, "password": PASSWORD})


def end_session(client):
    client.session.flush()


def restored(response) -> dict[str, str]:
    assert "هنوز ذخیره نشده است" in response.content.decode()
    return sent_by(response)


def test_a_form_comes_back_as_typed_after_the_login_and_is_then_saved(browser):
    article = ArticleFactory(title="تیتر", body="متن")
    form = {**sent_by(browser.get(address(article))), "title": "تیتر نو", "body": "متن نو"}
    end_session(browser)
    refused = browser.post(address(article), {**form, "_continue": "ذخیره"})
    assert refused.status_code == 302
    assert urlsplit(refused.url).path == LOGIN
    back = log_in(browser, refused.url)
    assert back.url == address(article)
    form = restored(browser.get(back.url))
    assert (form["title"], form["body"]) == ("تیتر نو", "متن نو")
    article.refresh_from_db()
    assert article.title == "تیتر", "it comes back, but nobody has saved it yet"
    assert browser.post(address(article), form).status_code == 302
    article.refresh_from_db()
    assert (article.title, article.body) == ("تیتر نو", "متن نو")


def test_a_new_article_and_the_rows_below_a_name_come_back_too(browser):
    add = "/admin/articles/article/add/"
    typed = {**sent_by(browser.get(add)), "body": "نوشتهٔ نو"}
    name = EntityFactory(name="تهران")
    spelling = {**sent_by(browser.get(address(name))), "aliases-1-text": "طهران"}
    end_session(browser)
    browser.post(add, typed)
    browser.post(address(name), spelling)
    log_in(browser)
    assert restored(browser.get(add))["body"] == "نوشتهٔ نو"
    assert restored(browser.get(address(name)))["aliases-1-text"] == "طهران"
    assert not Article.objects.exists()


def test_it_comes_back_once(browser):
    article = ArticleFactory(title="تیتر")
    form = {**sent_by(browser.get(address(article))), "title": "نو"}
    end_session(browser)
    browser.post(address(article), form)
    log_in(browser)
    restored(browser.get(address(article)))
    assert sent_by(browser.get(address(article)))["title"] == "تیتر"


def test_what_another_changed_during_the_login_is_shown(browser):
    article = ArticleFactory(title="تیتر")
    form = {**sent_by(browser.get(address(article))), "title": "نو"}
    end_session(browser)
    browser.post(address(article), form)
    Article.objects.filter(pk=article.pk).update(title="از دیگری")
    log_in(browser)
    page = browser.get(address(article))
    assert page.context["adminform"].form.conflicts[0].stored == "از دیگری"


def test_after_a_login_in_another_tab_the_old_tab_keeps_its_text(browser):
    """The login gives the browser a new form key; that of the old tab is worth nothing."""
    article = ArticleFactory(title="تیتر")
    form = {**sent_by(browser.get(address(article))), "title": "نو"}
    end_session(browser)
    log_in(browser)
    back = browser.post(address(article), form)
    assert (back.status_code, back.url) == (302, address(article))
    assert restored(browser.get(back.url))["title"] == "نو"


def test_without_any_cookie_the_text_survives_too(browser):
    article = ArticleFactory(title="تیتر")
    form = {**sent_by(browser.get(address(article))), "title": "نو"}
    browser.cookies.clear()
    back = browser.post(address(article), form)
    assert back.url == address(article)
    login = browser.get(back.url)
    assert log_in(browser, login.url).url == address(article)
    assert restored(browser.get(address(article)))["title"] == "نو"


def test_only_who_typed_it_sees_it(browser):
    User.objects.create_superuser("digari", password=PASSWORD)
    article = ArticleFactory(title="تیتر")
    form = {**sent_by(browser.get(address(article))), "title": "محرمانه"}
    end_session(browser)
    browser.post(address(article), form)
    log_in(browser, user="digari")
    assert "محرمانه" not in browser.get(address(article)).content.decode()


@pytest.mark.parametrize("key", ["", "ساختگی", '[1,"x"]:1:forged'])
def test_a_post_without_a_key_of_ours_is_kept_nowhere(browser, key):
    end_session(browser)
    article = ArticleFactory(title="تیتر")
    browser.post(address(article), {"title": "ساختگی", "_draft": key})
    assert "drafts" not in browser.session


def test_old_keys_are_worth_nothing(editor, monkeypatch, rf):
    request = rf.post("/admin/", {})
    request.user = editor
    key = drafts.key_of(request)
    assert drafts._owner(key) == editor.pk
    monkeypatch.setattr(drafts, "VALID", timedelta(seconds=-1))
    assert drafts._owner(key) is None


def test_one_session_keeps_a_few_posts_only(browser):
    articles = [ArticleFactory() for _ in range(drafts.KEPT + 2)]
    forms = [sent_by(browser.get(address(article))) for article in articles]
    end_session(browser)
    for article, form in zip(articles, forms, strict=True):
        browser.post(address(article), form)
    assert len(browser.session["drafts"]) == drafts.KEPT


def test_a_login_page_that_is_too_old_is_given_anew(browser):
    end_session(browser)
    form = {**sent_by(browser.get(f"{LOGIN}?next=/admin/articles/page/")), "username": "dabir"}
    form |= {"password": PASSWORD, "csrfmiddlewaretoken": "x" * 64}
    again = browser.post(LOGIN, form)
    assert again.status_code == 302
    assert parse_qs(urlsplit(again.url).query)["next"] == ["/admin/articles/page/"]
    assert "دوباره وارد شوید" in browser.get(again.url).content.decode()
    assert log_in(browser, again.url).url == "/admin/articles/page/"


def test_who_has_logged_in_meanwhile_goes_on_from_the_login_page(browser):
    assert browser.get(f"{LOGIN}?next=/admin/articles/page/").url == "/admin/articles/page/"
    assert browser.get(f"{LOGIN}?next=https://example.org/").url == "/admin/"


def test_the_cookie_names_the_draft_that_was_saved(browser):
    article = ArticleFactory(title="تیتر")
    form = sent_by(browser.get(address(article)))
    refused = browser.post(address(article), {**form, "title": "", "body": ""})
    assert drafts.SAVED not in refused.cookies
    assert sent_by(refused)["_draft"] == form["_draft"], "the page is another, the draft is not"
    browser.post(address(article), {**form, "title": "نو"})
    assert browser.cookies[drafts.SAVED].value == form["_draft"]


def test_a_draft_of_the_browser_is_shown_not_saved(browser):
    article = ArticleFactory(title="تیتر")
    form = sent_by(browser.get(address(article)))
    shown = browser.post(address(article), {**form, "title": "نو", "_resume": "1"})
    assert restored(shown)["title"] == "نو"
    article.refresh_from_db()
    assert article.title == "تیتر"


def test_the_words_typed_into_the_form_of_a_deleted_row_are_given_back(browser):
    article = ArticleFactory(title="تیتر")
    form = sent_by(browser.get(address(article)))
    where = address(article)
    article.delete()
    gone = browser.post(where, {**form, "body": "نوشته‌ای با چند واژه"})
    assert gone.status_code == 410
    assert "نوشته‌ای با چند واژه" in gone.content.decode()


def test_an_edited_version_comes_back_too(browser):
    article = ArticleFactory(title="یک")
    browser.post(address(article), {**sent_by(browser.get(address(article))), "title": "دو"})
    version = f"/admin/articles/article/{article.pk}/history/{article.history.earliest().pk}/"
    form = {**sent_by(browser.get(version)), "title": "یک و نیم"}
    end_session(browser)
    browser.post(version, form)
    log_in(browser)
    assert restored(browser.get(version))["title"] == "یک و نیم"


# --- addresses that only take posts -----------------------------------------------------------


def test_a_decision_without_a_session_leads_back_to_the_queue(browser):
    queue = "/admin/articles/suggestion/"
    token = browser.get(LOGIN, follow=True)
    key = sent_by(token).get("csrfmiddlewaretoken", "")
    end_session(browser)
    refused = browser.post(
        f"{queue}decide/",
        {"action": "skip", "csrfmiddlewaretoken": key},
        headers={"Referer": f"http://testserver{queue}"},
    )
    assert log_in(browser, refused.url).url.endswith(queue)


@pytest.mark.parametrize("path", ["suggestion/decide/", "proposal/several/", "decision/resume/"])
def test_an_address_that_only_takes_posts_leads_to_its_list(browser, path):
    page = browser.get(f"/admin/articles/{path}", follow=True)
    assert page.status_code == 200
    assert page.wsgi_request.path == f"/admin/articles/{path.partition('/')[0]}/"


def test_the_undo_of_a_decision_is_not_done_by_a_link(browser, editor):
    decision = Decision.objects.create(user=editor, summary="تصمیم")
    assert browser.get(f"/admin/articles/decision/{decision.pk}/undo/").status_code == 302
    decision.refresh_from_db()
    assert decision.undone_at is None
    assert not Suggestion.objects.exists()
