from datetime import UTC, datetime

import pytest

from articles.models import Kind
from articles.search import indexing
from tests.factories import ArticleFactory, EntityFactory, MentionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def shiraz():
    """A name that stands in one article, together with another."""
    entity = EntityFactory(
        name="شیراز",
        kind=Kind.PLACE,
        latin_name="Shiraz",
        description="شهری در فارس.",
        aliases=["شهر راز"],
        links="https://example.org/",
    )
    when = datetime(2023, 10, 7, 8, tzinfo=UTC)
    article = ArticleFactory(title="خبر", body="شیراز و یزد", published_at=when)
    MentionFactory(article=article, entity=entity)
    MentionFactory(article=article, entity=EntityFactory(name="یزد"))
    indexing.rebuild()
    return entity


def test_a_name_is_told_as_on_its_page(client, shiraz):
    answer = client.get(f"/api/v1/names/{shiraz.pk}").json()
    companion = answer["names"][0]
    assert (companion["name"], companion["count"]) == ("یزد", 1)
    assert answer["first"] == answer["last"]
    assert answer["first"]["published"] == "2023-10-07T08:00:00+00:00"
    assert answer["months"] == [{"value": "1402/07", "label": "مهر ۱۴۰۲", "count": 1}]
    assert answer["sources"][0]["count"] == 1
    assert {key: answer[key] for key in ("id", "name", "kind", "latin_name", "description")} == {
        "id": shiraz.pk,
        "name": "شیراز",
        "kind": "place",
        "latin_name": "Shiraz",
        "description": "شهری در فارس.",
    }
    assert answer["aliases"] == ["شهر راز", "شیراز"]
    assert answer["links"] == ["https://example.org/"]
    assert answer["articles"] == 1
    assert answer["feeds"]["rss"].endswith(f"/feeds/names/{shiraz.pk}.rss")
    assert client.get(answer["feeds"]["atom"]).status_code == 200


def test_an_unknown_name_is_404_with_a_sentence(client):
    response = client.get("/api/v1/names/999999")
    assert response.status_code == 404
    assert "۹۹۹۹۹۹" in response.json()["error"]


def test_names_are_listed_in_order_with_counts(client, shiraz):
    answer = client.get("/api/v1/names").json()
    assert answer["count"] == 2
    assert [(one["name"], one["articles"]) for one in answer["names"]] == [("شیراز", 1), ("یزد", 1)]


def test_names_are_found_narrowed_and_paged(client, shiraz):
    def listed(**params):
        return [one["name"] for one in client.get("/api/v1/names", params).json()["names"]]

    assert listed(q="شهرراز") == ["شیراز"]
    assert listed(kind="person") == ["یزد"]
    assert listed(page_size=1, page=2) == ["یزد"]
    assert listed(page=3) == []


def test_an_unknown_kind_and_a_page_too_deep_are_400(client):
    for params in ({"kind": "animal"}, {"page": "999999"}):
        response = client.get("/api/v1/names", params)
        assert response.status_code == 400
        assert response.json()["error"]


def test_names_are_compared_month_by_month(client, shiraz):
    answer = client.get("/api/v1/names/compare", {"name": shiraz.pk}).json()
    assert [(one["name"], one["articles"], one["undated"]) for one in answer["names"]] == [
        ("شیراز", 1, 0)
    ]
    assert answer["months"] == [
        {"value": "1402/07", "label": "مهر ۱۴۰۲", "articles": 1, "counts": [1]}
    ]


def test_a_comparison_that_cannot_be_made_says_why(client, shiraz):
    for params, status in (
        ({}, 400),
        ({"name": range(1, 7)}, 400),
        ({"name": [shiraz.pk, 999_999]}, 404),
    ):
        response = client.get("/api/v1/names/compare", params)
        assert response.status_code == status
        assert response.json()["error"]


def test_without_an_index_all_say_so(client, data_dir):
    entity = EntityFactory()
    for address in ("", f"/{entity.pk}", f"/compare?name={entity.pk}"):
        assert client.get(f"/api/v1/names{address}").status_code == 503


def test_queries_do_not_grow_with_the_page(client, django_assert_num_queries):
    for number in range(30):
        EntityFactory(name=f"شهر {number}")
    indexing.rebuild()
    with django_assert_num_queries(2):
        client.get("/api/v1/names?page_size=30")
