import pytest

from articles import pipeline
from tests.factories import ArticleFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    made = ArticleFactory(title="خبر", body="روسیه تضمین های امنیتی می‌خواهد.")
    pipeline.catch_up()
    return made


def test_the_page_shows_each_word_and_where_it_stands(client, article):
    page = client.get("/search/explain/", {"q": "تضمینها لهستان", "article": article.pk})
    text = page.content.decode()
    assert page.status_code == 200
    assert "<bdi>تضمین های</bdi>" in text
    assert "نیامده است" in text


@pytest.mark.parametrize("number", ["", "x", "0", "9" * 40])
def test_an_unknown_article_is_no_error(client, article, number):
    assert client.get("/search/explain/", {"q": "خبر", "article": number}).status_code == 200


def test_without_a_question_there_is_a_form(client, db):
    assert client.get("/search/explain/").status_code == 200


def test_what_is_typed_is_escaped(client, article):
    assert "<b>" not in client.get("/search/explain/", {"q": "<b>خبر"}).content.decode()


def test_the_json_search_explains_on_request(client, article):
    answer = client.get("/api/v1/search", {"q": "تضمینها", "explain": "1"}).json()
    assert answer["explain"][0]["stems"] == ["تضمین"]
    assert "explain" not in client.get("/api/v1/search", {"q": "تضمینها"}).json()


def explained(client, article, q, **filters):
    answer = client.get("/search/explain/", {"q": q, "article": article.pk, **filters})
    return " ".join(answer.content.decode().split())


def test_it_says_whether_the_search_finds_the_article(client, article):
    assert "پیدا می‌شود" in explained(client, article, "تضمین")
    missed = explained(client, article, "تضمین لهستان")
    assert "پیدا نمی‌شود" in missed
    assert "این واژه‌ها در آن نیست: «لهستان»." in missed


def test_an_article_is_named_by_its_address_too(client, article):
    address = f"https://news.example{article.get_absolute_url()}"
    answer = client.get("/search/explain/", {"q": "تضمین", "article": address})
    assert "پیدا می‌شود" in answer.content.decode()


def test_a_hidden_article_is_explained_to_staff_only(client, article, admin_client):
    article.withdraw()
    article.save()
    assert "خبری با این شماره" in explained(client, article, "تضمین")
    assert "منتشر نشده است" in explained(admin_client, article, "تضمین")


def test_what_was_searched_in_its_place_is_named(client, article):
    ArticleFactory(title="دیدار لاوروف", body="لاوروف سخن گفت.")
    pipeline.catch_up()
    assert "«لاوروف»</a> جست‌وجو شد" in explained(client, article, "lavrov")
