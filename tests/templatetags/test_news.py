from datetime import UTC, datetime

import pytest

from articles.models import Article, Entity, Kind
from articles.search.results import Segment
from articles.templatetags import news

ENTITY = Entity(pk=3, kind=Kind.PERSON, name='ن"ام', slug="نام")


def test_text_is_escaped_before_it_is_marked():
    html = news.marked([Segment("<b>"), Segment("<i>", hit=True)])
    assert html == "&lt;b&gt;<mark>&lt;i&gt;</mark>"


def test_a_name_with_a_hit_in_its_middle_is_one_link():
    html = news.marked(
        [Segment("کتاب", entity=ENTITY), Segment("خانه", hit=True, entity=ENTITY), Segment("‌ها")]
    )
    assert html.count("<a ") == 1
    assert ">کتاب<mark>خانه</mark></a>‌ها" in html
    assert 'title="شخص: ن&quot;ام"' in html


def test_inside_a_link_no_other_link_is_made():
    html = news.marked_hits([Segment("نام", entity=ENTITY), Segment("واژه", hit=True)])
    assert html == "نام<mark>واژه</mark>"


@pytest.mark.parametrize(
    ("value", "shown"), [(1234567, "۱٬۲۳۴٬۵۶۷"), (0, "۰"), (1234.5, "۱٬۲۳۴٫۵")]
)
def test_numbers_wear_persian_digits_and_separators(value, shown):
    assert news.number(value) == shown


def test_only_codes_without_letters_change_their_digits():
    assert news.code("14001126") == "۱۴۰۰۱۱۲۶"
    assert news.code("HAM2-811") == "HAM2-811"


def test_a_time_says_its_moment_to_machines_and_its_jalali_date_to_people():
    html = news.moment(datetime(2023, 10, 7, 8, 30, tzinfo=UTC), "long")
    assert 'datetime="2023-10-07T08:30:00+00:00"' in html
    assert ">شنبه ۱۵ مهر ۱۴۰۲ ساعت ۱۲:۰۰<" in html


def test_an_excerpt_is_the_lead_or_the_body_without_what_the_headline_shows():
    assert news.excerpt(Article(title="تیتر", lead="لید", body="متن")) == "لید"
    assert news.excerpt(Article(title="تیتر", body="متن")) == "متن"
    assert news.excerpt(Article(title="", body="خط نخست\nخط دوم")) == "خط دوم"


def test_a_long_excerpt_ends_between_words():
    text = news.excerpt(Article(title="تیتر", body="واژه " * 100))
    assert text.endswith("واژه…")
    assert len(text) <= news.EXCERPT_LENGTH + 1


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://example.org/خبر", "https://example.org/خبر"),
        ("HTTP://example.org", "HTTP://example.org"),
        ("javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("", ""),
    ],
)
def test_only_web_addresses_become_links(address, shown):
    assert news.web_address(address) == shown


def test_midnight_is_no_time_of_day_but_a_day_without_one():
    midnight = datetime(2023, 10, 6, 20, 30, tzinfo=UTC)  # in Tehran
    assert "ساعت" not in news.moment(midnight, "long")
    assert "ساعت ۰۰:۰۱" in news.moment(midnight.replace(minute=31), "long")


@pytest.mark.parametrize(
    ("minutes", "said"),
    [(1, "۱ دقیقه"), (60, "۱ ساعت"), (216, "۳ ساعت و ۳۶ دقیقه")],
)
def test_long_readings_are_told_in_hours(minutes, said):
    assert news.duration(minutes) == said
