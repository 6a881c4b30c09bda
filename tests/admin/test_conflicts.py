"""Two members of the staff with the same form open: nothing of either is lost unseen."""

from types import SimpleNamespace

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from articles.admin.saving import SavingAdmin
from articles.models import AskedQuery, Category, Comment, Page, Source, WordRule
from tests.admin.test_articles import FormReader
from tests.factories import ArticleFactory, CommentFactory, EntityFactory, MentionFactory
from tests.interleaving import every_order, stop_after, stop_before

pytestmark = pytest.mark.django_db


class Desk:
    """A member of the staff at a browser: opens a form, types into it, sends it."""

    def __init__(self, name: str) -> None:
        self.client = Client()
        self.client.force_login(User.objects.create_superuser(name))

    def open(self, row) -> dict[str, str]:
        return sent_by(self.client.get(address(row)))

    def save(self, row, form, **typed):
        return self.client.post(address(row), {**form, **typed})


def address(row) -> str:
    return f"/admin/{row._meta.app_label}/{row._meta.model_name}/{row.pk}/change/"


def sent_by(page) -> dict[str, str]:
    sent = FormReader(page.content.decode()).sent
    return {name: value for name, value in sent.items() if name and name != "q"}


@pytest.fixture
def first(db) -> Desk:
    return Desk("dabir")


@pytest.fixture
def second(db) -> Desk:
    return Desk("dabir2")


def rows():
    """A row of every kind with a form, and two of its fields with a new value each."""
    return [
        pytest.param(lambda: ArticleFactory(), "title", "body", id="article"),
        pytest.param(lambda: EntityFactory(name="تهران"), "latin_name", "description", id="name"),
        pytest.param(
            lambda: Page.objects.create(slug="about", title="دربارهٔ ما", body="متن"),
            "title",
            "body",
            id="page",
        ),
        pytest.param(
            lambda: WordRule.objects.create(kind="synonym", word="خودرو", other="اتومبیل"),
            "word",
            "other",
            id="word rule",
        ),
        pytest.param(
            lambda: Source.objects.create(name="البرز", slug="alborz"),
            "name",
            "description",
            id="source",
        ),
        pytest.param(
            lambda: Category.objects.create(name="ورزش", slug="sport"),
            "name",
            "slug",
            id="category",
        ),
        pytest.param(
            lambda: User.objects.create(username="negar"), "first_name", "last_name", id="user"
        ),
    ]


@pytest.mark.parametrize(("make", "one", "other"), rows())
def test_two_people_change_different_fields_and_both_changes_stay(make, one, other, first, second):
    row = make()
    seen_by_first, seen_by_second = first.open(row), second.open(row)
    assert first.save(row, seen_by_first, **{one: "نخست"}).status_code == 302
    assert second.save(row, seen_by_second, **{other: "دوم"}).status_code == 302
    row.refresh_from_db()
    assert (getattr(row, one), getattr(row, other)) == ("نخست", "دوم")


@pytest.mark.parametrize(("make", "one", "other"), rows())
def test_the_second_to_change_a_field_sees_both_versions_and_decides(
    make, one, other, first, second
):
    row = make()
    seen_by_first, seen_by_second = first.open(row), second.open(row)
    first.save(row, seen_by_first, **{one: "نخست"})
    refused = second.save(row, seen_by_second, **{one: "دوم"})
    row.refresh_from_db()
    assert getattr(row, one) == "نخست"
    (conflict,) = refused.context["adminform"].form.conflicts
    assert (conflict.stored, conflict.typed) == ("نخست", "دوم")
    page = refused.content.decode()
    assert "تغییر هم‌زمان" in page
    assert "«dabir» در ساعت" in page
    assert sent_by(refused)[one] == "دوم", "what was typed stays in the form"
    assert second.save(row, sent_by(refused)).status_code == 302
    row.refresh_from_db()
    assert getattr(row, one) == "دوم"


