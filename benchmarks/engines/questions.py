"""Twenty questions of each kind, chosen from the articles by fixed rules."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from articles.persian.analyzer import Analyzer
from benchmarks.engines.analysed import frequencies, terms_of
from benchmarks.engines.contender import Question
from benchmarks.engines.news import NewsItem

A_KIND = 20
SAMPLED = 3000  # articles whose words are counted
STOP_WORDS = 40  # the most frequent words

RARE, COMMON, BOTH, FIVE = "rare word", "common word", "AND of 2", "OR of 5"
PHRASE, STOP_PHRASE, PREFIX, NOT = "phrase", "phrase of stop words", "prefix", "NOT"
FILTERED, NEWEST, FACETS = "filtered", "by date", "2 facets + months"
KINDS = (
    RARE,
    COMMON,
    BOTH,
    FIVE,
    PHRASE,
    STOP_PHRASE,
    PREFIX,
    NOT,
    FILTERED,
    NEWEST,
    FACETS,
)

Text = list[str]


class Chooser:
    """Knows the words of some articles and makes questions that find something."""

    def __init__(self, news: Sequence[NewsItem], persian: Analyzer, seed: int) -> None:
        sample = news[: min(len(news), SAMPLED)]
        self._chance = random.Random(seed)
        counts = frequencies(sample, persian)
        self._size = len(sample)
        self._counts = Counter({word: n for word, n in counts.items() if _is_plain(word)})
        self._news = sample
        self._texts = [terms_of(item.body, persian) for item in sample]
        # Whatever their number in the archive: the words that stand everywhere.
        self._stop = {word for word, _ in self._counts.most_common(STOP_WORDS)}

    def questions(self, count: int = A_KIND) -> list[Question]:
        makers: dict[str, Callable[[], Iterator[Question]]] = {
            RARE: self._rare,
            COMMON: self._common,
            BOTH: self._both,
            FIVE: self._five,
            PHRASE: self._phrase,
            STOP_PHRASE: self._stop_phrase,
            PREFIX: self._prefix,
            NOT: self._not,
            FILTERED: self._filtered,
            NEWEST: self._newest,
            FACETS: self._facets,
        }
        return [
            question
            for kind in KINDS
            for question, _ in zip(makers[kind](), range(count), strict=False)
        ]

    def _of_frequency(self, least: float, most: float) -> list[str]:
        """Words in this share of the articles, in a random order that is always the same."""
        low, high = least * self._size, most * self._size
        found = sorted(word for word, n in self._counts.items() if low <= n <= high)
        self._chance.shuffle(found)
        return found

    def _commons(self) -> list[str]:
        return self._of_frequency(0.10, 0.34)

    def _middling(self) -> list[str]:
        return self._of_frequency(0.01, 0.10)

    def _rare(self) -> Iterator[Question]:
        for word in self._of_frequency(2 / self._size, max(0.004, 4 / self._size)):
            yield Question(kind=RARE, all_of=(word,))

    def _common(self) -> Iterator[Question]:
        for word in self._cycled(self._commons()):
            yield Question(kind=COMMON, all_of=(word,))

    def _both(self) -> Iterator[Question]:
        """Two middling or common words that stand in one article."""
        wanted = {*self._middling(), *self._commons()}
        for text in self._random_texts():
            words = sorted(set(text) & wanted)
            if len(words) > 1:
                yield Question(kind=BOTH, all_of=tuple(self._chance.sample(words, 2)))

    def _five(self) -> Iterator[Question]:
        wanted = [*self._middling(), *self._commons()]
        while len(wanted) >= 5:
            yield Question(kind=FIVE, any_of=tuple(self._chance.sample(wanted, 5)))

    def _phrase(self) -> Iterator[Question]:
        """Two or three words that follow each other, none of them a stop word."""
        wanted = {*self._middling(), *self._commons()} - self._stop
        return self._runs(PHRASE, wanted, (2, 3))

    def _stop_phrase(self) -> Iterator[Question]:
        return self._runs(STOP_PHRASE, self._stop, (2, 3, 4))

    def _runs(self, kind: str, wanted: set[str], lengths: Sequence[int]) -> Iterator[Question]:
        seen: set[tuple[str, ...]] = set()
        for number, text in enumerate(self._random_texts()):
            length = lengths[number % len(lengths)]
            runs = [
                run
                for start in range(len(text) - length + 1)
                if set(run := tuple(text[start : start + length])) <= wanted and run not in seen
            ]
            if runs:
                seen.add(chosen := self._chance.choice(runs))
                yield Question(kind=kind, phrase=chosen)

    def _prefix(self) -> Iterator[Question]:
        """The first three letters of middling words."""
        seen: set[str] = set()
        for word in self._middling():
            if len(word) > 4 and word[:3] not in seen:
                seen.add(word[:3])
                yield Question(kind=PREFIX, prefix=word[:3])

    def _not(self) -> Iterator[Question]:
        words = self._commons()
        while len(words) >= 2:
            wanted, unwanted = self._chance.sample(words, 2)
            yield Question(kind=NOT, all_of=(wanted,), none_of=(unwanted,))

    def _filtered(self) -> Iterator[Question]:
        """A common word in one source, within two years around one of its articles."""
        dated = [item for item in self._news if item.published]
        sources = {name: n for n, name in enumerate(dict.fromkeys(i.source for i in self._news), 1)}
        year = 365 * 24 * 3600
        for word in self._cycled(self._commons()):
            if not dated:
                return
            item = self._chance.choice(dated)
            middle = int(item.published.timestamp()) if item.published else 0
            yield Question(
                kind=FILTERED,
                all_of=(word,),
                source=sources[item.source],
                since=middle - year,
                until=middle + year,
            )

    def _newest(self) -> Iterator[Question]:
        for word in self._cycled(self._commons()):
            yield Question(kind=NEWEST, all_of=(word,), newest=True)

    def _facets(self) -> Iterator[Question]:
        for word in self._cycled(self._commons()):
            yield Question(kind=FACETS, all_of=(word,), facets=True)

    def _random_texts(self) -> Iterator[Text]:
        """All texts, several times, in random order."""
        for _ in range(3):
            yield from self._chance.sample(self._texts, len(self._texts))

    @staticmethod
    def _cycled(words: list[str]) -> Iterator[str]:
        for _ in range(A_KIND):
            yield from words


def _is_plain(word: str) -> bool:
    """Persian letters only: no number, no verb marked as such, no time."""
    return word.isalpha() and ":" not in word
