"""گوینده:… finds the articles in which a name says something."""

import pytest

from tests.factories import ArticleFactory, EntityFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def lavrov():
    return EntityFactory(name="سرگئی لاوروف", latin_name="Sergey Lavrov", aliases=["سرگی لاوروف"])


@pytest.fixture
def articles(lavrov):
    return {
        "said": ArticleFactory(body="سرگئی لاوروف گفت که صلح نزدیک است."),
        "named": ArticleFactory(body="سرگئی لاوروف به مسکو رفت و صلح نزدیک است."),
        "war": ArticleFactory(body="سرگئی لاوروف گفت که جنگ نزدیک است."),
    }


def found(search, articles, query):
    names = {article.pk: name for name, article in articles.items()}
    return sorted(names[hit.article.pk] for hit in search(query).hits)


@pytest.mark.parametrize(
    "query",
    [
        "گوینده:لاوروف",
        "speaker:لاوروف",
        'گوینده:"سرگئی لاوروف"',
        'گوینده:"سرگی‌لاوروف"',
        "گوینده:«سرگئي لاوروف»",
    ],
)
def test_any_spelling_of_the_speaker_finds_what_she_said(search, articles, query):
    assert found(search, articles, query) == ["said", "war"]


def test_it_joins_other_words(search, articles):
    assert found(search, articles, "گوینده:لاوروف صلح") == ["said"]
    assert found(search, articles, "نزدیک -گوینده:لاوروف") == ["named"]
    assert found(search, articles, "گوینده:(لاوروف یا مرکل) جنگ") == ["war"]


def test_an_unknown_speaker_is_sought_as_a_word_and_said_so(search, articles):
    results = search("گوینده:مسکو")
    assert [hit.article.pk for hit in results.hits] == [articles["named"].pk]
    assert any("گوینده‌ای با نام «مسکو»" in note for note in results.notes)


def test_a_known_name_that_said_nothing_finds_nothing_and_says_so(search, articles):
    EntityFactory(name="آنگلا مرکل")
    results = search('گوینده:"آنگلا مرکل"')
    assert results.total == 0
    assert any("نقل‌قولی از «آنگلا مرکل»" in note for note in results.notes)
