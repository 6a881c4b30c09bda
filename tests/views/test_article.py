import pytest
from django.urls import reverse

from articles.models import Article, Kind, Mention
from tests.factories import ArticleFactory, CommentFactory, EntityFactory, MentionFactory

pytestmark = pytest.mark.django_db

BROWSER = {"HTTP_USER_AGENT": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"}


def read(client, article, **headers):
    return client.get(article.get_absolute_url(), **headers)


def test_shows_everything_the_publisher_gave(client):
    article = ArticleFactory(
        kicker="در نشست امروز",
        title="دو کشور پیمان بستند",
        lead="چکیدهٔ خبر همین است.",
        body="بند نخست.\nبند دوم.",
        author="نویسنده آزمونی",
        agency="خبرگزاری دیگر",
        code="40012",
        url="https://example.org/40012",
    )
    page = read(client, article).content.decode()
    for expected in (
        "در نشست امروز",
        "دو کشور پیمان بستند",
        "چکیدهٔ خبر همین است.",
        '<p dir="rtl" id="body-1">بند نخست.</p>',
        '<p dir="rtl" id="body-2">بند دوم.</p>',
        "نویسنده آزمونی",
        "به نقل از <bdi>خبرگزاری دیگر</bdi>",
        "<bdi>۴۰۰۱۲</bdi>",
        'href="https://example.org/40012"',
        "شنبه ۱۵ مهر ۱۴۰۲ ساعت ۱۲:۰۰",
        "خبرگزاری آزمون",
    ):
        assert expected in page


def test_names_are_linked_to_their_pages_with_their_kind_in_words(client):
    entity = EntityFactory(name="شیراز", kind=Kind.PLACE)
    article = ArticleFactory(body="باران در شیراز بارید.")
    MentionFactory(article=article, entity=entity)
    page = read(client, article).content.decode()
    link = f'<a class="name name--place" href="{entity.get_absolute_url()}" title="مکان: شیراز">'
    assert f"باران در {link}شیراز</a> بارید." in page


def test_suggested_and_rejected_mentions_are_not_marked(client):
    article = ArticleFactory(body="باران در شیراز بارید و در تبریز نه.")
    for name, status in (("شیراز", "suggested"), ("تبریز", "rejected")):
        MentionFactory(article=article, entity=EntityFactory(name=name), status=status)
    assert 'class="name ' not in read(client, article).content.decode()


def test_markup_in_a_text_is_shown_not_obeyed(client):
    article = ArticleFactory(title="<script>alert(1)</script>", body="<b>متن</b> & نشانه")
    page = read(client, article).content.decode()
    assert "<script>alert" not in page
    assert "&lt;b&gt;متن&lt;/b&gt; &amp; نشانه" in page


def test_an_address_that_runs_code_is_no_link(client):
    article = ArticleFactory(url="javascript:alert(1)")
    assert "javascript:" not in read(client, article).content.decode()


def test_wrong_or_missing_slug_leads_to_the_right_address(client):
    article = ArticleFactory()
    for address in (f"/articles/{article.pk}/", f"/articles/{article.pk}/کهنه/"):
        response = client.get(address)
        assert response.status_code == 301
        assert response["Location"] == article.get_absolute_url()
    response = client.get(f"/articles/{article.pk}/کهنه/print/")
    assert response["Location"] == reverse("article-print", args=[article.pk, article.slug])


@pytest.mark.parametrize("status", ["draft", "withdrawn"])
@pytest.mark.parametrize("page", ["article", "article-print", "comments"])
def test_unpublished_articles_are_not_there(client, status, page):
    article = ArticleFactory(status=status)
    address = reverse(page, args=[article.pk, article.slug])
    assert client.get(address).status_code == 404
    assert client.post(address).status_code in (404, 405)


def test_article_without_date_and_category_can_be_read(client):
    article = ArticleFactory(published_at=None, category=None, title="")
    response = read(client, article)
    assert response.status_code == 200
    assert "بدون تاریخ" in response.content.decode()


def test_a_persian_headline_that_begins_with_a_latin_word_runs_from_the_right(client):
    article = ArticleFactory(title="WHO واکسن تازه‌ای را تأیید کرد", body="An English line.")
    page = read(client, article).content.decode()
    assert '<h1 class="story__title" dir="rtl">' in page
    assert '<p dir="ltr" id="body-1">' in page


def test_print_view_has_the_text_without_links_to_names(client):
    article = ArticleFactory(body="باران در شیراز بارید.")
    MentionFactory(article=article, entity=EntityFactory(name="شیراز"))
    page = client.get(reverse("article-print", args=[article.pk, article.slug])).content.decode()
    assert "باران در شیراز بارید." in page


def test_number_of_queries_does_not_grow(client, django_assert_max_num_queries):
    article = ArticleFactory(body=" و ".join(f"نام شماره {n}" for n in range(30)))
    for n in range(30):
        entity = EntityFactory(name=f"نام شماره {n}")
        start = article.body.index(entity.name)
        Mention.objects.create(
            article=article,
            entity=entity,
            field="body",
            start=start,
            end=start + len(entity.name),
            text=entity.name,
            kind=entity.kind,
            origin="curator",
            status="confirmed",
        )
    CommentFactory.create_batch(20, article=article, status="approved")
    ArticleFactory.create_batch(10, title="", view_count=3)
    with django_assert_max_num_queries(10):
        read(client, article)


class TestViewCount:
    def count(self, article: Article) -> int:
        article.refresh_from_db()
        return article.view_count

    def test_a_reader_counts_once_however_often_they_reload(self, client):
        article = ArticleFactory()
        for _ in range(3):
            read(client, article, **BROWSER)
        assert self.count(article) == 1

    def test_each_reader_and_each_article_count(self, client):
        first, second = ArticleFactory.create_batch(2)
        read(client, first, **BROWSER)
        read(client, second, **BROWSER)
        client.cookies.clear()
        read(client, first, **BROWSER)
        assert (self.count(first), self.count(second)) == (2, 1)

    @pytest.mark.parametrize(
        "headers",
        [
            {"HTTP_USER_AGENT": "Mozilla/5.0 (compatible; Googlebot/2.1)"},
            {"HTTP_USER_AGENT": "curl/8.5.0"},
            {"HTTP_USER_AGENT": ""},
            {**BROWSER, "HTTP_SEC_PURPOSE": "prefetch"},
        ],
    )
    def test_robots_and_prefetching_do_not_count(self, client, headers):
        article = ArticleFactory()
        read(client, article, **headers)
        assert self.count(article) == 0

    def test_reading_is_no_edit(self, client):
        article = ArticleFactory()
        before = article.updated_at, article.history.count()
        read(client, article, **BROWSER)
        article.refresh_from_db()
        assert (article.updated_at, article.history.count()) == before

    def test_a_forged_cookie_is_ignored(self, client):
        article = ArticleFactory()
        client.cookies["seen"] = f"{article.pk}:forged"
        assert read(client, article, **BROWSER).status_code == 200
        assert self.count(article) == 1


class TestNamesSwitch:
    @pytest.fixture
    def article(self):
        article = ArticleFactory(body="باران در شیراز بارید.")
        MentionFactory(article=article, entity=EntityFactory(name="شیراز"))
        return article

    def test_names_can_be_switched_off_and_stay_off_for_the_next_article(self, client, article):
        page = client.get(article.get_absolute_url(), {"names": "off"}).content.decode()
        assert "باران در شیراز بارید." in page
        assert "باران در شیراز بارید." in read(client, article).content.decode()
        client.get(article.get_absolute_url(), {"names": "on"})
        assert 'class="name name--person"' in read(client, article).content.decode()

    def test_anything_else_changes_nothing(self, client, article):
        response = client.get(article.get_absolute_url(), {"names": "x"})
        assert 'class="name name--person"' in response.content.decode()
        assert "names" not in response.cookies


@pytest.mark.parametrize(("words", "minutes"), [(10, "۱"), (900, "۴"), (2000, "۱۰")])
def test_says_how_long_reading_takes(client, words, minutes):
    page = read(client, ArticleFactory(body="واژه " * words)).content.decode()
    assert f"زمان مطالعه: {minutes} دقیقه" in page
