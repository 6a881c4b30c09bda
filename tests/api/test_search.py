import pytest

from articles import pipeline
from articles.errors import EngineError
from articles.models import Kind
from tests.factories import ArticleFactory, EntityFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(client):
    """Index what is waiting, then ask the JSON search."""

    def run(**params):
        pipeline.catch_up()
        return client.get("/api/v1/search", params)

    return run


def test_answers_with_the_agreed_keys(ask):
    entity = EntityFactory(name="دماوند", kind=Kind.PLACE)
    article = ArticleFactory(
        title="بارش برف", body="برف دماوند را سفیدپوش کرد & رفت.", external_id="x-1"
    )
    answer = ask(q="برف").json()
    assert set(answer) == {
        "count",
        "page",
        "results",
        "facets",
        "suggestion",
        "took_ms",
        "notes",
    }
    assert (answer["count"], answer["page"]) == (1, 1)
    (result,) = answer["results"]
    assert result.pop("score") > 0
    assert result.pop("snippet") == "برف دماوند را سفیدپوش کرد & رفت."
    assert result == {
        "id": article.pk,
        "external_id": "x-1",
        "title": "بارش برف",
        "url": f"http://testserver{article.get_absolute_url()}",
        "published": "2023-10-07T08:30:00+00:00",
        "source": "خبرگزاری آزمون",
        "names": [
            {
                "id": entity.pk,
                "name": "دماوند",
                "kind": "place",
                "url": f"http://testserver{entity.get_absolute_url()}",
            }
        ],
    }


def test_facets_carry_what_their_parameters_take(ask):
    ArticleFactory(title="برف")
    facets = ask(q="برف").json()["facets"]
    assert facets["source"] == [{"value": "خبرگزاری-آزمون", "label": "خبرگزاری آزمون", "count": 1}]
    assert facets["month"] == [{"value": "1402/07", "label": "مهر ۱۴۰۲", "count": 1}]
    assert {"category", "name"} <= set(facets)


def test_an_article_without_title_and_date_has_a_headline_and_null(ask):
    ArticleFactory(title="", body="برف بارید", published_at=None)
    (result,) = ask(q="برف").json()["results"]
    assert (result["title"], result["published"]) == ("برف بارید", None)


def test_any_of_the_words_when_asked_for(ask):
    ArticleFactory(title="برف")
    ArticleFactory(title="باران")
    assert ask(q="برف باران").json()["count"] == 0
    assert ask(q="برف باران", operator="or").json()["count"] == 2


def test_at_most_a_hundred_results_a_page(ask):
    ArticleFactory.create_batch(102, title="برف")
    assert len(ask(q="برف", page_size="500").json()["results"]) == 100
    assert len(ask(q="برف", page_size="100", page="2").json()["results"]) == 2


def test_persian_is_sent_as_it_is(ask):
    ArticleFactory(title="برف")
    response = ask(q="برف")
    assert response["Content-Type"] == "application/json"
    assert "برف".encode() in response.content


def test_wrong_parameters_are_noted_not_fatal(ask):
    ArticleFactory(title="برف")
    answer = ask(q="برف", sort="زیبا", page="x").json()
    assert answer["count"] == 1
    assert len(answer["notes"]) == 2


def test_too_deep_a_page_is_a_400_with_a_sentence(ask):
    ArticleFactory(title="برف")
    response = ask(q="برف", page="99999")
    assert response.status_code == 400
    assert "تا این صفحه نمی‌توان پیش رفت" in response.json()["error"]


def test_without_an_index_the_answer_is_limited_and_says_so(client):
    answer = client.get("/api/v1/search", {"q": "برف"}).json()
    assert "فقط از تیتر و لید" in answer["notes"][0]


def test_without_an_index_nothing_can_be_explained(client, caplog):
    response = client.get("/api/v1/search", {"q": "برف", "explain": "1"})
    assert response.status_code == 503
    assert response.json()["error"] == EngineError.FOR_READERS
    assert "rebuild_index" in caplog.text


def test_only_reading_is_allowed(client):
    assert client.post("/api/v1/search", {"q": "برف"}).status_code == 405


def test_a_better_query_is_suggested_and_answered_on_request_only(ask):
    ArticleFactory(title="دیدار لاوروف", body="لاوروف سخن گفت.")
    answer = ask(q="lavrov").json()
    assert (answer["count"], answer["suggestion"]) == (0, "لاوروف")
    repaired = ask(q="lavrov", repair="1").json()
    assert repaired["count"] == 1
    assert "لاوروف" in repaired["notes"][0]


def test_it_tells_why_an_article_is_found_or_not(ask):
    snow = ArticleFactory(title="برف در دماوند", body="برف آمد.")
    found = ask(q="برف", explain="1", article=snow.pk).json()
    assert found["article"] == {"id": snow.pk, "found": True, "reasons": []}
    assert found["explain"][0]["places"][0] == {"field": "title", "text": "برف"}
    missed = ask(q="برف باران", explain="1", article=snow.pk).json()
    assert not missed["article"]["found"]
    assert "«باران»" in missed["article"]["reasons"][0]
    assert "article" not in ask(q="برف", explain="1", article="x").json()
