"""What every search engine does for the archive, and what it is asked and answers.

An engine knows nothing of Persian: it stores keys at positions and counts. Nothing
outside this folder knows which engine runs.
"""

from __future__ import annotations

import zlib
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from articles.persian.words import TERM_MARK
from articles.search.request import Sort
from articles.search.tree import EVERYTHING, Attribute, Node, Period

DOCUMENT_VERSION = 2
"""Raise it with every change of what an index holds of an article: stored indexes then ask for
a rebuild."""

TEXT_FIELDS = ("title", "lead", "body")
FACETS = ("source", "category", "name")


class Spans(NamedTuple):
    """Where the words of one raw text stand: word ``i`` is ``text[starts[i] : ends[i]]``.

    ``compounds`` maps a word with which a compound written apart begins to the compound's end.
    """

    starts: Sequence[int] = ()
    ends: Sequence[int] = ()
    compounds: Mapping[int, int] = {}

    def end_of(self, word: int, key: str) -> int:
        """Where ``key`` ends, which stands at ``word``: a key that is longer than the word
        itself is that of the compound which begins there."""
        end = self.ends[word]
        longer = len(key.removeprefix(TERM_MARK)) > end - self.starts[word]
        return self.compounds.get(word, end) if longer else end


class Occurrence(NamedTuple):
    """A key at a position of a text, and ``text[start:end]`` as it is written there."""

    position: int
    start: int
    end: int


Occurrences = Mapping[str, Sequence[Occurrence]]
"""Of one text: key -> where it stands, ascending."""


