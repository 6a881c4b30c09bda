"""Names that nobody entered are found by their surroundings; ordinary words are not."""

from itertools import pairwise

import pytest

from articles.recognition import rules
from articles.recognition.lexical import word


def names(sentence: str) -> list[tuple[str, str]]:
    """(tag, tokens) of each name in a sentence whose tokens are separated by spaces."""
    tokens = sentence.split()
    return [
        (chunk.tag, " ".join(tokens[chunk.first : chunk.last]))
        for chunk in rules.found([word(token) for token in tokens])
    ]


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("دیدار با آقای دلشادفر در دفتر", "دلشادفر"),
        ("دکتر سارا دلشادفر گفت", "سارا دلشادفر"),
        ("سردار صفایی بوشهری با اشاره به این", "صفایی بوشهری"),
        ("سید علی موسوی آمد", "سید علی موسوی"),
        ("محمد بن زاید رفت", "محمد بن زاید"),
        ("به گفته زرتاشپور ، چنین شد", "زرتاشپور"),
        ("زرتاشپور افزود : خوب است", "زرتاشپور"),
        ("وزیر کشاورزی گریشا پولانکوف رفت", "گریشا پولانکوف"),
    ],
)
def test_persons_are_found_by_titles_given_names_and_speech(sentence, name):
    assert ("PER", name) in names(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "آقای رئیس‌جمهور گفت",  # a role, not a name
        "دکتر گفت که این کتاب خوب است",
        "او افزود : خوب است",
        "خانم‌ها و آقایان محترم آمدند",
        "به گفته کارشناسان ، چنین شد",
        "مردم به خیابان آمدند",
        "علی رفت",  # a given name alone is nobody yet
    ],
)
def test_roles_and_ordinary_words_are_no_persons(sentence):
    assert [name for tag, name in names(sentence) if tag == "PER"] == []


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("رئیس سازمان حفاظت محیط زیست گفت", "سازمان حفاظت محیط زیست"),
        ("وزارت آموزش و پرورش اعلام کرد", "وزارت آموزش و پرورش"),
        ("دانشگاه شیراز در پایان", "دانشگاه شیراز"),
        ("دولت سوریه از این خبر", "دولت سوریه"),
        ("به گزارش خبرگزاری ایسنا ، چنین شد", "خبرگزاری ایسنا"),
    ],
)
def test_an_organisation_is_its_head_and_a_chain_of_ezafe(sentence, name):
    assert ("ORG", name) in names(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "این سازمان بزرگ است",
        "مردم در انتخابات شرکت کردند",
        "شرکت‌کنندگان رفتند",
        "هر شرکت خصوصی باید بگوید",
        "دولت از این خبر خوشحال شد",
        "مرکز بزرگ شهر شلوغ است",
    ],
)
def test_a_head_that_names_nothing_is_no_organisation(sentence):
    assert [name for tag, name in names(sentence) if tag == "ORG"] == []


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("در شهرستان شادگان باران آمد", "شهرستان شادگان"),
        ("استان آذربایجان شرقی سرد است", "استان آذربایجان شرقی"),
        ("روستای زرکندان آب ندارد", "روستای زرکندان"),
        ("سفر به آفریقای جنوبی", "آفریقای جنوبی"),
        ("سفر به پرتغال", "پرتغال"),
    ],
)
def test_places_are_found_by_their_head_or_from_the_lists(sentence, name):
    assert ("LOC", name) in names(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "در این شهر باران آمد",
        "منابع مالی کم است",
        "فصل بهار آمد",
        "هوا را بر مردم تنگ کرد",  # «را بر» is not «رابر»
        "شهر بزرگ است",
        "روز دوشنبه باران آمد",
    ],
)
def test_ordinary_words_are_no_places(sentence):
    assert [name for tag, name in names(sentence) if tag == "LOC"] == []


def test_names_never_overlap():
    sentence = "وزیر خارجه سوریه آقای سید علی موسوی در دانشگاه تهران گفت"
    found = rules.found([word(token) for token in sentence.split()])
    assert len(found) >= 2
    assert all(one.last <= other.first for one, other in pairwise(found))
