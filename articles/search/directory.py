"""Sources, categories and names by the words that readers type for them."""

from __future__ import annotations

from articles.models import Alias, Article, Category, Entity, Source, WordRule
from articles.persian.characters import squash
from articles.search.analysis import WordLists

MOST_NAMES = 20


class DatabaseDirectory:
    """Looks in the database; a search without such words costs no query."""

    def sources(self, text: str) -> tuple[int, ...]:
        return _containing(Source, text)

    def categories(self, text: str) -> tuple[int, ...]:
        return _containing(Category, text)

    def names(self, text: str) -> tuple[int, ...]:
        return tuple(entity.pk for entity in entities_called(text))

    def articles_by(self, author: str) -> tuple[int, ...]:
        """Of every author whose name contains the words, in any written form."""
        key = squash(author)
        names = [name for name in Article.objects.authors() if key and key in squash(name)]
        return tuple(Article.objects.filter(author__in=names).values_list("pk", flat=True))


def word_lists() -> WordLists:
    """What curators said of single words; one query."""
    stop: set[str] = set()
    synonyms: dict[str, tuple[str, ...]] = {}
    rules = WordRule.objects.exclude(kind=WordRule.Kind.PROTECTED)
    for kind, word, other, key, other_key in rules.values_list(
        "kind", "word", "other", "key", "other_key"
    ):
        if kind == WordRule.Kind.STOP:
            stop.add(key)
        else:
            synonyms[key] = (*synonyms.get(key, ()), other)
            synonyms[other_key] = (*synonyms.get(other_key, ()), word)
    return WordLists(frozenset(stop), synonyms)


def entities_called(text: str) -> list[Entity]:
    """The names that have ``text`` as one of their spellings."""
    key = squash(text)
    if not key:
        return []
    aliases = Alias.objects.filter(key=key).select_related("entity").order_by("pk")
    return list({alias.entity_id: alias.entity for alias in aliases[:MOST_NAMES]}.values())


def _containing(model: type[Source] | type[Category], text: str) -> tuple[int, ...]:
    """Rows whose name contains the words, in any written form, or whose slug is ``text``."""
    key = squash(text)
    return tuple(
        pk
        for pk, name, slug in model._default_manager.values_list("pk", "name", "slug")
        if (key and key in squash(name)) or slug == text
    )