def test_who_gives_his_version_up_keeps_his_other_changes(first, second):
    article = ArticleFactory(title="تیتر", body="متن")
    seen = second.open(article)
    first.save(article, first.open(article), title="تیتر نخست")
    refused = second.save(article, seen, title="تیتر دوم", body="متن دوم")
    second.save(article, sent_by(refused), **{"title-keep": "on"})
    article.refresh_from_db()
    assert (article.title, article.body) == ("تیتر نخست", "متن دوم")


def test_a_third_change_after_the_warning_is_shown_again(first, second):
    article = ArticleFactory(title="تیتر")
    seen = second.open(article)
    first.save(article, first.open(article), title="نخست")
    refused = second.save(article, seen, title="دوم")
    first.save(article, first.open(article), title="سوم")
    again = second.save(article, sent_by(refused))
    assert again.context["adminform"].form.conflicts[0].stored == "سوم"


def test_both_typing_the_same_is_no_conflict(first, second):
    article = ArticleFactory(title="تیتر")
    seen = second.open(article)
    first.save(article, first.open(article), title="همان")
    assert second.save(article, seen, title="همان").status_code == 302


def test_a_choice_and_a_moment_are_compared_in_words(first, second):
    article = ArticleFactory(status="published")
    seen = second.open(article)
    first.save(article, first.open(article), status="draft", published_at="۱۴۰۲/۰۱/۰۱ ۱۰:۰۰")
    refused = second.save(article, seen, status="withdrawn", published_at="۱۴۰۲/۰۱/۰۲ ۱۰:۰۰")
    shown = [(one.stored, one.typed) for one in refused.context["adminform"].form.conflicts]
    assert shown == [
        ("پیش‌نویس", "لغو انتشار"),
        ("۱۴۰۲/۰۱/۰۱ ۱۰:۰۰", "۱۴۰۲/۰۱/۰۲ ۱۰:۰۰"),
    ]


def test_seconds_and_line_ends_that_no_form_shows_are_no_change_of_another(first):
    article = ArticleFactory(body="یک\r\nدو\r\n")
    seen = first.open(article)
    assert first.save(article, seen, body=seen["body"] + "سه").status_code == 302
    article.refresh_from_db()
    assert article.body == "یک\r\nدو\r\nسه"


def test_readers_counted_while_a_form_was_open_stay_counted(first):
    article = ArticleFactory(view_count=5)
    seen = first.open(article)
    type(article).objects.filter(pk=article.pk).update(view_count=9)
    first.save(article, seen, title="تیتر دیگر")
    article.refresh_from_db()
    assert (article.title, article.view_count) == ("تیتر دیگر", 9)


def test_a_form_that_changes_nothing_writes_nothing(first):
    article = ArticleFactory()
    first.save(article, first.open(article))
    before = article.updated_at
    article.refresh_from_db()
    assert article.updated_at == before
    assert not article.history.filter(history_type="~").exists()


def test_an_article_without_a_date_gets_none_from_an_edit_of_its_text(first):
    article = ArticleFactory(published_at=None)
    first.save(article, first.open(article), title="بی‌غلط")
    article.refresh_from_db()
    assert (article.title, article.published_at) == ("بی‌غلط", None)


def test_a_row_deleted_meanwhile_is_not_written_again(first, second):
    article = ArticleFactory()
    seen = first.open(article)
    article_address = address(article)
    article.delete()
    first.client.post(article_address, {**seen, "title": "نو"})
    assert not type(article).objects.exists()


def test_what_an_import_changed_meanwhile_is_nobodys_change(first):
    article = ArticleFactory(title="تیتر")
    seen = first.open(article)
    type(article).objects.filter(pk=article.pk).update(title="از سایت منبع")
    refused = first.save(article, seen, title="از دبیر")
    assert "پس از باز شدن فرم تغییر کرده است" in refused.content.decode()
    assert refused.context["adminform"].form.conflicts[0].stored == "از سایت منبع"


