import json
from datetime import UTC, datetime

import pytest

from articles.models import Entity, Kind
from articles.search import indexing
from articles.views import paging
from tests.factories import ArticleFactory, EntityFactory, MentionFactory

pytestmark = pytest.mark.django_db


def mention(entity, status="confirmed", **article):
    found = ArticleFactory(body=f"در این متن {entity.name} آمده است.", **article)
    MentionFactory(article=found, entity=entity, status=status)
    return found


def names_on(response) -> list[str]:
    return [entity.name for entity in response.context["page"].items]


def test_lists_names_with_how_many_published_articles_mention_them(client):
    entity = EntityFactory(name="شیراز", kind=Kind.PLACE)
    mention(entity)
    mention(entity)
    mention(entity, status="suggested")
    hidden = mention(entity)
    hidden.withdraw()
    hidden.save()
    indexing.rebuild()
    page = client.get("/names/").content.decode()
    assert "شیراز" in page
    assert "۲ خبر" in page


def test_a_name_is_found_by_any_spelling_and_by_its_latin_name(client):
    EntityFactory(name="آنکارا", latin_name="Ankara", aliases=["شهر آنکارا"])
    EntityFactory(name="بغداد")
    for typed in ("انكارا", "شهرآنکارا", "ankar"):
        assert names_on(client.get("/names/", {"q": typed})) == ["آنکارا"]


def test_a_name_without_a_list_of_spellings_is_found_as_it_is_written(client):
    Entity.objects.create(name="نوشهر", kind=Kind.PLACE)
    assert names_on(client.get("/names/", {"q": "شهر"})) == ["نوشهر"]


def test_names_can_be_narrowed_to_a_kind(client):
    EntityFactory(name="بغداد", kind=Kind.PLACE)
    EntityFactory(name="سازمان آزمون", kind=Kind.ORGANISATION)
    assert names_on(client.get("/names/?kind=organisation")) == ["سازمان آزمون"]


def test_paging_keeps_what_was_typed(client):
    for n in range(61):
        EntityFactory(name=f"شهر {n}")
    page = client.get("/names/", {"q": "شهر", "kind": "person"}).content.decode()
    assert "kind=person&amp;page=2" in page


def test_nothing_found_points_to_the_texts(client):
    page = client.get("/names/", {"q": "ناکجاآباد"}).content.decode()
    assert "نامی پیدا نشد" in page
    assert "/search/?q=" in page


def test_a_names_page_tells_what_is_known(client):
    entity = EntityFactory(
        name="شیراز",
        latin_name="Shiraz",
        kind=Kind.PLACE,
        description="شهری در جنوب ایران.",
        links="https://example.org/shiraz",
        aliases=["شهر راز"],
    )
    article = mention(entity, title="باران در جنوب")
    indexing.rebuild()
    page = client.get(entity.get_absolute_url()).content.decode()
    for expected in (
        "Shiraz",
        "شهری در جنوب ایران.",
        "شهر راز",
        "https://example.org/shiraz",
        "باران در جنوب",
        article.get_absolute_url(),
        "در ۱ خبر",
    ):
        assert expected in page


def test_wrong_slug_leads_to_the_right_address(client):
    entity = EntityFactory(name="شیراز")
    response = client.get(f"/names/{entity.pk}/دیگر/")
    assert response.status_code == 301
    assert response["Location"] == entity.get_absolute_url()


def test_counts_by_jalali_month_stand_in_a_table(client):
    entity = EntityFactory(name="شیراز")
    for _ in range(2):
        mention(entity, published_at=datetime(2023, 10, 7, 8, tzinfo=UTC))
    # 20:45 UTC is already the first day of Aban in Tehran.
    mention(entity, published_at=datetime(2023, 10, 22, 20, 45, tzinfo=UTC))
    indexing.rebuild()
    bars = client.get(entity.get_absolute_url()).context["timeline"].bars
    assert [(bar.label, bar.count) for bar in bars] == [("مهر ۱۴۰۲", 2), ("آبان ۱۴۰۲", 1)]


def test_number_of_queries_does_not_grow(client, django_assert_num_queries):
    entity = EntityFactory(name="شیراز")
    for n in range(18):
        article = mention(entity, title="", source__name=f"منبع {n}")
        MentionFactory(article=article, entity=EntityFactory(name="متن"))
    indexing.rebuild()
    # the name, its aliases, what it said, first and last article, companions, sources, the
    # articles shown
    with django_assert_num_queries(7):
        client.get(entity.get_absolute_url())
    with django_assert_num_queries(1):
        client.get("/names/")


def test_names_stand_in_persian_alphabetical_order(client):
    for name in ("یزد", "گرگان", "پاریس", "کابل", "آنکارا", "بغداد"):
        EntityFactory(name=name)
    assert names_on(client.get("/names/")) == [
        "آنکارا",
        "بغداد",
        "پاریس",
        "کابل",
        "گرگان",
        "یزد",
    ]


def test_the_card_of_a_name_says_in_short_who_it_is(client):
    entity = EntityFactory(name="شیراز", kind=Kind.PLACE, description="شهری در فارس.")
    mention(entity)
    mention(entity, status="rejected")
    indexing.rebuild()
    response = client.get(f"{entity.get_absolute_url()}card/")
    card = response.content.decode()
    for expected in ("مکان", "شیراز", "شهری در فارس.", "در ۱ خبر"):
        assert expected in card
    assert "<html" not in card
    assert response["X-Robots-Tag"] == "noindex"
    assert client.get("/names/999999/شیراز/card/").status_code == 404


