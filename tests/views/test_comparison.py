from datetime import UTC, datetime

import pytest

from articles.models import Kind
from articles.search import indexing
from tests.factories import ArticleFactory, EntityFactory, MentionFactory

pytestmark = pytest.mark.django_db

MEHR = datetime(2023, 10, 7, 8, tzinfo=UTC)  # ۱۴۰۲/۰۷
AZAR = datetime(2023, 12, 7, 8, tzinfo=UTC)  # ۱۴۰۲/۰۹
ADDRESS = "/names/compare/"


@pytest.fixture
def cities():
    """شیراز in one article of Mehr and two of Azar; یزد in one of Azar, which has four."""
    shiraz, yazd = EntityFactory(name="شیراز"), EntityFactory(name="یزد")
    for names, when in (
        ([shiraz], MEHR),
        ([shiraz, yazd], AZAR),
        ([shiraz], AZAR),
        ([], AZAR),
        ([], AZAR),
    ):
        article = ArticleFactory(body="شیراز و یزد.", published_at=when)
        for name in names:
            MentionFactory(article=article, entity=name)
    indexing.rebuild()
    return shiraz, yazd


def compare(client, *names, **params):
    return client.get(ADDRESS, {"name": [name.pk for name in names], **params})


def table(response):
    return [(row.label, *(value.text for value in row.values)) for row in response.context["rows"]]


def test_counts_of_each_month_those_without_articles_too(client, cities):
    assert table(compare(client, *cities)) == [
        ("مهر ۱۴۰۲", "۱", "۰"),
        ("آبان ۱۴۰۲", "۰", "۰"),
        ("آذر ۱۴۰۲", "۲", "۱"),
    ]


def test_shares_are_of_all_articles_of_the_month(client, cities):
    response = compare(client, *cities, measure="share")
    assert table(response)[0] == ("مهر ۱۴۰۲", "۱۰۰٪", "۰٪")
    assert table(response)[1] == ("آبان ۱۴۰۲", "—", "—")
    assert table(response)[2] == ("آذر ۱۴۰۲", "۵۰٪", "۲۵٪")


def test_a_month_leads_to_the_articles_of_its_name(client, cities):
    shiraz, _ = cities
    page = compare(client, *cities).content.decode()
    address = f"/search/?from=1402%2F09&amp;to=1402%2F09&amp;name={shiraz.pk}"
    assert address in page
    found = client.get(address.replace("&amp;", "&"))
    assert found.context["results"].total == 2


def test_the_period_can_be_narrowed(client, cities):
    response = compare(client, *cities, **{"from": "آذر ۱۴۰۲", "to": "۱۴۰۲"})
    assert table(response) == [("آذر ۱۴۰۲", "۲", "۱")]


def test_long_times_are_shown_by_year(client, cities):
    shiraz, _ = cities
    old = ArticleFactory(body="شیراز", published_at=datetime(2010, 5, 5, tzinfo=UTC))
    MentionFactory(article=old, entity=shiraz)
    indexing.rebuild()
    response = compare(client, shiraz)
    assert table(response)[0] == ("۱۳۸۹", "۱")
    assert table(response)[-1] == ("۱۴۰۲", "۳")
    page = response.content.decode()
    assert f"/search/?from=1402&amp;to=1402&amp;name={shiraz.pk}" in page
    assert f"{ADDRESS}?from=1402&amp;to=1402&amp;name={shiraz.pk}" in page  # the months of the year


def test_a_name_is_taken_off_with_one_link(client, cities):
    _, yazd = cities
    page = compare(client, *cities, measure="share").content.decode()
    assert f'href="{ADDRESS}?name={yazd.pk}&amp;measure=share"' in page


def test_a_name_is_added_by_any_spelling(client, cities):
    shiraz, yazd = cities
    response = compare(client, shiraz, add="يزد", **{"from": "1402"})
    assert response.status_code == 302
    assert response["Location"] == f"{ADDRESS}?from=1402&name={shiraz.pk}&name={yazd.pk}"


def test_of_several_names_of_one_spelling_the_reader_chooses(client, cities):
    shiraz, _ = cities
    same = [EntityFactory(name="رشت", kind=kind) for kind in (Kind.PLACE, Kind.PERSON)]
    response = compare(client, shiraz, add="رشت")
    assert response.status_code == 200
    page = response.content.decode()
    for entity in same:
        assert f"?name={shiraz.pk}&amp;name={entity.pk}" in page


