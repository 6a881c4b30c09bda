import pytest

from articles import pipeline
from articles.search.explain import explain
from articles.search.request import SearchRequest
from tests.factories import ArticleFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    made = ArticleFactory(
        title="تضمينهاي امنيتي", lead="", body="روسیه تضمین های امنیتی را می‌خواهد."
    )
    pipeline.catch_up()
    return made


def explained(q: str, article=None):
    return {word.typed: word for word in explain(SearchRequest(q=q), article)}


def test_each_word_tells_its_folded_form_its_stems_and_how_many_articles_hold_it(article):
    word = explained("تضمين‌هاي")["تضمين‌هاي"]
    assert word.folded == "تضمینهای"
    assert word.stems == ("تضمین",)
    assert word.articles == 1


def test_verbs_are_explained_by_their_infinitive(article):
    assert explained("میخواهند")["میخواهند"].stems == ("خواستن",)


def test_a_joined_word_tells_how_else_it_may_be_written(article):
    ArticleFactory(title="خبر", body="دو وزیر گفت و گو کردند.")
    pipeline.catch_up()
    assert any("گفت" in spelling for spelling in explained("گفتوگو")["گفتوگو"].spellings)


def test_function_words_are_optional_and_excluded_words_negated(article):
    words = explained("از روسیه -لهستان")
    assert words["از"].optional
    assert not words["روسیه"].optional
    assert words["لهستان"].negated


def test_the_article_shows_where_each_word_hits_and_which_does_not(article):
    words = explained("تضمین لهستان", article)
    assert [(place.field, place.text) for place in words["تضمین"].places] == [
        ("title", "تضمينهاي"),
        ("body", "تضمین های"),
    ]
    assert words["لهستان"].places == ()


def test_phrases_prefixes_and_fields_are_explained(article):
    words = explained('"تضمین های امنیتی" امن* عنوان:تضمین')
    assert {word.kind for word in words.values()} == {"phrase", "prefix", "title"}
    assert words["تضمین های امنیتی"].articles == 1


def test_a_word_with_a_tilde_is_explained_with_what_is_spelt_nearly_so(article):
    ArticleFactory(title="خبر", body="لهستانن")
    ArticleFactory(title="خبر", body="لهستان")
    pipeline.catch_up()
    assert explained("لهستان")["لهستان"].articles == 1
    assert explained("لهستان~")["لهستان~"].articles == 2


@pytest.mark.parametrize(
    "typed",
    ["عنوان:(زلزله یا سیل)", "عنوان:(-سیل زلزله)", "عنوان:(باران (زلزله یا سیل))"],
)
def test_a_field_over_brackets_is_the_field_of_every_word_in_them(typed):
    """As the search takes it: a body does not count for a title."""
    article = ArticleFactory(title="باران", body="زلزله و سیل آمد")
    pipeline.catch_up()
    words = explained(typed, article)
    for word in ("زلزله", "سیل"):
        assert words[word].kind == "title"
        assert not words[word].in_article
        assert not words[word].places
        assert words[word].articles == 0
    assert words["سیل"].negated == ("-" in typed)


def test_a_field_over_a_tilde_or_an_asterisk_stays_one(article):
    body_only = ArticleFactory(title="خبر", body="لهستانن لهستان")
    pipeline.catch_up()
    words = explained("عنوان:لهستان~ عنوان:لهس*", body_only)
    for word in ("لهستان~", "لهس*"):
        assert words[word].kind == "title"
        assert not words[word].in_article


def test_words_in_a_title_field_tell_their_stems(article):
    word = explained("عنوان:تضمین‌های")["تضمین‌های"]
    assert (word.kind, word.stems, word.articles) == ("title", ("تضمین",), 1)


def test_a_field_within_the_brackets_of_another_counts(article):
    words = explained("عنوان:(تضمین یا نام:روسیه)", article)
    assert words["روسیه"].kind == "name"


def test_a_period_among_the_words_is_none_of_them(article):
    assert list(explained("تضمین از ۱۴۰۲ تا ۱۴۰۳")) == ["تضمین"]
    assert list(explained("۱۴۰۲")) == []