def test_first_and_last_article_are_linked_with_their_dates(client):
    entity = EntityFactory(name="شیراز")
    old = mention(entity, published_at=datetime(2004, 3, 20, 8, tzinfo=UTC))
    mention(entity)
    new = mention(entity, published_at=datetime(2024, 1, 1, 8, tzinfo=UTC))
    mention(entity, published_at=None)
    indexing.rebuild()
    response = client.get(entity.get_absolute_url())
    portrait = response.context["portrait"]
    assert (portrait.first, portrait.last, portrait.total) == (old, new, 4)
    page = response.content.decode()
    assert "اولین خبر: " in page
    assert "۱ فروردین ۱۳۸۳" in page


def test_companions_and_sources_are_counted_and_lead_to_the_common_articles(client):
    shiraz, yazd = EntityFactory(name="شیراز"), EntityFactory(name="یزد", kind=Kind.PLACE)
    for number in range(3):
        article = ArticleFactory(body="شیراز و یزد.", source__name="روزنامهٔ شهر")
        MentionFactory(article=article, entity=shiraz)
        if number:
            MentionFactory(article=article, entity=yazd)
    indexing.rebuild()
    response = client.get(shiraz.get_absolute_url())
    companions = [(one.row, one.count) for one in response.context["portrait"].companions]
    assert companions == [(yazd, 2)]
    page = response.content.decode()
    assert f"/search/?name={shiraz.pk}&amp;name={yazd.pk}" in page
    assert 'aria-label="یزد، مکان، ۲ خبر"' in page
    sources = [(one.row.name, one.count) for one in response.context["portrait"].sources]
    assert sources == [("روزنامهٔ شهر", 3)]


def test_without_an_index_the_page_says_who_it_is_and_what_is_missing(client):
    entity = EntityFactory(name="شیراز", description="شهری در فارس.")
    page = client.get(entity.get_absolute_url())
    assert page.status_code == 200
    text = page.content.decode()
    assert "شهری در فارس." in text
    assert "آمار این نام فعلاً در دسترس نیست" in text
    assert "rebuild_index" not in text
    assert client.get("/names/").status_code == 200
    assert client.get(f"{entity.get_absolute_url()}card/").status_code == 200


@pytest.mark.parametrize(
    ("kind", "type_"),
    [(Kind.PERSON, "Person"), (Kind.PLACE, "Place"), (Kind.ORGANISATION, "Organization")],
)
def test_programs_are_told_who_it_is(client, kind, type_):
    hostile = "</script><b>شیراز"
    entity = EntityFactory(
        name=hostile,
        kind=kind,
        latin_name="Shiraz",
        links="https://example.org/shiraz\njavascript:alert(1)",
    )
    page = client.get(entity.get_absolute_url()).content.decode()
    script = page.partition('<script type="application/ld+json">')[2].partition("</script>")[0]
    data = json.loads(script)
    assert data["@type"] == type_
    assert data["name"] == hostile
    assert data["alternateName"] == ["Shiraz"]
    assert data["sameAs"] == ["https://example.org/shiraz"]
    assert "<b>" not in page


def test_names_can_be_narrowed_to_their_first_letter(client):
    for name in ("آنکارا", "اراک", "بغداد", "یزد"):
        EntityFactory(name=name)
    assert names_on(client.get("/names/", {"letter": "ا"})) == ["اراک"]
    assert names_on(client.get("/names/", {"letter": "ی"})) == ["یزد"]
    assert len(names_on(client.get("/names/", {"letter": "ناحرف"}))) == 4


def test_a_renamed_name_moves_to_its_place(client):
    moved = EntityFactory(name="یزد")
    EntityFactory(name="بغداد")
    moved.name = "آنکارا"
    moved.save()
    assert names_on(client.get("/names/")) == ["آنکارا", "بغداد"]


def test_a_name_is_compared_with_companions_of_its_kind_in_one_click(client):
    hafez, saadi = EntityFactory(name="حافظ"), EntityFactory(name="سعدی")
    shiraz = EntityFactory(name="شیراز", kind=Kind.PLACE)
    article = ArticleFactory(body="حافظ، سعدی و شیراز.")
    for entity in (hafez, saadi, shiraz):
        MentionFactory(article=article, entity=entity)
    indexing.rebuild()
    page = client.get(hafez.get_absolute_url()).content.decode()
    assert f'/names/compare/?name={hafez.pk}&amp;name={saadi.pk}"' in page
    assert "مقایسه با <bdi>سعدی</bdi> در گذر زمان" in page


def test_a_latin_name_is_not_repeated_among_the_spellings(client):
    entity = EntityFactory(name="شیراز", latin_name="Shiraz", aliases=["Shiraz", "شهر راز"])
    assert client.get(entity.get_absolute_url()).context["aliases"] == ["شهر راز"]


def test_at_the_last_page_of_many_names_the_way_on_is_told(client, monkeypatch):
    monkeypatch.setattr(paging, "DEEPEST_PAGE", 1)
    for _ in range(61):
        EntityFactory()
    assert "حرف اول را انتخاب کنید" in client.get("/names/").content.decode()