def test_what_nobody_is_called_is_said(client, cities):
    page = compare(client, cities[0], add="<b>ناکجا").content.decode()
    assert "نام دیگری به شکل «&lt;b&gt;ناکجا» در بایگانی نیست." in page


def test_without_a_name_the_page_explains_itself(client, db):
    response = client.get(ADDRESS)
    assert response.status_code == 200
    assert "تا پنج نام" in response.content.decode()


def test_more_than_five_names_are_refused(client, db):
    response = compare(client, *(EntityFactory() for _ in range(6)))
    assert response.status_code == 400
    assert "حداکثر ۵ نام" in response.content.decode()


def test_an_unknown_name_is_said_and_the_others_are_shown(client, cities):
    response = client.get(ADDRESS, {"name": [cities[0].pk, 999_999]})
    assert response.status_code == 404
    assert "نامی با شمارهٔ ۹۹۹۹۹۹ در بایگانی نیست." in response.content.decode()
    assert table(response)


def test_the_same_name_twice_is_one(client, cities):
    response = compare(client, cities[0], cities[0])
    assert response.status_code == 200
    assert len(response.context["compared"]) == 1
    assert "نام تکراری" in response.content.decode()


def test_what_is_no_number_and_no_date_is_ignored_and_said(client, cities):
    response = client.get(ADDRESS, {"name": [cities[0].pk, "x"], "from": "دیروزها"})
    assert response.status_code == 200
    assert len(response.context["notes"]) == 2


def test_a_period_that_ends_before_it_begins_is_refused(client, cities):
    response = compare(client, cities[0], **{"from": "1402", "to": "1401"})
    assert response.status_code == 400
    assert "جابه‌جا" in response.content.decode()


def test_a_name_without_articles_has_no_chart(client, cities):
    response = compare(client, EntityFactory(name="بی‌خبر"))
    assert response.context["chart"] is None
    assert "خبری دربارهٔ این نام نیست" in response.content.decode()


def test_the_title_lists_the_names_with_an_and(client, cities):
    page = compare(client, *cities).content.decode()
    one, other = (city.name for city in cities)
    assert f"<title>{one} و {other} در گذر زمان" in page
    assert f'content="{one} و {other} در گذر زمان"' in page


def test_a_period_that_cannot_be_read_shows_nothing_and_says_why(client, cities):
    page = compare(client, *cities, **{"from": "۱۴۰۲/۱۳"}).content.decode()
    assert "تاریخ «۱۴۰۲/۱۳» در تقویم وجود ندارد؛ نمونه: ۱۴۰۲/۰۷/۱۵." in page
    assert "در این بازه خبری دربارهٔ این نام‌ها نیست." in page


def test_undated_articles_are_told_apart(client, cities):
    shiraz, _ = cities
    MentionFactory(article=ArticleFactory(body="شیراز", published_at=None), entity=shiraz)
    indexing.rebuild()
    assert "۴ خبر، ۱ بدون تاریخ" in compare(client, shiraz).content.decode()


def test_a_missing_index_is_explained(client, db):
    response = compare(client, EntityFactory())
    assert response.status_code == 503
    page = response.content.decode()
    assert "جست‌وجو فعلاً در دسترس نیست" in page
    assert "rebuild_index" not in page


def test_hostile_names_stay_text(client, db):
    entity = EntityFactory(name='"><script>alert(1)</script>')
    MentionFactory(article=ArticleFactory(body=entity.name), entity=entity)
    indexing.rebuild()
    assert "<script>alert" not in compare(client, entity).content.decode()


def test_one_query_however_many_names(client, cities, django_assert_num_queries):
    with django_assert_num_queries(1):
        compare(client, *cities)


def test_the_address_that_is_shared_keeps_names_and_period(client, cities):
    page = compare(client, *cities, **{"from": "1402", "measure": "share", "add": ""})
    names = "&amp;".join(f"name={city.pk}" for city in cities)
    address = f"http://testserver{ADDRESS}?{names}&amp;from=1402&amp;measure=share"
    assert f'<meta property="og:url" content="{address}">' in page.content.decode()
