"""Sources, categories and names by the words that readers type for them."""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property
from typing import NamedTuple

from django.db.models import Value

from articles.models import Alias, Article, Category, Entity, Quotation, Source, WordRule
from articles.persian.characters import squash
from articles.search.analysis import WordLists

MOST_NAMES = 20
MOST_SPELLINGS = 500  # looked at for one that ends with the word


class Row(NamedTuple):
    """A source, a category or a name."""

    pk: int
    slug: str
    name: str


class DatabaseDirectory:
    """What one search looks up. Sources and categories, which are few, are read together at
    the first need, so that filters and typed words cost one query."""

    @cached_property
    def rows(self) -> dict[str, list[Row]]:
        """The sources and the categories, under ``source`` and ``category``."""
        columns = ("pk", "slug", "name")
        sources = Source.objects.annotate(of=Value("source")).values_list("of", *columns)
        categories = Category.objects.annotate(of=Value("category")).values_list("of", *columns)
        found: dict[str, list[Row]] = {"source": [], "category": []}
        for kind, *row in sources.order_by().union(categories.order_by(), all=True):
            found[kind].append(Row(*row))
        return found

    @cached_property
    def word_lists(self) -> WordLists:
        return word_lists()

    def with_slugs(self, field: str, slugs: Collection[str]) -> tuple[int, ...]:
        return tuple(row.pk for row in self.rows[field] if row.slug in slugs)

    def sources(self, text: str) -> tuple[int, ...]:
        return self._containing("source", text)

    def categories(self, text: str) -> tuple[int, ...]:
        return self._containing("category", text)

    def _containing(self, field: str, text: str) -> tuple[int, ...]:
        """Rows whose name contains the words, in any written form, or whose slug is ``text``."""
        key = squash(text)
        return tuple(
            row.pk
            for row in self.rows[field]
            if (key and key in squash(row.name)) or row.slug == text
        )

    def names(self, text: str) -> tuple[int, ...]:
        return tuple(entity.pk for entity in entities_called(text))

    def speakers(self, text: str) -> tuple[int, ...]:
        """Names that are called so, or else those whose last word it is: «گوینده:لاوروف»."""
        return self.names(text) or _ending_with(text)

    def articles_quoting(self, names: tuple[int, ...]) -> tuple[int, ...]:
        quoting = Quotation.objects.confirmed().filter(speaker__in=names)
        return tuple(quoting.order_by().values_list("article_id", flat=True).distinct())

    def articles_by(self, author: str) -> tuple[int, ...]:
        """Of every author whose name contains the words, in any written form."""
        key = squash(author)
        names = [name for name in Article.objects.authors() if key and key in squash(name)]
        return tuple(Article.objects.filter(author__in=names).values_list("pk", flat=True))


def _ending_with(word: str) -> tuple[int, ...]:
    key = squash(word)
    if not key:
        return ()
    rows = Alias.objects.filter(key__endswith=key).values_list("entity_id", "text")
    found = [pk for pk, text in rows[:MOST_SPELLINGS] if squash(text.split()[-1]) == key]
    return tuple(dict.fromkeys(found))[:MOST_NAMES]


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
