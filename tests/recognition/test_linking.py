"""Spellings that articles use for a curated name are proposed as aliases, doubles for merging."""

import pytest

from articles.models import Alias, Kind
from articles.recognition import linking
from articles.recognition.linking import Reason, alias_suggestions, likely_doubles
from articles.recognition.mentions import store
from articles.recognition.recogniser import Recogniser
from tests.factories import ArticleFactory, EntityFactory

pytestmark = pytest.mark.django_db


def read(body: str) -> None:
    store([ArticleFactory(title="خبر", lead="", body=body)], Recogniser.from_database())


def proposed() -> list[tuple[str, Reason, int]]:
    return [(item.text, item.reason, item.count) for item in alias_suggestions()]


@pytest.fixture
def minister():
    return EntityFactory(name="زبیگنیو رائوفسکی", kind=Kind.PERSON)


def test_a_latin_spelling_in_brackets(minister):
    read("زبیگنیو رائوفسکی (Zbigniew Raufsky) گفت")
    assert proposed() == [("Zbigniew Raufsky", Reason.LATIN, 1)]


def test_a_bare_surname_behind_the_full_name_with_its_sentences(minister):
    read("زبیگنیو رائوفسکی آمد. رائوفسکی گفت: خوب است. رائوفسکی رفت.")
    assert proposed() == [("رائوفسکی", Reason.SURNAME, 2)]
    (item,) = alias_suggestions()
    assert item.examples[0].before.endswith("آمد. ")
    assert item.examples[0].after.startswith(" گفت")


def test_initials_that_fit_the_name(minister):
    read("زبیگنیو رائوفسکی آمد. ز. رائوفسکی گفت و ک. رائوفسکی رفت.")
    assert ("ز. رائوفسکی", Reason.INITIALS, 1) in proposed()
    assert not any(text.startswith("ک") for text, _, _ in proposed())


def test_a_short_form_of_an_organisation():
    EntityFactory(name="سازمان پیمان زرتاش", kind=Kind.ORGANISATION)
    read("سازمان پیمان زرتاش (زرتا) بیانیه داد")
    assert proposed() == [("زرتا", Reason.SHORT_FORM, 1)]


def test_what_is_an_alias_already_is_not_proposed(minister):
    Alias.objects.create(entity=minister, text="zbigniew raufsky")
    Alias.objects.create(entity=minister, text="رائوفسکی")
    read("زبیگنیو رائوفسکی (Zbigniew Raufsky) آمد. رائوفسکی رفت.")
    assert proposed() == []


def test_a_surname_that_several_names_share_is_no_spelling_of_one(minister):
    EntityFactory(name="یانوش رائوفسکی", kind=Kind.PERSON)
    read("زبیگنیو رائوفسکی آمد. رائوفسکی رفت.")
    assert proposed() == []


def test_every_article_is_read_a_batch_at_a_time(minister, monkeypatch):
    monkeypatch.setattr(linking, "_BATCH", 2)
    for _ in range(5):
        read("زبیگنیو رائوفسکی (Zbigniew Raufsky) گفت")
    reports = []
    (item,) = alias_suggestions(lambda done, total: reports.append((done, total)))
    assert item.count == 5
    assert reports == [(2, 5), (4, 5), (5, 5)]


def test_two_transliterations_are_proposed_for_merging():
    one = EntityFactory(name="آنتونی بلینکن", kind=Kind.PERSON)
    other = EntityFactory(name="آنتونی بلینکین", kind=Kind.PERSON)
    EntityFactory(name="آنتونی بلینکان", kind=Kind.PLACE)
    (pair,) = likely_doubles()
    assert pair.entity_ids == (one.pk, other.pk)
    assert pair.spellings == ("آنتونی بلینکن", "آنتونی بلینکین")


def test_two_spellings_of_one_name_are_no_doubles():
    entity = EntityFactory(name="آنتونی بلینکن", kind=Kind.PERSON)
    Alias.objects.create(entity=entity, text="آنتونی بلینکین")
    assert likely_doubles() == []