def test_of_two_who_save_at_the_same_time_one_is_asked_in_every_order(fresh_archive, monkeypatch):
    stop_after(monkeypatch, SavingAdmin, "get_object")
    stop_before(monkeypatch, SavingAdmin, "save_model")

    def begin() -> SimpleNamespace:
        fresh_archive()
        article = ArticleFactory(title="تیتر")
        desks = {name: Desk(name) for name in ("dabir", "dabir2")}
        forms = {name: desk.open(article) for name, desk in desks.items()}
        return SimpleNamespace(article=article, desks=desks, forms=forms, answers={})

    def saving(name: str):
        def save(state: SimpleNamespace) -> None:
            answer = state.desks[name].save(state.article, state.forms[name], title=name)
            state.answers[name] = answer.status_code

        return save

    def one_is_asked(state: SimpleNamespace) -> None:
        assert sorted(state.answers.values()) == [200, 302]
        state.article.refresh_from_db()
        assert state.answers[state.article.title] == 302

    assert (
        every_order(begin, {name: saving(name) for name in ("dabir", "dabir2")}, one_is_asked) > 1
    )


# --- decisions by form ------------------------------------------------------------------------


def test_one_of_two_moderators_sees_what_the_other_decided(first, second):
    comment = CommentFactory(status="pending")
    seen = second.open(comment)
    first.save(comment, first.open(comment), status="rejected")
    refused = second.save(comment, seen, status="approved")
    comment.refresh_from_db()
    assert comment.status == Comment.Status.REJECTED
    assert "«dabir» در ساعت" in refused.content.decode()


def test_a_mention_decided_meanwhile_is_not_decided_unseen(first, second):
    article = ArticleFactory(body="تهران سرد شد")
    mention = MentionFactory(
        article=article, entity=EntityFactory(name="تهران"), status="suggested"
    )
    seen = second.open(mention)
    first.save(mention, first.open(mention), status="confirmed")
    refused = second.save(mention, seen, status="rejected")
    mention.refresh_from_db()
    assert mention.status == "confirmed"
    assert refused.context["adminform"].form.conflicts


def test_a_page_of_ticks_changes_only_those_that_were_ticked(first, second):
    one, other = (
        AskedQuery.objects.create(key=word, head=word[:2], text=word, visitors=5)
        for word in ("برف", "باران")
    )
    where = "/admin/articles/askedquery/"
    ticks = sent_by(second.client.get(where))
    AskedQuery.objects.filter(pk=one.pk).update(hidden=True)
    row = next(
        name.removesuffix("-id")
        for name, value in ticks.items()
        if name.endswith("-id") and value == str(other.pk)
    )
    second.client.post(where, {**ticks, f"{row}-hidden": "on", "_save": "ذخیره"})
    assert set(AskedQuery.objects.values_list("hidden", flat=True)) == {True}


def test_permissions_of_a_group_given_by_two_people_are_compared(first, second):
    group = Group.objects.create(name="آزمایش")
    seen = second.open(group)
    first.save(group, first.open(group), name="آزمون")
    assert second.save(group, seen, permissions=["1"]).status_code == 302
    group.refresh_from_db()
    assert (group.name, group.permissions.count()) == ("آزمون", 1)


# --- spellings below a name -------------------------------------------------------------------


@pytest.fixture
def name():
    entity = EntityFactory(name="تهران")
    for text in ("طهران", "Tehran", "پایتخت ایران"):
        entity.aliases.create(text=text)
    return entity


def spellings(entity) -> list[str]:
    return sorted(entity.aliases.values_list("text", flat=True))


def row_of(form, text) -> str:
    """«aliases-1», the row of the form that holds this spelling."""
    return next(
        key.removesuffix("-text")
        for key, value in form.items()
        if key.endswith("-text") and value == text
    )


