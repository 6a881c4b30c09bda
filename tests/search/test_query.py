import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.search.query import parse
from articles.search.tree import EVERYTHING, All, Any, Field, Fuzzy, Not, Phrase, Prefix, Words


@pytest.mark.parametrize(
    ("typed", "tree"),
    [
        ("لاوروف", Words("لاوروف")),
        ("آتش سوزی  جنگل", Words("آتش سوزی  جنگل")),
        ('"شورای امنیت"', Phrase("شورای امنیت")),
        ("«شورای امنیت»", Phrase("شورای امنیت")),
        ("“شورای امنیت”", Phrase("شورای امنیت")),
        ("دانش*", Prefix("دانش")),
        ("گوترش~", Fuzzy("گوترش")),
        ("دبیرکل گوترش~", All((Words("دبیرکل"), Fuzzy("گوترش")))),
        ("لاوروف -بلینکن", All((Words("لاوروف"), Not(Words("بلینکن"))))),
        ("لاوروف نه بلینکن", All((Words("لاوروف"), Not(Words("بلینکن"))))),
        ("لاوروف NOT بلینکن", All((Words("لاوروف"), Not(Words("بلینکن"))))),
        ('-"شورای امنیت"', Not(Phrase("شورای امنیت"))),
        ("زلزله (-بم یا تهران)", All((Words("زلزله"), Any((Not(Words("بم")), Words("تهران")))))),
        ("(گفت-وگو)", Words("گفت-وگو")),
        ("تهران یا شیراز", Any((Words("تهران"), Words("شیراز")))),
        ("تهران OR شیراز | قم", Any((Words("تهران"), Words("شیراز"), Words("قم")))),
        ("تهران AND شیراز", All((Words("تهران"), Words("شیراز")))),
        (
            "(تهران یا شیراز) زلزله",
            All((Any((Words("تهران"), Words("شیراز"))), Words("زلزله"))),
        ),
        ("عنوان:زلزله", Field("title", Words("زلزله"))),
        ("نام:«سرگئی لاوروف»", Field("name", Phrase("سرگئی لاوروف"))),
        ("منبع:البرز بم", All((Field("source", Words("البرز")), Words("بم")))),
        ("دسته:(ورزش یا علم)", Field("category", Any((Words("ورزش"), Words("علم"))))),
        ("از:۱۴۰۱ تا:۱۴۰۲/۰۶", All((Field("from", Words("۱۴۰۱")), Field("to", Words("۱۴۰۲/۰۶"))))),
        ("تاریخ:۱۴۰۰..۱۴۰۲", Field("date", Words("۱۴۰۰..۱۴۰۲"))),
        ("-منبع:البرز", Not(Field("source", Words("البرز")))),
        # no operator at the beginning, where it has nothing to take from
        ("نه تنها ایران", Words("نه تنها ایران")),
        ("تهران یا نه گانه", Any((Words("تهران"), Words("نه گانه")))),
        # not operators: a hyphen inside a word, a field name as a word, a colon elsewhere
        ("ایران-عراق", Words("ایران-عراق")),
        ("منبع خبر", Words("منبع خبر")),
        ("ساعت ۱۴:۳۰", Words("ساعت ۱۴:۳۰")),
        ("https://example.org/a?b=c", Words("https://example.org/a?b=c")),
    ],
)
def test_typed_syntax_becomes_a_tree(typed, tree):
    query = parse(typed)
    assert query.tree == tree
    assert query.notes == []


@pytest.mark.parametrize(
    ("typed", "tree", "note"),
    [
        ('"شورای امنیت', Words("شورای امنیت"), "گیومه"),
        ("(تهران", Words("تهران"), "پرانتز"),
        ("تهران)", Words("تهران"), "پرانتز"),
        ("تهران یا", Words("تهران"), "یا"),
        ("یا تهران", Words("تهران"), "یا"),
        ("تهران -", Words("تهران -"), None),
        ("تهران نه", Words("تهران"), "نه"),
        ("عنوان:", EVERYTHING, "عنوان"),
        ("د*", EVERYTHING, "ستاره"),
        ("دا*نش", Words("دا نش"), "ستاره"),
        ('""', EVERYTHING, "گیومه"),
    ],
)
def test_a_wrong_query_gets_its_best_reading_and_a_sentence(typed, tree, note):
    query = parse(typed)
    assert query.tree == tree
    assert (note is None and query.notes == []) or note in query.notes[0]


def test_brackets_nested_beyond_reason_are_read_as_words():
    query = parse("(" * 60 + "تهران شیراز" + ")" * 60)
    assert any("تودرتو" in note for note in query.notes)
    assert "تهران" in repr(query.tree)


@given(st.text(alphabet='ابپ «»"()-*:| یاOR منبعنه\u200c', max_size=60))
def test_whatever_is_typed_has_a_tree(typed):
    assert parse(typed).tree is not None


@given(st.text(max_size=400))
def test_no_text_breaks_the_parser(typed):
    assert parse(typed).tree is not None
