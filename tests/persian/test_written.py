import pytest

from articles.persian.written import Writer, key_of, lexicon_spellings, spellings


@pytest.fixture(scope="module")
def writer(lexicon) -> Writer:
    return Writer(lexicon, lexicon_spellings() | spellings(["سرگئی", "آنتونیو"]))


@pytest.mark.parametrize(
    "word",
    [
        *("آمریکا", "آمریکایی", "هسته‌ای", "مسئول", "رئیس", "اسرائیل", "گفت‌وگو", "گفت‌وگوی"),
        *("می‌شود", "نمی‌خواهد", "نامه‌های", "بچه‌ها", "دانش‌آموز", "آب", "تهران", "سرگئی"),
        *("آنتونیو", "پزشکیان"),
    ],
)
def test_a_key_is_written_as_an_editor_would(word, writer):
    assert writer.write(key_of(word)) == word


@pytest.mark.parametrize("word", ["امریکا", "آمریکا", "آمريكا", "امـریکا", "آمِریکا"])
def test_every_spelling_has_the_key_of_the_index(word, analyzer):
    assert key_of(word) == analyzer.tokens(word)[0].exact


def test_of_two_spellings_the_one_that_shows_more_is_kept():
    assert spellings(["امریکا", "آمریکا", "گفتگو", "گفت‌وگو"]) == {
        "امریکا": "آمریکا",
        "گفتوگو": "گفت‌وگو",
    }
