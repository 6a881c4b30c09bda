"""What a reader may be about to type: names first, then words of the archive, then what
other readers have asked for."""

from __future__ import annotations

import heapq
import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q

from articles.errors import EngineError
from articles.models import Alias, AskedQuery, Entity
from articles.persian.analyzer import Analyzer
from articles.persian.characters import squash
from articles.persian.layout import as_if_persian
from articles.persian.wordlists import FUNCTION_WORDS
from articles.search import analysis, indexing, tree
from articles.search.engines.base import Engine
from articles.search.vocabulary import Words, words_of

WORD = "word"
QUERY = "query"
SHORTEST = 2  # letters; one letter says nothing
LONGEST = 80  # characters of what was typed that are read
MOST_NAMES = 4  # of the completions, as long as there are words for the rest
MOST_QUERIES = 3  # likewise
CANDIDATES = 12  # words of which it is looked up how often they follow the one before
MOST_JOINED = 3  # typed words that may be one word of the archive: گفت و گ

_SYNTAX = re.compile('["«»“”()*:]')
_LATIN_ONLY = re.compile("[ -~]+")


@dataclass(frozen=True, slots=True)
class Completion:
    """``text`` is the whole query to put into the box. ``kind`` is that of the name
    (`articles.models.Kind`), ``WORD`` or ``QUERY``; ``count`` articles bear it, for a word
    about and 0 for a query."""

    text: str
    kind: str
    entity: Entity | None
    count: int


def complete(prefix: str, limit: int = 8, *, only_names: bool = False) -> list[Completion]:
    """What ``prefix`` may become, best first, in whatever written form it was typed.

    Nothing for less than two letters, for a query with quotation marks, fields or brackets
    at its end, and without an index.
    """
    engine = indexing.backend().engine
    try:
        persian = analysis.analyzer_of(engine.settings())
        completer = _Completer(engine, words_of(engine), persian, only_names)
    except EngineError:
        return []
    prefix = prefix[:LONGEST]
    found = completer.complete(prefix, limit)
    if not found and _LATIN_ONLY.fullmatch(prefix):
        found = completer.complete(as_if_persian(prefix), limit)
    return found


@dataclass(frozen=True, slots=True)
class _Completer:
    engine: Engine
    words: Words
    persian: Analyzer
    only_names: bool = False

    def complete(self, prefix: str, limit: int) -> list[Completion]:
        key = squash(prefix)
        if len(key) < SHORTEST or _SYNTAX.search(prefix.split()[-1]):
            return []
        names = self.names(key, limit)
        if self.only_names:
            return names
        words = self.completed_words(prefix, limit)
        queries = [
            Completion(query.text, QUERY, None, 0)
            for query in AskedQuery.objects.beginning_with(key)[:limit]
        ]
        return _shared_out(prefix, names, words, queries, limit)

    def names(self, key: str, limit: int) -> list[Completion]:
        """Names one of whose spellings begins with ``key``, the most mentioned first."""
        ids = set(Alias.objects.filter(key__startswith=key).values_list("entity_id", flat=True))
        if key.isascii():
            latin = Q(latin_name__istartswith=key) | Q(latin_name__icontains=f" {key}")
            ids.update(Entity.objects.filter(latin).values_list("pk", flat=True))
        counts = self.words.names
        best = sorted(ids, key=lambda pk: (-counts.get(pk, 0), pk))[:limit]
        entities = Entity.objects.in_bulk(best)
        return [
            Completion(entity.name, entity.kind, entity, counts.get(pk, 0))
            for pk in best
            if (entity := entities.get(pk)) is not None
        ]

    def completed_words(self, prefix: str, limit: int) -> list[Completion]:
        """The typed words with the last of them completed."""
        best: dict[str, Completion] = {}
        for before, key in self.endings(prefix):
            for word, count in self.following(before, key):
                text = f"{before} {self.words.writer.write(word)}".strip()
                written = squash(text)
                if written not in best or best[written].count < count:
                    best[written] = Completion(text, WORD, None, count)
        return heapq.nlargest(limit + 1, best.values(), key=lambda one: one.count)

    def endings(self, prefix: str) -> Iterator[tuple[str, str]]:
        """(words before, key of the word to complete); several typed words may be one."""
        if prefix[-1:].isspace():
            return
        typed = prefix.split()
        for count in range(min(MOST_JOINED, len(typed)), 0, -1):
            key = self.persian.prefix("".join(typed[-count:]))
            if len(key) < SHORTEST:
                continue
            for beginning in {key, key.replace("آ", "ا")}:  # آمر is a word, آمریکا begins with امر
                yield " ".join(typed[:-count]), beginning

    def following(self, before: str, key: str) -> list[tuple[str, int]]:
        """Words that begin with ``key``, with counts: those that the archive has right after
        the last word of ``before``, if there are any, else the most frequent."""
        words = self.words.vocabulary.beginning_with(key, CANDIDATES)
        previous = self.persian.prefix(before.rpartition(" ")[2])
        if not previous or previous in FUNCTION_WORDS:
            return words
        phrases = ((word, tree.Keys((((previous,), (word,)),))) for word, _ in words)
        counted = [(word, len(self.engine.ids(phrase))) for word, phrase in phrases]
        return [(word, count) for word, count in counted if count] or words


def _shared_out(
    typed: str,
    names: list[Completion],
    words: list[Completion],
    queries: list[Completion],
    limit: int,
) -> list[Completion]:
    """``limit`` of all, names before words before queries, each text once, and some of each
    kind where there are as many."""
    taken = {typed} | {squash(one.text) for one in names}
    words = [one for one in words if not {one.text, squash(one.text)} & taken]
    taken |= {squash(one.text) for one in words} | {squash(typed)}
    queries = [one for one in queries if squash(one.text) not in taken]
    room = limit - min(MOST_QUERIES, len(queries))
    first = [*names[: max(MOST_NAMES, room - len(words))], *words][:room]
    return [*first, *queries][:limit]
