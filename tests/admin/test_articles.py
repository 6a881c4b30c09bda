from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import pipeline
from articles.models import Article, Mention, Original, PendingArticle
from articles.search import archive, indexing
from articles.search.request import SearchRequest
from tests.factories import ArticleFactory, EntityFactory, MentionFactory, SourceFactory

pytestmark = pytest.mark.django_db

LIST = "/admin/articles/article/"
AWKWARD_BODY = "\n\r\n سطر نخست با فاصله \r\nسطر دوم\rسطر سوم\u200c\n\n\t"


def change_url(article):
    return f"{LIST}{article.pk}/change/"


class FormReader(HTMLParser):
    """The fields of a page as a browser would send them back."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.sent: dict[str, str] = {}
        self._select = self._textarea = ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        name = attrs.get("name", "")
        if tag == "textarea":
            self._textarea, self.sent[name] = name, ""
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and "selected" in attrs:
            self.sent[self._select] = attrs["value"]
        elif tag == "input" and name and attrs.get("type") in ("text", "hidden", "url"):
            self.sent[name] = attrs.get("value", "")

    def handle_data(self, data):
        if self._textarea:
            self.sent[self._textarea] += data

    def handle_endtag(self, tag):
        if tag == "textarea":
            text = self.sent[self._textarea].replace("\r\n", "\n").replace("\r", "\n")
            self.sent[self._textarea] = text.removeprefix("\n").replace("\n", "\r\n")
            self._textarea = ""
        elif tag == "select":
            self._select = ""


def form_of(desk, article):
    sent = FormReader(desk.get(change_url(article)).content.decode()).sent
    return {name: value for name, value in sent.items() if name and name != "q"}


def test_saving_an_unchanged_form_keeps_every_text_to_the_byte(desk):
    stored = {
        "kicker": " روتیتر ",
        "title": "تیتر\u200c با نیم‌فاصله ",
        "lead": "\tلید\r\n",
        "body": AWKWARD_BODY,
        "author": " نویسنده ",
        "code": " ۱۲",
    }
    moment = datetime(2023, 10, 7, 11, 0, 42, 17, tzinfo=UTC)
    article = ArticleFactory(**stored, published_at=moment)
    form = form_of(desk, article)
    assert form["body"] != AWKWARD_BODY, "the browser was to rewrite the line ends"
    response = desk.post(change_url(article), form)
    assert response.status_code == 302
    article.refresh_from_db()
    assert {name: getattr(article, name) for name in stored} == stored
    assert article.published_at == moment


def test_an_edit_changes_only_the_edited_field(desk):
    article = ArticleFactory(title="تیتر", body=AWKWARD_BODY)
    desk.post(change_url(article), {**form_of(desk, article), "title": " تیتر دیگر "})
    article.refresh_from_db()
    assert (article.title, article.body) == (" تیتر دیگر ", AWKWARD_BODY)


def test_a_new_article_is_stored_as_typed_without_carriage_returns(desk):
    data = {"status": "draft", "source": SourceFactory().pk, "body": " بند یک\r\nبند دو "}
    response = desk.post(f"{LIST}add/", {**data, "published_at": "۱۴۰۲/۰۷/۱۵ ۱۴:۳۰"})
    assert response.status_code == 302
    article = Article.objects.get()
    assert article.body == " بند یک\nبند دو "
    assert article.published_at == datetime(2023, 10, 7, 11, 0, tzinfo=UTC)


def test_the_list_shows_jalali_dates_and_the_beginning_of_an_untitled_article(desk):
    ArticleFactory(title="", body="آغاز خبر بی‌تیتر\nدنباله")
    page = desk.get(LIST).content.decode()
    assert "۱۴۰۲/۰۷/۱۵ ۱۲:۰۰" in page
    assert "آغاز خبر بی‌تیتر" in page


def test_the_list_costs_the_same_however_many_articles_there_are(desk):
    def queries():
        with CaptureQueriesContext(
            connection,
        ) as captured:
            desk.get(LIST)
        return captured.captured_queries

    ArticleFactory.create_batch(2, title="")
    desk.get(LIST)
    few = queries()
    ArticleFactory.create_batch(20, title="")
    many = queries()
    assert len(many) == len(few)
    assert not [query["sql"] for query in many if "COUNT(" in query["sql"]]


def test_a_list_beyond_the_bound_says_so_and_offers_no_choice_of_all(desk, monkeypatch):
    monkeypatch.setattr("articles.admin.paginator.BoundedPaginator.bound", 60)
    ArticleFactory.create_batch(61)
    page = desk.get(LIST).content.decode()
    assert "بیش از ۶۰ خبر" in page
    assert "انتخاب همهٔ ۶۰" not in page
    assert 'class="question hidden"' not in page
    assert len(desk.get(LIST, {"p": 2}).context["cl"].result_list) == 10


@pytest.mark.parametrize("indexed", [True, False])
def test_search_finds_titles_codes_and_external_ids_but_not_bodies(desk, indexed):
    ArticleFactory(title="نشست سران", code="77001", external_id="alborz-5", body="کلمهٔ نهان")
    if indexed:
        pipeline.catch_up()
    found = [
        len(desk.get(LIST, {"q": text}).context["cl"].result_list)
        for text in ("نشست", "77001", "alborz-5", "نهان")
    ]
    assert found == [1, 1, 1, 0]


def listed(desk, text) -> list[str]:
    return [article.title for article in desk.get(LIST, {"q": text}).context["cl"].result_list]


def test_search_finds_titles_in_any_written_form_and_what_is_not_published(desk):
    ArticleFactory(title="گفت‌وگوی سران")
    ArticleFactory(title="پیش‌نویس گفتگو", status=Article.Status.DRAFT)
    pipeline.catch_up()
    assert listed(desk, "گفتگو") == ["پیش‌نویس گفتگو", "گفت‌وگوی سران"]


def test_search_reads_the_database_while_the_index_is_missing(desk):
    ArticleFactory(title="نشست سران")
    assert not indexing.exists()
    assert listed(desk, "نشست") == ["نشست سران"]


def test_a_search_for_nothing_but_marks_finds_nothing(desk):
    ArticleFactory(title="نشست سران")
    pipeline.catch_up()
    assert listed(desk, "؟!") == []


def test_the_date_filter_narrows_to_a_jalali_year_and_month(desk):
    before = ArticleFactory(published_at=datetime(2023, 9, 22, 20, 29, tzinfo=UTC))
    ArticleFactory(published_at=datetime(2023, 9, 22, 20, 30, tzinfo=UTC))  # ۱ مهر ۱۴۰۲
    ArticleFactory(published_at=datetime(2021, 1, 1, tzinfo=UTC))

    def found(key):
        return list(desk.get(LIST, {"jalali_published_at": key}).context["cl"].result_list)

    assert found("140206") == [before]
    assert len(found("1402")) == 2
    assert found("140213") == found("مهر") == []
    page = desk.get(LIST, {"jalali_published_at": "1402"}).content.decode()
    assert "مهر ۱۴۰۲" in page
    assert "۱۳۹۹" in page


def test_publishing_many_gives_them_a_date_history_and_a_note_for_the_index(run_action, admin_user):
    undated = ArticleFactory(status=Article.Status.DRAFT, published_at=None)
    published = ArticleFactory()
    PendingArticle.objects.all().delete()
    response = run_action("article", "publish", [undated, published])
    undated.refresh_from_db()
    assert undated.is_published
    assert undated.published_at is not None
    assert undated.history.first().history_user == admin_user
    assert list(PendingArticle.objects.values_list("article_id", flat=True)) == [undated.pk]
    assert "۱ خبر منتشر شد" in response.content.decode()


def test_an_imported_article_gets_a_before_in_its_history_when_it_is_withdrawn(run_action):
    article = ArticleFactory.build(source=SourceFactory(), category=None)
    Article.objects.bulk_create([article])
    run_action("article", "withdraw", [article])
    statuses = list(article.history.values_list("status", flat=True))
    assert statuses == ["withdrawn", "published"]


def test_a_withdrawn_article_leaves_the_index_after_commit(
    run_action, django_capture_on_commit_callbacks
):
    article = ArticleFactory(title="کشتی‌رانی در دریاچه")
    pipeline.catch_up()
    assert archive.search(SearchRequest(q="دریاچه")).total == 1
    with django_capture_on_commit_callbacks(execute=True):
        run_action("article", "withdraw", [article])
    assert archive.search(SearchRequest(q="دریاچه")).total == 0


def test_an_edited_title_is_found_after_commit(desk, django_capture_on_commit_callbacks):
    article = ArticleFactory(title="نخست")
    with django_capture_on_commit_callbacks(execute=True):
        desk.post(change_url(article), {**form_of(desk, article), "title": "تالاب انزلی"})
    assert archive.search(SearchRequest(q="انزلی")).total == 1


def test_the_preview_links_confirmed_names_and_escapes_the_text(desk):
    entity = EntityFactory(name="تهران", kind="place")
    article = ArticleFactory(
        status=Article.Status.DRAFT, body="<script>alert(1)</script> در تهران و تهران"
    )
    MentionFactory(article=article, entity=entity)
    second = article.body.rindex("تهران")
    MentionFactory(article=article, entity=entity, start=second, status=Mention.Status.SUGGESTED)
    page = desk.get(f"{LIST}{article.pk}/preview/").content.decode()
    assert page.count('class="name name-place" href=') == 1
    assert "&lt;script&gt;alert(1)" in page
    assert "۱ اشاره در این خبر" in page


def test_the_original_is_downloaded_byte_for_byte_and_never_rendered(desk):
    content = b"<script>alert(1)</script>\xff\x00"
    original = Original.of(content, "text/html")
    original.save()
    article = ArticleFactory(original=original)
    page = desk.get(change_url(article)).content.decode()
    assert original.sha256 in page
    response = desk.get(f"{LIST}{article.pk}/original/")
    assert response.content == content
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"].startswith("attachment")


def test_an_article_without_original_answers_not_found(desk):
    assert desk.get(f"{LIST}{ArticleFactory().pk}/original/").status_code == 404


def test_history_tells_in_persian_what_changed(desk):
    article = ArticleFactory(published_at=datetime(2023, 10, 7, 8, 30, tzinfo=UTC))
    form = {**form_of(desk, article), "status": "draft", "published_at": "۱۴۰۲/۰۷/۱۶ ۰۸:۰۰"}
    desk.post(change_url(article), form)
    page = desk.get(f"{LIST}{article.pk}/history/").content.decode()
    assert "منتشرشده" in page
    assert "پیش‌نویس" in page
    assert "۱۴۰۲/۰۷/۱۶ ۰۸:۰۰" in page
    assert "آخرین ویرایش" not in page


def test_an_earlier_version_can_be_restored(desk):
    article = ArticleFactory(title="نخستین تیتر", body=AWKWARD_BODY)
    desk.post(change_url(article), {**form_of(desk, article), "title": "دوم", "body": "دیگر"})
    first = article.history.earliest()
    url = f"{LIST}{article.pk}/history/{first.pk}/"
    version = FormReader(desk.get(url).content.decode()).sent
    desk.post(url, version)
    article.refresh_from_db()
    assert (article.title, article.body) == ("نخستین تیتر", AWKWARD_BODY)
