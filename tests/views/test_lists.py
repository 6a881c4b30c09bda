import pytest
from django.urls import reverse

from articles import pipeline
from articles.models import Article
from articles.views import paging
from tests.factories import ArticleFactory, CategoryFactory, SourceFactory

pytestmark = pytest.mark.django_db


def test_a_list_is_paged_and_says_where_it_goes_on(client):
    ArticleFactory.create_batch(25)
    first = client.get("/articles/")
    assert len(first.context["page"].items) == 20
    assert 'rel="next" href="?page=2"' in first.content.decode()
    second = client.get("/articles/?page=2").content.decode()
    assert 'rel="prev" href="?"' in second
    assert 'rel="next"' not in second
    assert "صفحهٔ ۲" in second


def test_page_numbers_may_be_typed_in_persian(client):
    ArticleFactory.create_batch(25)
    assert client.get("/articles/?page=۲").context["page"].number == 2


@pytest.mark.parametrize("page", ["0", "-1", "abc", "9", "1e3", "9" * 30])
def test_pages_that_do_not_exist_are_not_found(client, page):
    ArticleFactory()
    assert client.get("/articles/", {"page": page}).status_code == 404


def test_too_deep_a_page_is_refused_with_a_way_on(client):
    response = client.get("/articles/?page=100000")
    assert response.status_code == 400
    assert "بازهٔ تاریخ" in response.content.decode()


@pytest.mark.parametrize(
    ("factory", "field", "name"),
    [(SourceFactory, "source", "روزنامهٔ شهر"), (CategoryFactory, "category", "علم و فناوری")],
)
def test_a_shelf_shows_its_own_articles_at_a_persian_address(client, factory, field, name):
    shelf = factory(name=name)
    ArticleFactory(title="خبر همین‌جا", **{field: shelf})
    ArticleFactory(title="خبر جای دیگر", **{field: factory(name="دیگری")})
    page = client.get(shelf.get_absolute_url()).content.decode()
    assert "خبر همین‌جا" in page
    assert "خبر جای دیگر" not in page
    assert shelf.get_absolute_url() in client.get(reverse(_plural(field))).content.decode()


def _plural(field: str) -> str:
    return {"source": "sources", "category": "categories"}[field]


@pytest.mark.parametrize(
    ("factory", "field"), [(SourceFactory, "source"), (CategoryFactory, "category")]
)
def test_shelves_are_listed_with_the_number_of_their_articles(client, factory, field):
    full, single, empty = factory(name="الف"), factory(name="ب"), factory(name="پ")
    source = SourceFactory(name="ت")
    ArticleFactory.create_batch(2, **{"source": source, field: full})
    ArticleFactory(**{"source": source, field: single})
    ArticleFactory(status="draft", **{"source": source, field: empty})
    pipeline.catch_up()
    response = client.get(reverse(_plural(field)))
    assert [shelf.article_count for shelf in response.context["page"].items[:3]] == [2, 1, 0]
    assert "۲ خبر" in response.content.decode()


def test_unknown_shelf_is_not_found(client):
    assert client.get("/sources/ناشناخته/").status_code == 404
    assert client.get("/categories/ناشناخته/").status_code == 404


def test_number_of_queries_is_the_same_on_every_page(client, django_assert_num_queries):
    ArticleFactory.create_batch(30, title="")
    for address in ("/articles/", "/articles/?page=2"):
        with django_assert_num_queries(1):
            client.get(address)


def test_undated_articles_come_last(client):
    ArticleFactory(title="بی‌تاریخ است", published_at=None)
    ArticleFactory(title="تاریخ دارد")
    titles = [article.title for article in client.get("/articles/").context["page"].items]
    assert titles == ["تاریخ دارد", "بی‌تاریخ است"]


def test_categories_stand_in_persian_alphabetical_order(client):
    for name in ("ورزش", "هنر", "پزشکی", "اقتصاد"):
        CategoryFactory(name=name)
    names = [category.name for category in client.get("/categories/").context["page"].items]
    assert names == ["اقتصاد", "پزشکی", "ورزش", "هنر"]


def test_where_paging_ends_the_list_points_to_the_search(client, monkeypatch):
    monkeypatch.setattr(paging, "DEEPEST_PAGE", 1)
    ArticleFactory.create_batch(21)
    page = client.get("/articles/").content.decode()
    assert "جست‌وجوی خبرهای قدیمی‌تر" in page
    assert 'rel="next"' not in page


class TestAuthors:
    @pytest.fixture
    def articles(self):
        ArticleFactory(title="گزارش برف", author="نرگس رها / شیراز")
        ArticleFactory(title="گزارش باران", author="آرش کوهی")
        ArticleFactory(title="پنهان", author="نویسندهٔ پنهان", status="draft")

    def test_are_listed_in_alphabetical_order_while_they_have_something_to_read(
        self, client, articles
    ):
        page = client.get("/authors/").context["page"]
        assert [author.name for author in page.items] == ["آرش کوهی", "نرگس رها / شیراز"]

    def test_are_listed_with_the_number_of_their_articles(self, client, articles):
        ArticleFactory(author="آرش کوهی")
        counts = [author.article_count for author in client.get("/authors/").context["page"].items]
        assert counts == [2, 1]

    def test_have_a_page_that_the_article_leads_to(self, client, articles):
        listed = client.get("/authors/").context["page"].items[1]
        page = client.get(listed.get_absolute_url()).content.decode()
        assert "گزارش برف" in page
        assert "گزارش باران" not in page
        article = Article.objects.get(title="گزارش برف")
        assert listed.get_absolute_url() in client.get(article.get_absolute_url()).content.decode()

    def test_of_nothing_that_is_published_have_none(self, client, articles):
        assert client.get(reverse("author", args=["نویسندهٔ پنهان"])).status_code == 404

    def test_are_searched_and_have_a_feed(self, client, articles):
        pipeline.catch_up()
        page = client.get(reverse("author", args=["آرش کوهی"])).context
        for address in (page["feed"], page["atom"], f"/search/?{page['search_query']}"):
            found = client.get(address).content.decode()
            assert "گزارش باران" in found
            assert "گزارش برف" not in found
