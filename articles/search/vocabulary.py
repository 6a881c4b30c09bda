"""The archive's own words, looked up by sound, by spelling and by beginning.

Only what the archive holds can be suggested. The words of an index are read when first
needed, kept in the process, and read again after the index has changed.
"""

from __future__ import annotations

import heapq
import re
import threading
import time
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from weakref import WeakKeyDictionary

from articles.models import Alias
from articles.persian import edits, finglish
from articles.persian.written import Writer, key_of, lexicon_spellings, spellings
from articles.search.analysis import lexicon
from articles.search.engines.base import Engine, EngineQuery

LARGE = 20_000  # articles; in a larger archive a word that only one of them holds is no word
PATIENCE = 60  # seconds that words may be outdated for every second that reading them took
QUICK = 0.1  # seconds of reading that need no patience
MOST_CANDIDATES = 1000
MOST_ALIKE = 20
ONE_SLIP = 1.0  # what `edits.cost` gives an edit of unrelated letters
MOST_OTHER_LETTERS = 4  # that only one of two words has, which two substitutions make

_WORD = re.compile("[آ-ی]{2,24}|[a-z]{2,24}")
_END = "\U0010ffff"


class Vocabulary:
    """Words by key (see `articles.persian.written.key_of`), each with its article count."""

    def __init__(self, counted: Iterable[tuple[str, int]], least: int = 1) -> None:
        """Of ``counted`` (key, articles) those that are words of at least ``least`` articles."""
        kept = sorted(
            (key, count) for key, count in counted if count >= least and _WORD.fullmatch(key)
        )
        self.words = [key for key, _ in kept]
        self.counts = [count for _, count in kept]

    def count(self, key: str) -> int:
        """In how many articles about; 0 for a word that is not here."""
        at = bisect_left(self.words, key)
        return self.counts[at] if at < len(self.words) and self.words[at] == key else 0

    def beginning_with(self, prefix: str, limit: int) -> list[tuple[str, int]]:
        """The most frequent words that begin with ``prefix``, with their counts."""
        first = bisect_left(self.words, prefix)
        last = bisect_right(self.words, prefix + _END)
        best = heapq.nlargest(limit, range(first, last), key=self.counts.__getitem__)
        return [(self.words[at], self.counts[at]) for at in best]

    # --- by sound -----------------------------------------------------------------------------

    def sounding_like(self, skeletons: Iterable[str]) -> set[str]:
        """Persian words with one of these consonant skeletons (see `finglish.skeletons`)."""
        return {word for key in skeletons for word in self._by_skeleton.get(key, "").split()}

    @cached_property
    def _by_skeleton(self) -> dict[str, str]:
        """Skeleton -> its words in one string, which is a third of the memory of a list."""
        found: dict[str, str] = {}
        for word in self._persian:
            for skeleton in finglish.skeletons(word):
                found[skeleton] = f"{found[skeleton]} {word}" if skeleton in found else word
        return found

    # --- by spelling --------------------------------------------------------------------------

    def spelt_like(self, typed: str) -> list[str]:
        """Words that may be one slip of the keyboard, and any slips of the ear, from ``typed``.

        A single edit leaves the first or the last half of a word as it is (and a swap in the
        middle all but one letter): those that agree there, at most `MOST_CANDIDATES`.
        """
        sound = edits.sound(typed)
        head = (len(sound) - 1) // 2
        tail = len(sound) - 1 - head
        spread = 1 if len(sound) < 6 else 2
        letters = set(typed)
        found = {
            word
            for word in chain(
                _beginning_with(self._by_head, sound[:head], edits.sound),
                _beginning_with(self._by_tail, sound[::-1][:tail], _sound_backwards),
            )
            if abs(len(word) - len(sound)) <= spread
            and len(letters.symmetric_difference(word)) <= MOST_OTHER_LETTERS
        }
        found.discard(typed)
        return heapq.nlargest(MOST_CANDIDATES, found, key=self.count)

    def nearly(self, typed: str) -> list[str]:
        """The `MOST_ALIKE` most frequent words that are one slip away from ``typed``."""
        near = (
            word for word in self.spelt_like(typed) if edits.cost(typed, word, ONE_SLIP) <= ONE_SLIP
        )
        return heapq.nlargest(MOST_ALIKE, near, key=self.count)

    # Sorted by what they are looked up by, which is made anew for the few that a look-up
    # compares: to keep it would take more memory than the words.

    @cached_property
    def _by_head(self) -> list[str]:
        return sorted(self._persian, key=edits.sound)

    @cached_property
    def _by_tail(self) -> list[str]:
        return sorted(self._persian, key=_sound_backwards)

    @property
    def _persian(self) -> list[str]:
        return self.words[bisect_left(self.words, "آ") :]  # the Arabic block follows the Latin


def _sound_backwards(word: str) -> str:
    return edits.sound(word)[::-1]


def _beginning_with(ordered: list[str], beginning: str, key: Callable[[str], str]) -> list[str]:
    """Those of the words, ``ordered`` by ``key``, whose key has this beginning."""
    first = bisect_left(ordered, beginning, key=key)
    return ordered[first : bisect_right(ordered, beginning + _END, first, key=key)]


@dataclass(frozen=True, slots=True)
class Words:
    """What one generation of an index holds.

    ``names`` are article counts by name id, ``name_words`` the keys of the words in all
    their spellings; ``writer`` writes a key as readers expect it.
    """

    vocabulary: Vocabulary
    names: dict[int, int]
    name_words: frozenset[str]
    writer: Writer
    generation: Hashable
    seconds: float  # of the processor that reading took
    read_at: float

    def serves(self, generation: Hashable) -> bool:
        """Whether these words are new enough for an index of this generation.

        During an import every commit is a generation; a large archive's words are not read
        again for each of them.
        """
        if generation == self.generation:
            return True
        age = time.monotonic() - self.read_at
        return self.seconds > QUICK and age < PATIENCE * self.seconds


_read: WeakKeyDictionary[Engine, Words] = WeakKeyDictionary()
_lock = threading.Lock()


def words_of(engine: Engine) -> Words:
    """The words of the index, read at the first call. Raises EngineError without an index."""
    generation = engine.generation()
    with _lock:
        words = _read.get(engine)
        if words is None or not words.serves(generation):
            words = _read[engine] = _read_words(engine, generation)
        return words


def alike_in(engine: Engine) -> Callable[[str], list[str]]:
    """Finds the index's words that are spelt nearly like a given one."""
    return lambda word: words_of(engine).vocabulary.nearly(key_of(word))


def _read_words(engine: Engine, generation: Hashable) -> Words:
    name_words = set(_words_of_names())
    known = lexicon_spellings() | spellings(name_words)
    started = time.thread_time()
    counts = engine.search(EngineQuery(limit=1, facets=("name",))).facets["name"]
    vocabulary = Vocabulary(engine.vocabulary(), least=1 if engine.count() < LARGE else 2)
    seconds = time.thread_time() - started
    writer = Writer(lexicon(), known)
    return Words(
        vocabulary=vocabulary,
        names=counts,
        name_words=frozenset(map(key_of, name_words)),
        writer=writer,
        generation=generation,
        seconds=seconds,
        read_at=time.monotonic(),
    )


def _words_of_names() -> Iterator[str]:
    for text in Alias.objects.values_list("text", flat=True).iterator():
        yield from text.split()
