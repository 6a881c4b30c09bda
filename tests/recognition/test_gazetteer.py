"""Every written form of a name is found, as a whole word, at its place in the raw text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.recognition.gazetteer import AliasRow, Gazetteer

ALIASES = (
    "علی",
    "تهران",
    "ایران",
    "یمن",
    "تن",
    "آمریکا",
    "لاوروف",
    "پارس‌آباد",
    "هاشمی رفسنجانی",
    "اکبر هاشمی رفسنجانی",
    "امیرعبداللهیان",
    "وزارت امور خارجه",
    "هیئت دولت",
    "آیت‌الله بهجت",
    "نصرالله",
    "بی.بی.سی",
    "Jean-Marc Ayrault",
    "IRNA",
)
GAZETTEER = Gazetteer(AliasRow(number, "person", text) for number, text in enumerate(ALIASES))


def found(text: str) -> list[str]:
    return [text[hit.start : hit.end] for hit in GAZETTEER.find(text)]


@pytest.mark.parametrize(
    "written",
    [
        "هاشمی رفسنجانی",
        "هاشمی‌رفسنجانی",
        "هاشمیرفسنجانی",
        "هاشمي رفسنجاني",
        "هاشمی\nرفسنجانی",
        "تهـــران",
        "تِهران",
        "ﻋﻠﯽ",
        "امريكا",
        "وزارت امورخارجه",
        "وزارت‌امور‌خارجه",
        "هیأت دولت",
        "هيات دولت",
        "آیة الله بهجت",
        "نصرﷲ",
        "پارس آباد",
        "پارسآباد",
        "امیر عبداللهیان",
        "بی‌بی‌سی",
        "بی.بی.سی",
        "jean-marc ayrault",
    ],
)
def test_a_name_is_found_however_it_is_written(written):
    assert found(f"در خبر، {written} دیده شد") == [written]


@pytest.mark.parametrize(
    "attached",
    ["لاوروف‌ها", "لاوروفها", "لاوروف‌هایی", "لاوروفِ", "ایران‌مان", "آمریکای", "تهران‌ها"],
)
def test_an_attached_inflection_belongs_to_the_marked_word(attached):
    assert found(f"سخن از {attached} بود") == [attached]


@pytest.mark.parametrize(("text", "marked"), [("لاوروف ها آمدند", "لاوروف"), ("تهران‌ ما", "تهران")])
def test_a_detached_inflection_stays_outside(text, marked):
    assert found(text) == [marked]


def test_direction_marks_stay_outside():
    assert found("\u2067لاوروف\u2069 آمد") == ["لاوروف"]


@pytest.mark.parametrize(
    "other",
    [
        "تهرانپارس",
        "ایرانخودرو",
        "ایران‌خودرو",
        "ایرانی",
        "آمریکایی",
        "علیه",
        "علی‌رضا",
        "علیرضا",
        "تنها",
        "خانه ی من",
        "شیخ‌علی",
        "ولی‌علی‌پور",
    ],
)
def test_another_word_is_not_the_name(other):
    assert found(f"درباره {other} نوشتند") == []


def test_punctuation_separates_a_name():
    assert found("هاشمی، رفسنجانی") == []


def test_a_blank_line_separates_a_name():
    assert found("وزارت\n\nامور خارجه") == []


def test_a_half_space_bounds_a_name_of_several_words():
    assert found("دیدار با هاشمی رفسنجانی‌دوستان") == ["هاشمی رفسنجانی"]


def test_a_name_cut_out_of_a_ligature_is_none():
    assert found("ﷲعلی") == []


def test_of_overlapping_names_the_longest_is_found():
    assert found("اکبر هاشمی رفسنجانی") == ["اکبر هاشمی رفسنجانی"]


@pytest.mark.parametrize("address", ["news@irna.ir", "https://irna.ir/fa", "www.irna.ir"])
def test_addresses_hold_no_names(address):
    assert found(f"نشانی: {address}") == []


def test_a_latin_name_at_the_end_of_a_sentence_is_found():
    assert found("به گزارش IRNA.") == ["IRNA"]


def test_an_empty_gazetteer_finds_nothing():
    assert Gazetteer([]).find("تهران") == []


def test_one_form_of_two_entities_has_both_as_bearers():
    gazetteer = Gazetteer([AliasRow(1, "place", "ایلام"), AliasRow(2, "place", "ايلام")])
    (hit,) = gazetteer.find("ایلام")
    assert {bearer.entity_id for bearer in hit.bearers} == {1, 2}


_fragments = st.sampled_from(
    [*ALIASES, " ", "\u200c", "\n", "ـ", "\u064e", "ﷲ", "ﻻ", "ء", "İ", "،", "ها", "ی", "ﻋﻠﯽ", "é"]
)


@given(st.lists(_fragments | st.text(max_size=5), max_size=12).map("".join))
def test_hits_lie_in_the_text_apart_from_each_other_and_show_their_name(text):
    end = 0
    for hit in GAZETTEER.find(text):
        assert end <= hit.start < hit.end <= len(text)
        assert not text[hit.start].isspace()
        end = hit.end


@given(st.lists(st.text(min_size=1, max_size=6), max_size=5), st.lists(st.integers(0, 4)))
def test_any_names_can_be_sought(names, order):
    gazetteer = Gazetteer(AliasRow(number, "person", text) for number, text in enumerate(names))
    text = " ".join(names[index] for index in order if index < len(names))
    for hit in gazetteer.find(text):
        assert text[hit.start : hit.end].strip()


@given(
    st.sampled_from([alias for alias in ALIASES if "." not in alias and "-" not in alias]),
    st.lists(st.sampled_from(["\u064e", "ـ", "\u200d", ""]), min_size=30, max_size=30),
)
def test_marks_inside_a_name_do_not_hide_it(alias, marks):
    marked = "".join(letter + mark for letter, mark in zip(alias, marks, strict=False))
    assert found(f"( {marked} )") == [marked]
