import pytest

from tests.factories import ArticleFactory, EntityFactory, QuotationFactory

pytestmark = pytest.mark.django_db


def ask(client, entity, **params):
    return client.get(f"/api/v1/names/{entity.pk}/quotations", params)


def test_the_statements_of_a_name_with_their_place_and_article(client):
    row = QuotationFactory()
    answer = ask(client, row.speaker).json()
    (said,) = answer["quotations"]
    assert answer["name"]["id"] == row.speaker.pk
    assert (said["text"], said["form"], said["cue"]) == ("صلح نزدیک است", "indirect", "گفت")
    assert row.article.body[said["start"] : said["end"]] == said["text"]
    assert said["article"]["id"] == row.article.pk
    assert said["article"]["url"].startswith("http")


def test_pages_go_on_until_there_is_no_more(client):
    speaker = EntityFactory()
    for number in range(3):
        article = ArticleFactory(body=f"گفت که روز {number} آمد.")
        QuotationFactory(article=article, speaker=speaker, text=f"روز {number} آمد")
    first = ask(client, speaker, page_size=2).json()
    second = ask(client, speaker, page_size=2, page=2).json()
    assert [len(first["quotations"]), first["more"]] == [2, True]
    assert [len(second["quotations"]), second["more"]] == [1, False]


def test_an_unknown_name_is_said_to_be_unknown(client):
    answer = client.get("/api/v1/names/99/quotations")
    assert answer.status_code == 404
    assert "۹۹" in answer.json()["error"]
