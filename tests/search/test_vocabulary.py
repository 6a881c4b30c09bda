import pytest

from articles.search import vocabulary
from articles.search.engines.base import Engine
from articles.search.indexing import backend
from articles.search.vocabulary import Vocabulary, words_of
from tests.factories import ArticleFactory, EntityFactory

COUNTED = {
    "تهران": 40, "تهرانی": 7, "تهدید": 12, "زلزله": 9, "کرمانشاه": 5, "استقلال": 30, "استقبال": 20,
    "covid": 2, "2021": 9, "12": 3, "و": 99, "یکبار": 1,
}  # fmt: skip


@pytest.fixture
def words() -> Vocabulary:
    return Vocabulary(COUNTED.items())


def test_words_are_counted_and_numbers_are_none(words):
    assert words.count("تهران") == 40
    assert words.count("تهرا") == 0
    assert words.count("2021") == words.count("و") == 0


def test_rare_words_may_be_left_out():
    assert Vocabulary(COUNTED.items(), least=2).count("یکبار") == 0


def test_the_most_frequent_words_of_a_beginning_come_first(words):
    assert words.beginning_with("ته", 2) == [("تهران", 40), ("تهدید", 12)]
    assert words.beginning_with("پ", 2) == []


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("طحران", "تهران"),  # by ear, twice
        ("تهدان", "تهران"),
        ("تهان", "تهران"),
        ("تهرران", "تهران"),
        ("ذلذله", "زلزله"),
        ("زلزه", "زلزله"),
        ("لزله", "زلزله"),
        ("کرامنشاه", "کرمانشاه"),  # a swap in the first half
        ("کرمنااه", "کرمانشاه"),
        ("استقالل", "استقلال"),  # in the middle
        ("استقلا", "استقلال"),
    ],
)
def test_a_slip_anywhere_leads_to_the_word(typed, meant, words):
    assert meant in words.spelt_like(typed)


def test_words_of_a_skeleton_are_found_and_latin_ones_are_not_among_them(words):
    assert words.sounding_like({"thrn"}) == {"تهران", "تهرانی"}
    assert words.sounding_like({"cvd", "covid"}) == set()


@pytest.fixture
def engine(search) -> Engine:
    lavrov = EntityFactory(name="سرگئی لاوروف")
    ArticleFactory(title="خبر", body=f"{lavrov.name} آمد")
    search("")
    return backend().engine


def test_an_index_is_read_once_until_it_changes(engine, search):
    read = words_of(engine)
    assert words_of(engine) is read
    ArticleFactory(title="دیگر", body="چیزی تازه")
    search("")
    assert words_of(engine).vocabulary.count("تازه") == 1


def test_a_large_archives_words_are_not_read_again_at_every_commit(engine, search, monkeypatch):
    monkeypatch.setattr(vocabulary, "QUICK", -1.0)
    monkeypatch.setattr(vocabulary, "PATIENCE", 1e9)
    read = words_of(engine)
    ArticleFactory(title="دیگر", body="چیزی تازه")
    search("")
    assert words_of(engine) is read


def test_names_are_counted_and_give_their_spelling(engine):
    words = words_of(engine)
    assert list(words.names.values()) == [1]
    assert words.writer.write("سرگیی") == "سرگئی"
