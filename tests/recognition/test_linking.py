"""What a text calls a name besides, and which spellings may be one name."""

import pytest

from articles.models import Kind
from articles.persian.characters import squash
from articles.recognition.linking import also_called, initials_fit, place_of, variants


def called(text: str, name: str, kind: str = Kind.PERSON) -> str:
    start = text.index(name)
    spelling = also_called(text, start, start + len(name), kind)
    if spelling:
        place = place_of(spelling, text, start, start + len(name))
        assert text[slice(*place)] == spelling
    return spelling


@pytest.mark.parametrize(
    ("text", "spelling"),
    [
        ("زبیگنیو رائو (Zbigniew Rau) گفت", "Zbigniew Rau"),
        ("زبیگنیو رائو（ Zbigniew Rau ）", "Zbigniew Rau"),
        ("زبیگنیو رائو (وزیر) گفت", ""),
        ("زبیگنیو رائو گفت (Zbigniew Rau)", ""),
        ("زبیگنیو رائو (2021)", ""),
    ],
)
def test_a_latin_spelling_in_brackets(text, spelling):
    assert called(text, "زبیگنیو رائو") == spelling


def test_capitals_are_the_initials_of_a_body_and_not_of_a_place():
    text = "انجمن پیشبرد علوم آمریکا (AAAS) گفت"
    assert called(text, "انجمن پیشبرد علوم آمریکا", Kind.ORGANISATION) == "AAAS"
    assert called(text, "آمریکا", Kind.PLACE) == ""


def test_a_short_form_of_an_organisation_and_of_nothing_else():
    text = "سازمان پیمان زرتاش (زرتا) بیانیه داد"
    assert called(text, "سازمان پیمان زرتاش", Kind.ORGANISATION) == "زرتا"
    assert called(text, "سازمان پیمان زرتاش", Kind.PLACE) == ""


def test_initials_before_a_surname():
    assert called("دیروز ز. رائوفسکی گفت", "رائوفسکی") == "ز. رائوفسکی"
    assert called("دیروز ز.ب. رائوفسکی گفت", "رائوفسکی") == "ز.ب. رائوفسکی"
    assert called("او آمد. رائوفسکی گفت", "رائوفسکی") == ""


@pytest.mark.parametrize(
    ("spelling", "fits"),
    [
        ("ز. رائوفسکی", True),
        ("ز.ب. رائوفسکی", True),
        ("ز . رائوفسكي", True),
        ("ک. رائوفسکی", False),
        ("ز.ک. رائوفسکی", False),
        ("ز. رائو", False),
        ("رائوفسکی", False),
    ],
)
def test_initials_are_those_of_the_name(spelling, fits):
    assert initials_fit(spelling, "زبیگنیو برونو رائوفسکی") is fits


@pytest.mark.parametrize(
    ("one", "other"),
    [("بلینکن", "بلینکین"), ("آنتونی بلینکن", "آنتونی بلینکین"), ("زلنسکی", "زلنیسکی")],
)
def test_two_transliterations_may_be_one_name(one, other):
    assert squash(other) in set(variants(squash(one)))
    assert squash(one) in set(variants(squash(other)))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("اصفهان", "اصفهانی"),  # grammar
        ("حسن", "حسین"),  # short names are different people
        ("بلینکن", "بلینتن"),
        ("آرمینا", "ارمینا"),  # the same to the archive already
        ("ایرانشهر", "اوران‌شاهر"),
        ("علوی", "علی"),
    ],
)
def test_different_names_are_not(one, other):
    assert squash(other) not in set(variants(squash(one)))
    assert squash(one) not in set(variants(squash(other)))
