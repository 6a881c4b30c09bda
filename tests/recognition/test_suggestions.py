"""Curators see first what matters most, with examples; and names that may be one."""

import pytest

from articles.models import Alias, Kind
from articles.recognition.suggestions import latin_spellings, suggestions, variants
from tests.factories import ArticleFactory, EntityFactory, MentionFactory


def suggest(text: str, kind: str = Kind.PERSON, **fields: object):
    article = ArticleFactory(body=f"دیروز {text} گفت")
    values = {"origin": "model", "status": "suggested", "entity": None} | fields
    return MentionFactory(article=article, text=text, kind=kind, **values)


@pytest.mark.django_db
class TestSuggestions:
    def test_frequent_names_come_first(self):
        suggest("زرتاشپور")
        for _ in range(2):
            suggest("دلشادفر")
        assert [(s.text, s.mentions, s.articles) for s in suggestions(10)] == [
            ("دلشادفر", 2, 2),
            ("زرتاشپور", 1, 1),
        ]

    def test_written_forms_of_one_name_are_one_suggestion(self):
        suggest("علی پورفر")
        for _ in range(2):
            suggest("علی‌پورفر")
        (suggestion,) = suggestions(10)
        assert (suggestion.text, suggestion.mentions) == ("علی‌پورفر", 3)

    def test_kinds_are_kept_apart(self):
        suggest("نمونه", Kind.PERSON)
        suggest("نمونه", Kind.PLACE)
        assert {s.kind for s in suggestions(10)} == {"person", "place"}

    def test_what_curators_have_decided_about_is_less_urgent(self):
        for _ in range(2):
            suggest("دلشادفر")
        suggest("دلشادفر", origin="curator", status="rejected")
        suggest("دلشادفر", origin="curator", status="rejected")
        suggest("زرتاشپور")
        first, second = suggestions(10)
        assert (first.text, first.uncertainty) == ("زرتاشپور", 1)
        assert second.uncertainty == pytest.approx(1 / 3)

    def test_examples_show_the_name_in_its_sentence(self):
        row = suggest("زرتاشپور")
        ((example,),) = [s.examples for s in suggestions(10)]
        assert (example.before, example.text, example.after) == ("دیروز ", "زرتاشپور", " گفت")
        assert (example.mention_id, example.article_id) == (row.pk, row.article_id)

    def test_names_of_the_gazetteer_and_displaced_rows_are_not_unknown(self):
        suggest("یکم", origin="gazetteer")
        suggest("دوم", start=1_000_000_005, end=1_000_000_010)
        assert suggestions(10) == []

    def test_no_more_than_asked_for(self):
        for text in ("یکم", "دوم", "سوم"):
            suggest(text)
        assert len(suggestions(2)) == 2


@pytest.mark.django_db
class TestLatinSpellings:
    def mention(self, body: str):
        entity = EntityFactory(name="زبیگنیو رائو")
        MentionFactory(article=ArticleFactory(body=body), entity=entity)
        return entity

    def test_a_spelling_in_brackets_is_proposed(self):
        entity = self.mention("زبیگنیو رائو (Zbigniew Rau) گفت")
        assert [(s.entity_id, s.text, s.count) for s in latin_spellings()] == [
            (entity.pk, "Zbigniew Rau", 1)
        ]

    def test_a_known_spelling_is_not(self):
        entity = self.mention("زبیگنیو رائو (Zbigniew Rau) گفت")
        Alias.objects.create(entity=entity, text="zbigniew rau")
        assert latin_spellings() == []

    @pytest.mark.parametrize(
        "body",
        ["زبیگنیو رائو (وزیر) گفت", "زبیگنیو رائو گفت (Zbigniew Rau)", "زبیگنیو رائو (2021)"],
    )
    def test_other_brackets_are_no_spellings(self, body):
        self.mention(body)
        assert latin_spellings() == []


@pytest.mark.parametrize(
    ("one", "other"),
    [("بلینکن", "بلینکین"), ("آنتونی بلینکن", "آنتونی بلینکین"), ("زلنسکی", "زلنیسکی")],
)
def test_two_transliterations_are_proposed_as_one_name(one, other):
    assert list(variants([other, one, "تهران"])) == [tuple(sorted((one, other)))]


@pytest.mark.parametrize(
    "names",
    [
        ("اصفهان", "اصفهانی"),  # grammar
        ("حسن", "حسین"),  # short names are different people
        ("بلینکن", "بلینتن"),
        ("آرمینا", "ارمینا"),  # the same to the archive already
        ("ایرانشهر", "اوران‌شاهر"),
    ],
)
def test_different_names_are_not(names):
    assert list(variants(names)) == []