def test_two_people_change_different_spellings(name, first, second):
    seen_by_first, seen_by_second = first.open(name), second.open(name)
    before = spellings(name)
    first.save(name, seen_by_first, **{f"{row_of(seen_by_first, 'طهران')}-text": "طهرون"})
    second.save(name, seen_by_second, **{f"{row_of(seen_by_second, 'Tehran')}-text": "Teheran"})
    changed = {"طهران": "طهرون", "Tehran": "Teheran"}
    assert spellings(name) == sorted(changed.get(text, text) for text in before)


def test_a_spelling_changed_by_both_is_shown_to_the_second(name, first, second):
    seen_by_first, seen_by_second = first.open(name), second.open(name)
    row = row_of(seen_by_first, "طهران")
    first.save(name, seen_by_first, **{f"{row}-text": "طهرون"})
    refused = second.save(name, seen_by_second, **{f"{row}-text": "تهرون"})
    assert "طهرون" in spellings(name)
    assert "تغییر هم‌زمان" in refused.content.decode()
    assert second.save(name, sent_by(refused)).status_code == 302
    assert "تهرون" in spellings(name)


def test_a_spelling_added_by_one_survives_the_other(name, first, second):
    seen = second.open(name)
    name.aliases.create(text="ری نو")
    second.save(name, seen, description="پایتخت")
    name.refresh_from_db()
    assert name.description == "پایتخت"
    assert "ری نو" in spellings(name)


def test_a_spelling_deleted_by_one_stays_deleted_when_the_other_left_it_alone(name, first, second):
    seen = second.open(name)
    name.aliases.get(text="طهران").delete()
    row = row_of(seen, "Tehran")
    saved = second.save(name, seen, **{f"{row}-text": "Teheran", "description": "پایتخت"})
    assert saved.status_code == 302
    assert "طهران" not in spellings(name)
    assert "Teheran" in spellings(name)


def test_a_spelling_deleted_by_one_while_the_other_changed_it_is_asked_about(name, first, second):
    seen = second.open(name)
    name.aliases.get(text="طهران").delete()
    refused = second.save(name, seen, **{f"{row_of(seen, 'طهران')}-text": "طهرون"})
    assert refused.status_code == 200
    assert "سطر جدیدی" in refused.content.decode()
    assert "طهرون" not in spellings(name)
    assert second.save(name, sent_by(refused)).status_code == 302
    assert "طهرون" in spellings(name)


def test_a_spelling_changed_by_one_is_not_deleted_unseen_by_the_other(name, first, second):
    seen = second.open(name)
    row = row_of(seen, "طهران")
    first.save(name, first.open(name), **{f"{row}-text": "طهرون"})
    refused = second.save(name, seen, **{f"{row}-DELETE": "on"})
    assert "طهرون" in spellings(name)
    assert second.save(name, {**sent_by(refused), f"{row}-DELETE": "on"}).status_code == 302
    assert "طهرون" not in spellings(name)


# --- an earlier version -----------------------------------------------------------------------


def version_of(desk, article, title):
    record = article.history.filter(title=title).last()
    return f"/admin/articles/article/{article.pk}/history/{record.pk}/"


def test_restoring_writes_the_version_over_todays(first):
    article = ArticleFactory(title="یک", view_count=3)
    first.save(article, first.open(article), title="دو")
    where = version_of(first, article, "یک")
    shown = sent_by(first.client.get(where))
    assert shown["title"] == "یک"
    assert first.client.post(where, shown).status_code == 302
    article.refresh_from_db()
    assert (article.title, article.view_count) == ("یک", 3)


def test_restoring_is_refused_when_the_row_changed_after_the_version_was_opened(first, second):
    article = ArticleFactory(title="یک")
    first.save(article, first.open(article), title="دو")
    where = version_of(first, article, "یک")
    shown = sent_by(first.client.get(where))
    second.save(article, second.open(article), title="سه")
    refused = first.client.post(where, shown)
    article.refresh_from_db()
    assert article.title == "سه"
    assert "«dabir2» در ساعت" in refused.content.decode()