@dataclass(frozen=True, slots=True)
class Found:
    """What an engine knows of the texts of an article as it was at ``version``.

    A field that is not in ``fields`` is one whose offsets the engine does not keep.
    """

    version: int
    fields: Mapping[str, Occurrences]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One article as the engine keeps it.

    ``texts`` maps a text field to its keys, each with the sorted positions it stands at;
    ``spans`` maps it to where those positions are in the raw text.
    ``published`` is aware or None; ``month`` is the Jalali yyyymm of it, 0 when unknown.
    ``version`` changes whenever the article does, so that a stale entry is recognised.
    ``revision`` is the number of the reading of the database that this was made from: of two
    documents of an article the one with the higher revision was read later.
    ``analysis`` is the `fingerprint` of the settings that it was analysed with; 0 fits any.
    """

    pk: int
    texts: Mapping[str, Mapping[str, list[int]]]
    spans: Mapping[str, Spans] = field(default_factory=dict)
    source: int
    category: int
    names: tuple[int, ...]
    published: datetime | None
    month: int
    version: int
    revision: int = 0
    analysis: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineQuery:
    """A tree and the filters beside it. Filters narrow, they do not score.

    Each facet in ``facets`` is counted under all filters but the ones on itself, so that
    a reader sees what else there is; ``name`` filters narrow jointly and always count.
    """

    tree: Node = EVERYTHING
    filters: tuple[Attribute, ...] = ()
    period: Period | None = None
    sort: Sort = Sort.RELEVANCE
    offset: int = 0
    limit: int = 10
    facets: tuple[str, ...] = ()
    months: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineAnswer:
    """Exact ``total``; ``hits`` are (article id, score) of the page asked for.

    ``facets`` maps a facet to counts by id, ``months`` counts by Jalali yyyymm.
    """

    total: int
    hits: list[tuple[int, float]]
    facets: dict[str, dict[int, int]] = field(default_factory=dict)
    months: dict[int, int] = field(default_factory=dict)


def fingerprint(settings: Mapping[str, object]) -> int:
    """A number that is another one for other settings of an index; never 0."""
    return zlib.crc32(repr(sorted(settings.items())).encode("utf-8", "surrogatepass")) or 1


Removed = Iterable[int] | Mapping[int, int]
"""Ids of articles to take out, or each id with the revision of the reading that found it gone."""

Prepared = Hashable
"""What `Engine.prepare` made: small, picklable, for `Engine.commit` of the same index only."""

DocumentsOf = Callable[[set[int]], Iterable[Document]]


class Build(ABC):
    """A new index in the making."""

    @abstractmethod
    def finish(self, documents_of: DocumentsOf) -> None:
        """Take the old index's place at once.

        Articles that changed during the build are taken in before: ``documents_of`` gives
        the documents of those among these ids that are still to be found.
        """


class Engine(ABC):
    """One index. Every method may raise EngineError, whose text names the remedy.

    The index never goes back: an entry is replaced or removed only by what was read at least
    as late, whichever process comes first. What was removed is remembered with its revision,
    so that an older document does not bring it back. This memory is bounded: of articles that
    are not in the index and no longer remembered as removed, documents from before a certain
    reading are refused with StaleReadingError and are to be read again.
    """

    @abstractmethod
    def create(self, settings: Mapping[str, object], revision: int = 0) -> None:
        """Start an empty index, dropping what was there. ``settings`` are kept with it.

        Documents with a revision below ``revision`` are refused from now on.
        """

    @abstractmethod
    def building(
        self, settings: Mapping[str, object], revision: int = 0
    ) -> AbstractContextManager[Build]:
        """Make a new index beside the one that answers. Only one build runs at a time.

        The new index holds what the build is given, whatever the revisions in the old one.
        ``revision`` is a number taken before the first reading for it.
        """

    @abstractmethod
    def add_to_build(self, documents: Iterable[Document]) -> None:
        """Put documents into the build under way, from any process."""

    @abstractmethod
    def exists(self) -> bool:
        """Whether ``create`` was ever called here."""

    @abstractmethod
    def settings(self) -> Mapping[str, object]:
        """What ``create`` was given."""

    @abstractmethod
    def configure(self, change: Callable[[Mapping[str, object]], Mapping[str, object]]) -> None:
        """Keep ``change(settings)`` with the index from now on; what is in it stays.

        ``change`` is called under the write lock, so that no other change gets lost.
        """

    def update(self, documents: Iterable[Document], removed: Removed = ()) -> None:
        """Put the documents in, replacing older ones, and take the removed ids out.

        An entry of a higher revision stays; an equal one is replaced. An id that is removed
        without a revision is removed as of the newest one in the index. Of an article that is
        both given and removed with equal revisions the document is kept.
        One commit: readers see all of it or nothing.
        """
        self.commit([self.prepare(documents)], removed)

    @abstractmethod
    def prepare(self, documents: Iterable[Document]) -> Prepared:
        """Write the documents down for ``commit``, without a lock and in any process.

        The caller commits within an hour; what is left lying longer is thrown away.
        """

    @abstractmethod
    def commit(self, prepared: Iterable[Prepared], removed: Removed = ()) -> None:
        """What ``update`` does, with documents that were prepared, all in one commit.

        Each is used up, also when this fails. Raises StaleReadingError when documents were
        analysed with other settings than the index has by now, or are too old to be judged.
        """

    @abstractmethod
    def newest_revision(self) -> int:
        """The highest revision of anything that the index holds or remembers; 0 for none."""

    @abstractmethod
    def search(self, query: EngineQuery) -> EngineAnswer:
        """Count, rank, page and facet in one go."""

    @abstractmethod
    def ids(self, tree: Node) -> list[int]:
        """Ids of every article that the tree finds, in no particular order."""

    @abstractmethod
    def occurrences(
        self, pks: Iterable[int], keys: Collection[str], prefixes: Collection[str] = ()
    ) -> dict[int, Found]:
        """Where the keys, and those that begin with a prefix, stand in these few articles.

        A prefix is listed with what all its keys occupy. This marks a reader's words without
        analysing texts again. An engine may leave out
        articles and fields; their texts are then analysed.
        """

    @abstractmethod
    def holds(self, key: str) -> bool:
        """Whether any article holds this key."""

    @abstractmethod
    def frequency(self, keys: Iterable[str]) -> int:
        """In how many articles at least one of the keys stands."""

    @abstractmethod
    def vocabulary(self) -> Iterator[tuple[str, int]]:
        """Every exact key with the number of articles in one of whose text fields it stands
        (the field where it is most frequent counts), in no particular order.

        Marked terms (``~…``) and keys of dates and times (with a ``:``) are left out.
        """

    @abstractmethod
    def generation(self) -> Hashable:
        """Something that is another one after every change of the index."""

    @abstractmethod
    def versions(self, first: int = 0, last: int | None = None) -> dict[int, int]:
        """The versions of the articles in the index by id, of ids from ``first`` to ``last``."""

    @abstractmethod
    def damages(self) -> list[str]:
        """What is broken in the stored index, read in full; empty when all is well."""

    @abstractmethod
    def count(self) -> int:
        """How many articles are in the index."""
