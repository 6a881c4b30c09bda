"""From the texts of an article to its names, with the archive's current gazetteer."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from django.db.models import Max

from articles.models import Alias, Entity
from articles.persian.characters import HALF_SPACE, fold
from articles.recognition.gazetteer import AliasRow, Gazetteer, Hit, longest
from articles.recognition.lexical import lexicon
from articles.recognition.person_names import given_names, surnames
from articles.recognition.resolver import Resolver
from articles.recognition.spans import Reading, Rejection, Span

FEW = 5000
"""Names and aliases of which a recogniser is built in a fraction of a second."""


def is_headword(text: str) -> bool:
    """Whether hazm's lexicon has ``text`` as a word of its own: «ظریف», not «لاوروف»."""
    return fold(text).replace(HALF_SPACE, "") in lexicon().headwords


class Recogniser:
    """Finds names with one state of the gazetteer. Immutable, safe to share among threads."""

    suggests = False  # of unknown names it says nothing

    def __init__(
        self, aliases: Sequence[AliasRow], is_word: Callable[[str], bool] = is_headword
    ) -> None:
        self.aliases = tuple(aliases)
        given = given_names(aliases)
        self._gazetteer = Gazetteer([*aliases, *surnames(aliases, given)])
        self._resolver = Resolver(aliases, given, is_word)

    @property
    def names(self) -> Recogniser:
        """Itself: see `mentions.Reader`."""
        return self

    @classmethod
    def from_database(cls) -> Recogniser:
        """With every name, Latin name and alias of the curated entities; one query."""
        return cls(list(_alias_rows()))

    def bearers(self, key: str) -> tuple[AliasRow, ...]:
        """Who is called so (squashed), be it by a surname that no curator listed."""
        return self._gazetteer.bearers(key)

    def listed(self, key: str) -> list[AliasRow]:
        """Who has this very spelling (squashed) among the listed ones."""
        found = self._gazetteer.bearers(key)
        return [alias for alias in found if not alias.derived and alias.key == key]

    def spans(self, texts: Mapping[str, str], rejections: Iterable[Rejection] = ()) -> list[Span]:
        """The names in one article's ``texts`` (field -> raw text, in reading order).

        Sorted by field and offset; spans of a field never overlap. What a rejection
        overlaps is not that entity, so that a shorter name inside may come forward.
        """
        rejections = list(rejections)
        found = {
            field: longest(self._allowed(self._gazetteer.candidates(text), field, rejections))
            for field, text in texts.items()
        }
        return self._resolver.resolve(texts, found)

    def spans_of_articles(self, readings: Sequence[Reading]) -> list[list[Span]]:
        """The spans of many articles."""
        return [self.spans(reading.texts, reading.rejections) for reading in readings]

    def _allowed(
        self, hits: Iterable[Hit], field: str, rejections: Sequence[Rejection]
    ) -> Iterator[Hit]:
        here = [(one, self._rejected_names(one)) for one in rejections if one.field == field]
        for hit in hits:
            bearers = hit.bearers
            for rejection, names in here:
                if hit.start < rejection.end and rejection.start < hit.end:
                    bearers = _without(bearers, hit, rejection, names)
            if bearers:
                yield hit if bearers is hit.bearers else Hit(hit.start, hit.end, hit.name, bearers)

    def _rejected_names(self, rejection: Rejection) -> set[int]:
        """The name that is not meant there; of one that is gone, those spelt like it."""
        if rejection.entity_id is not None:
            return {rejection.entity_id}
        alike = self._gazetteer.bearers(rejection.key)
        return {bearer.entity_id for bearer in alike if bearer.kind == rejection.kind}


def _alias_rows() -> Iterator[AliasRow]:
    rows = Entity.objects.order_by("pk").values_list(
        "pk", "kind", "name", "latin_name", "aliases__text"
    )
    previous = None
    for pk, kind, name, latin_name, alias in rows.iterator(chunk_size=5000):
        if pk != previous:
            previous = pk
            yield AliasRow(pk, kind, name, main=True)
            if latin_name:
                yield AliasRow(pk, kind, latin_name)
        if alias and alias != name:
            yield AliasRow(pk, kind, alias)


def _without(
    bearers: tuple[AliasRow, ...], hit: Hit, rejection: Rejection, names: set[int]
) -> tuple[AliasRow, ...]:
    """The rejected span itself bears no name any more: its row already holds the decision."""
    if (hit.start, hit.end) == (rejection.start, rejection.end):
        return ()
    return tuple(bearer for bearer in bearers if bearer.entity_id not in names)


class _Version(NamedTuple):
    """What tells two states of the gazetteer apart, from indexes alone.

    Every edit, merge and deletion leaves a row of history; the counts also notice rows
    that were written in bulk without one.
    """

    names: int
    aliases: int
    marks: tuple[object, ...]


_lock = threading.Lock()
_cached: tuple[_Version, Recogniser] | None = None


def current() -> Recogniser:
    """The recogniser of the archive's present names, kept in this process.

    It is built anew when the database holds another state of them, whichever process
    changed it; to know that costs six small queries.
    """
    global _cached
    version = _version()
    with _lock:
        if _cached is None or _cached[0] != version:
            _cached = version, Recogniser.from_database()
        return _cached[1]


def at_hand() -> bool:
    """Whether `current` takes a moment at most: built already, or of few names."""
    version, cached = _version(), _cached
    return version.names + version.aliases <= FEW or (cached is not None and cached[0] == version)


def _version() -> _Version:
    marks: list[object] = []
    for rows in (Entity.objects, Alias.objects):
        marks += rows.aggregate(Max("pk")).values()  # with a count it would read every row
        marks += rows.model.history.aggregate(Max("history_id"), Max("history_date")).values()
    return _Version(Entity.objects.count(), Alias.objects.count(), tuple(marks))
