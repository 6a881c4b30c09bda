"""The recogniser in use is always that of the archive's present names."""

import pytest

from articles.models import Alias, Entity, Kind
from articles.recognition import recogniser
from articles.recognition.recogniser import Recogniser, at_hand, current, is_headword
from tests.factories import EntityFactory

pytestmark = pytest.mark.django_db


def names_in(text: str) -> list[str]:
    return [span.text for span in current().spans({"body": text})]


def test_name_latin_name_and_aliases_are_known_without_an_alias_row_for_each():
    entity = Entity.objects.create(kind=Kind.PLACE, name="اصفهان", latin_name="Isfahan")
    Alias.objects.create(entity=entity, text="نصف جهان")
    spans = Recogniser.from_database().spans({"body": "اصفهان (Isfahan)، نصف جهان"})
    assert [(span.text, span.entity_id) for span in spans] == [
        ("اصفهان", entity.pk),
        ("Isfahan", entity.pk),
        ("نصف جهان", entity.pk),
    ]


def test_loading_takes_one_query(django_assert_num_queries):
    EntityFactory.create_batch(3, aliases=["نام دیگر"])
    with django_assert_num_queries(1):
        Recogniser.from_database()


def test_spans_show_their_text():
    EntityFactory(name="اصفهان", kind=Kind.PLACE)
    text = "سفر به اصفهان‌ها"
    (span,) = current().spans({"title": text})
    assert (span.field, text[span.start : span.end]) == ("title", span.text)


def test_an_unchanged_archive_keeps_its_recogniser():
    EntityFactory()
    assert current() is current()


def test_one_of_many_names_is_at_hand_from_when_it_is_built_until_a_name_changes(monkeypatch):
    entity = EntityFactory()
    assert at_hand()  # of few names it is built in a moment
    monkeypatch.setattr(recogniser, "FEW", 1)
    assert not at_hand()
    current()
    assert at_hand()
    Alias.objects.create(entity=entity, text="نصف جهان")
    assert not at_hand()


def test_a_new_alias_is_noticed():
    entity = EntityFactory(name="اصفهان", kind=Kind.PLACE)
    assert names_in("نصف جهان") == []
    Alias.objects.create(entity=entity, text="نصف جهان")
    assert names_in("نصف جهان") == ["نصف جهان"]


def test_an_edited_alias_is_noticed():
    entity = EntityFactory(name="اصفهان", kind=Kind.PLACE, aliases=["سپاهان"])
    assert names_in("سپاهان") == ["سپاهان"]
    alias = entity.aliases.get(text="سپاهان")
    alias.text = "اسپهان"
    alias.save()
    assert names_in("سپاهان، اسپهان") == ["اسپهان"]


def test_a_deleted_name_is_noticed():
    entity = EntityFactory(name="اصفهان", kind=Kind.PLACE)
    assert names_in("اصفهان") == ["اصفهان"]
    entity.delete()
    assert names_in("اصفهان") == []


def test_a_renamed_entity_is_noticed():
    entity = Entity.objects.create(kind=Kind.PLACE, name="اصفهان")
    assert names_in("اصفهان") == ["اصفهان"]
    entity.name = "شیراز"
    entity.save()
    assert names_in("اصفهان، شیراز") == ["شیراز"]


def test_names_written_in_bulk_are_noticed():
    assert names_in("اصفهان") == []
    Entity.objects.bulk_create([Entity(kind=Kind.PLACE, name="اصفهان", slug="isfahan")])
    assert names_in("اصفهان") == ["اصفهان"]


def test_headwords_are_ordinary_words_and_surnames_are_not():
    assert is_headword("ظریف")
    assert not is_headword("لاوروف")
