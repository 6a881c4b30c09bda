"""Who said what, on the page of an article and on those of a name."""

import re
from datetime import UTC, datetime

import pytest

from articles.models import Article, Quotation
from tests.factories import ArticleFactory, EntityFactory, QuotationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def speaker():
    return EntityFactory(name="سرگئی لاوروف")


def page_of(client, row, suffix=""):
    return client.get(row.get_absolute_url() + suffix).content.decode()


def test_an_article_says_who_said_what_and_where(client, speaker):
    article = ArticleFactory(body="بند نخست.\n\nلاوروف گفت که صلح نزدیک است.")
    QuotationFactory(article=article, speaker=speaker)
    page = page_of(client, article)
    section = page.partition("چه کسی چه گفت")[2].partition("</section>")[0]
    assert speaker.get_absolute_url() in section
    assert "صلح نزدیک است" in section
    assert 'href="#body-2"' in section
    assert '<p dir="rtl" id="body-2">' in page


def test_an_article_without_statements_has_no_such_section(client):
    assert "چه کسی چه گفت" not in page_of(client, ArticleFactory())


def test_the_title_speaks_only_where_the_text_says_nothing(client, speaker):
    article = ArticleFactory(title="لاوروف: صلح دور است", body="گفت که صلح نزدیک است.")
    in_title = {"field": "title", "text": "صلح دور است", "start": 8, "end": 19}
    QuotationFactory(article=article, speaker=speaker, **in_title)
    assert "saying__text" in page_of(client, article)
    QuotationFactory(article=article, speaker=speaker)
    section = page_of(client, article).partition("چه کسی چه گفت")[2].partition("</section>")[0]
    assert "صلح دور است" not in section


def test_a_post_whose_title_repeats_its_text_is_quoted_once(client, speaker):
    article = ArticleFactory(title="گفت که صلح نزدیک است", body="گفت که صلح نزدیک است. پایان.")
    QuotationFactory(article=article, speaker=speaker, field="title")
    QuotationFactory(article=article, speaker=speaker)
    QuotationFactory(
        article=ArticleFactory(title="گفت که صلح نزدیک است"), field="title", speaker=speaker
    )
    for suffix in ("", "quotations/"):
        assert page_of(client, speaker, suffix).count("saying__text") == 2
    answer = client.get(f"/api/v1/names/{speaker.pk}/quotations").json()
    assert len(answer["quotations"]) == 2


def test_a_headline_that_puts_a_colon_for_the_verb_shows_no_verb(client, speaker):
    article = ArticleFactory(title="لاوروف: صلح دور است", body="")
    place = {"field": "title", "text": "صلح دور است", "start": 8, "end": 19}
    QuotationFactory(article=article, speaker=speaker, cue=":", cue_start=6, **place)
    QuotationFactory(article=ArticleFactory(body="گفت که صلح نزدیک است."), speaker=speaker)
    cue = re.compile(r'"saying__cue">(.*?)</span>')
    assert cue.findall(page_of(client, article)) == []
    assert cue.findall(page_of(client, speaker)) == ["گفت؛ ", "در خبر ", "در خبر "]


def test_a_statement_is_escaped(client, speaker):
    text = "<script>alert(1)</script> است"
    article = ArticleFactory(body=f"گفت که {text}.")
    QuotationFactory(article=article, speaker=speaker, text=text)
    for page in (page_of(client, article), page_of(client, speaker)):
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert" in page


def test_a_name_shows_what_it_said_last_and_links_to_the_rest(client, speaker):
    for day in range(1, 8):
        article = ArticleFactory(
            body=f"گفت که روز {day} آمد.", published_at=datetime(2023, 10, day, tzinfo=UTC)
        )
        QuotationFactory(article=article, speaker=speaker, text=f"روز {day} آمد")
    page = page_of(client, speaker)
    assert page.index("روز 7 آمد") < page.index("روز 6 آمد")
    assert "روز 2 آمد" not in page
    assert f"{speaker.get_absolute_url()}quotations/" in page
    every = page_of(client, speaker, "quotations/")
    assert all(f"روز {day} آمد" in every for day in range(1, 8))


def test_a_cue_that_takes_the_speaker_stands_before_the_name(client, speaker):
    article = ArticleFactory(body="به گفتهٔ لاوروف، صلح نزدیک است.")
    QuotationFactory(
        article=article, speaker=speaker, cue="به گفتهٔ", speaker_start=9, speaker_end=15
    )
    caption = page_of(client, article).partition("<figcaption>")[2].partition("</figcaption>")[0]
    assert re.sub(r"<[^>]*>", "", caption) == "به گفتهٔ سرگئی لاوروف:"
    assert "به گفتهٔ" not in page_of(client, speaker, "quotations/").partition("<main")[2]


def test_only_published_articles_and_standing_statements_are_shown(client, speaker):
    hidden = ArticleFactory(body="گفت که صلح نزدیک است.", status=Article.Status.WITHDRAWN)
    QuotationFactory(article=hidden, speaker=speaker)
    QuotationFactory(speaker=speaker, status=Quotation.Status.REJECTED)
    assert "صلح نزدیک است" not in page_of(client, speaker)
    assert "هنوز نقل‌قولی پیدا نشده است" in page_of(client, speaker, "quotations/")


def test_the_list_of_statements_has_one_address(client, speaker):
    answer = client.get(f"/names/{speaker.pk}/wrong/quotations/")
    assert answer.status_code == 301
    assert answer.url == f"{speaker.get_absolute_url()}quotations/"


def test_the_pages_cost_the_same_for_many_statements(
    client, speaker, django_assert_max_num_queries
):
    for number in range(12):
        article = ArticleFactory(body=f"گفت که روز {number} آمد.")
        QuotationFactory(article=article, speaker=speaker, text=f"روز {number} آمد")
    with django_assert_max_num_queries(4):
        page_of(client, speaker, "quotations/")
