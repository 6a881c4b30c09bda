import pytest

from articles import pipeline
from articles.models import Kind
from articles.search.completion import complete
from tests.factories import ArticleFactory, EntityFactory


def texts(prefix, **parts):
    return [completion.text for completion in complete(prefix, **parts)]


@pytest.fixture
def archive(db):
    EntityFactory(
        name="سرگئی لاوروف", latin_name="Sergey Lavrov", aliases=["لاوروف", "سرگي لاوروف"]
    )
    EntityFactory(name="لارستان", kind=Kind.PLACE)
    EntityFactory(name="لاهیجان", kind=Kind.PLACE)
    for _ in range(3):
        ArticleFactory(title="سفر", body="سرگئی لاوروف از لاستیک و لالایی گفت. تمام")
    ArticleFactory(title="گفت‌وگو", body="گفت و گوی وزیر خارجه در لاهیجان با خارجی‌ها")
    ArticleFactory(title="هسته", body="برنامهٔ هسته‌ای آمریکا، خارجه و می‌شود و لالایی")
    pipeline.catch_up()


def test_names_come_first_the_most_mentioned_before_the_others(archive):
    found = complete("لا")
    assert [one.text for one in found[:3]] == ["سرگئی لاوروف", "لاهیجان", "لارستان"]
    assert [one.kind for one in found[:3]] == [Kind.PERSON, Kind.PLACE, Kind.PLACE]
    assert [one.count for one in found[:3]] == [3, 1, 0]
    assert found[0].entity.name == "سرگئی لاوروف"


def test_then_the_more_frequent_words(archive):
    words = [one for one in complete("لا") if one.kind == "word"]
    assert [(one.text, one.count) for one in words][:2] == [("لالایی", 4), ("لاستیک", 3)]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("هسته", "هسته‌ای"),
        ("هسته‌ا", "هسته‌ای"),
        ("آمر", "آمریکا"),
        ("امر", "آمریکا"),
        ("آمري", "آمریکا"),
        ("می‌ش", "می‌شود"),
        ("می ش", "می‌شود"),
        ("ميش", "می‌شود"),
        ("گفت و گ", "گفت‌وگو"),
        ("سرگی لا", "سرگئی لاوروف"),
        ("سرگئي‌لاو", "سرگئی لاوروف"),
        ("gh,v", "سرگئی لاوروف"),
        ("lav", "سرگئی لاوروف"),
    ],
)
def test_the_written_form_does_not_matter(typed, expected, archive):
    assert expected in texts(typed)


def test_only_the_last_word_is_completed(archive):
    assert "وزیر خارجه" in texts("وزیر خار")
    assert texts("وزیر ") == []


def test_words_that_follow_the_one_before_are_preferred(archive):
    for _ in range(5):
        ArticleFactory(title="دیگر", body="خاری در راه")
    pipeline.catch_up()
    assert texts("خار")[0] == "خاری"
    assert texts("وزیر خار") == ["وزیر خارجه"]


def test_what_was_typed_in_full_is_not_offered_again(archive):
    assert "لالایی" not in texts("لالایی")


@pytest.mark.parametrize(
    "typed", ["", " ", "ل", "؟", "«لا", "عنوان:لا", "لا*", "xyzzy", "\ud800\ud800"]
)
def test_nothing_to_complete(typed, archive):
    assert texts(typed) == []


def test_never_more_than_asked_for(archive):
    assert len(texts("لا", limit=2)) == 2


def test_without_an_index_there_is_nothing_to_offer(db):
    assert texts("لا") == []
