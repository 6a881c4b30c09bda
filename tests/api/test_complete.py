from articles import pipeline
from tests.factories import ArticleFactory, EntityFactory


def test_the_search_box_is_told_text_kind_address_and_count(client, db):
    entity = EntityFactory(name="سرگئی لاوروف", aliases=["لاوروف"])
    ArticleFactory(title="خبر", body="لاوروف و لالایی")
    pipeline.catch_up()
    answer = client.get("/api/v1/complete", {"q": "لا"})
    assert answer.json() == {
        "completions": [
            {
                "text": "سرگئی لاوروف",
                "kind": "person",
                "url": f"http://testserver{entity.get_absolute_url()}",
                "count": 1,
            },
            {"text": "لالایی", "kind": "word", "url": None, "count": 1},
            {"text": "لاوروف", "kind": "word", "url": None, "count": 1},
        ]
    }


def test_nothing_typed_is_nothing_offered(client, db):
    assert client.get("/api/v1/complete").json() == {"completions": []}


def test_a_box_for_names_is_offered_names_only(client, db):
    EntityFactory(name="لاوروف")
    ArticleFactory(title="خبر", body="لاوروف و لالایی")
    pipeline.catch_up()
    answer = client.get("/api/v1/complete", {"q": "لا", "names": "1"}).json()
    assert [one["text"] for one in answer["completions"]] == ["لاوروف"]
