from datetime import UTC, datetime

import pytest

from articles.views import calendar as calendar_views
from articles.views.timeline import timeline
from tests.factories import ArticleFactory

pytestmark = pytest.mark.django_db


def on(*date: int, **article):
    return ArticleFactory(published_at=datetime(*date, 12, tzinfo=UTC), **article)


def page(client, address: str) -> str:
    return client.get(address).content.decode()


@pytest.fixture
def archive():
    """Two articles in Mehr 1402, one in Aban 1402, one in Mehr 1400, one that is not shown."""
    return [
        on(2023, 10, 7, title="نیمهٔ مهر"),
        on(2023, 10, 7, title="باز هم نیمهٔ مهر"),
        on(2023, 10, 23, title="آغاز آبان"),
        on(2021, 10, 1, title="دو سال پیش"),
        on(2022, 10, 1, title="ناتمام", status="draft"),
    ]


def test_years_with_their_counts_newest_first_without_empty_ones(client, archive):
    rows = client.get("/archive/").context["rows"]
    assert [(slot.label, slot.count) for slot, _ in rows] == [("۱۴۰۲", 3), ("۱۴۰۰", 1)]
    assert [round(share, 2) for _, share in rows] == [1, 0.33]
    assert 'href="/archive/1402/"' in page(client, "/archive/")


def test_bars_of_years_beside_one_that_dwarfs_them_are_still_seen(client, monkeypatch):
    slots = [
        calendar_views.Slot(calendar_views.Period((1402 - n,)), "", [10_000, 100, 25][n])
        for n in range(3)
    ]
    monkeypatch.setattr(calendar_views, "_years", lambda: slots)
    response = client.get("/archive/")
    assert [share for _, share in response.context["rows"]] == [1, 0.1, 0.05]
    assert "ریشهٔ دوم" in response.content.decode()


def test_the_months_of_a_year_with_their_counts(client, archive):
    slots = client.get("/archive/1402/").context["slots"]
    assert {slot.label: slot.count for slot in slots if slot.count} == {"مهر": 2, "آبان": 1}
    assert len(slots) == 12
    assert 'href="/archive/1402/7/"' in page(client, "/archive/1402/")


def test_the_days_of_a_month_stand_under_their_weekdays(client, archive):
    weeks = client.get("/archive/1402/7/").context["weeks"]
    days = [slot for week in weeks for slot in week if slot]
    assert [slot.label for slot in days] == ["۱", *[slot.label for slot in days[1:-1]], "۳۰"]
    # ۱ مهر ۱۴۰۲ was a Saturday, ۱ آبان ۱۴۰۲ a Monday.
    assert weeks[0].index(days[0]) == 0
    november = client.get("/archive/1402/8/").context["weeks"]
    assert november[0][:3] == [None, None, november[0][2]]
    assert november[0][2].label == "۱"
    assert [slot.label for slot in days if slot.count] == ["۱۵"]


def test_a_day_lists_its_articles_and_leads_to_the_next_day_that_has_some(client, archive):
    shown = page(client, "/archive/1402/7/15/")
    assert "شنبه ۱۵ مهر ۱۴۰۲" in shown
    assert "باز هم نیمهٔ مهر" in shown
    assert "آغاز آبان" not in shown
    assert 'rel="next" href="/archive/1402/8/1/"' in shown
    assert 'rel="prev" href="/archive/1400/7/9/"' in shown


def test_a_day_begins_at_midnight_in_tehran(client):
    ArticleFactory(title="پاسی از شب", published_at=datetime(2023, 10, 6, 20, 30, tzinfo=UTC))
    assert "پاسی از شب" in page(client, "/archive/1402/7/15/")
    assert "پاسی از شب" not in page(client, "/archive/1402/7/14/")


@pytest.mark.parametrize(("month", "days"), [("1402/12", 29), ("1403/12", 30), ("1402/1", 31)])
def test_months_are_as_long_as_the_calendar_says(client, month, days):
    weeks = client.get(f"/archive/{month}/").context["weeks"]
    assert sum(slot is not None for week in weeks for slot in week) == days


@pytest.mark.parametrize("address", ["1402/13/", "1402/12/30/", "1402/0/", "5/", "99999/", "2023/"])
def test_what_the_calendar_does_not_have_is_not_found(client, address):
    assert client.get(f"/archive/{address}").status_code == 404


def test_an_empty_day_and_an_empty_archive_say_so(client):
    assert "هنوز خبر تاریخ‌داری" in page(client, "/archive/")
    assert "از این روز خبری در بایگانی نیست" in page(client, "/archive/1402/7/15/")


def test_number_of_queries_is_the_same_however_much_there_is(client, django_assert_num_queries):
    for day in range(1, 29):
        on(2023, 9, day)
    for address, queries in (
        ("/archive/", 2),
        ("/archive/1402/", 3),
        ("/archive/1402/6/", 3),
        ("/archive/1402/6/15/", 3),
    ):
        with django_assert_num_queries(queries):
            client.get(address)


def test_an_article_leads_to_its_day(client, archive):
    assert 'href="/archive/1402/7/15/"' in page(client, archive[0].get_absolute_url())


def test_the_months_of_a_chart_lead_to_the_calendar():
    chart = timeline({140207: 2, 140208: 1}, lambda period: "")
    assert [bar.period for bar in chart.bars] == ["1402/07", "1402/08"]
