"""Which written forms of a text find which: documents in each form, queries in each form."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count

from articles.persian.analyzer import Analyzer
from benchmarks.baselines import Tokens
from benchmarks.corpora import evenly, rows, shared
from benchmarks.forms import ORIGINAL, forms
from benchmarks.trial import Text, temporary_trial

PAIRS = 2000  # of the 17,657 of half_space_pairs.tsv; a run stays within minutes
AS_FOUND = "as found"

Item = dict[str, str]
"""The written forms of one text by their names."""

Pair = tuple[str, str]
"""(form of the document, form of the query)"""


@dataclass(slots=True)
class Tally:
    """How many pairs of forms were tried and met, by the names of the two forms."""

    tried: dict[Pair, int] = field(default_factory=dict)
    met: dict[Pair, int] = field(default_factory=dict)
    failures: list[tuple[Pair, str, str]] = field(default_factory=list)

    def add(self, item: Item, meets: Callable[[str, str], bool]) -> None:
        """Try every ordered pair of forms; ``meets(document form, query form)`` by name."""
        for document in item:
            for query in item:
                if document != query:
                    pair = (document, query)
                    self.tried[pair] = self.tried.get(pair, 0) + 1
                    if meets(document, query):
                        self.met[pair] = self.met.get(pair, 0) + 1
                    else:
                        self.failures.append((pair, item[document], item[query]))

    def share(self, wanted: Callable[[str, str], bool]) -> float | None:
        """The share that met among pairs with ``wanted(document form, query form)``."""
        tried = sum(number for pair, number in self.tried.items() if wanted(*pair))
        met = sum(number for pair, number in self.met.items() if wanted(*pair))
        return met / tried if tried else None


def items(sample: int | None) -> Iterator[tuple[str, list[Item]]]:
    """Each set of texts with its name. Raises AbsentError."""
    texts = json.loads(shared("spelling/written_forms.json").read_text(encoding="utf-8"))
    for letter, label in (("A", "lexicon words"), ("B", "words in news"), ("C", "phrases in news")):
        yield label, [forms(text) for text in evenly(texts[letter], sample)]
    pairs = list(rows(shared("spelling/half_space_pairs.tsv")))
    chosen = evenly(pairs, min(PAIRS, sample or PAIRS))
    yield "words of the web", [_with_found(*pair) for pair in chosen]


def _with_found(found: str, standard: str) -> Item:
    made = forms(standard)
    return made if found in made.values() else made | {AS_FOUND: found}


def tally_index(items: Sequence[Item], persian: Analyzer | None = None) -> Tally:
    """Through the real index: one document for each form of each item."""
    numbers = count(1)
    ids = [{name: next(numbers) for name in item} for item in items]
    tally = Tally()
    with temporary_trial(_texts(items, ids), persian) as trial:
        for item, own in zip(items, ids, strict=True):
            found = {name: trial.ids(query) for name, query in item.items()}
            tally.add(item, lambda document, query: own[document] in found[query])  # noqa: B023
    return tally


def _texts(items: Sequence[Item], ids: Sequence[Mapping[str, int]]) -> Iterator[Text]:
    for item, own in zip(items, ids, strict=True):
        for name, text in item.items():
            yield own[name], "", text


def tally_tokens(items: Sequence[Item], tokens: Tokens) -> Tally:
    """A baseline: all tokens of the query are among those of the document."""
    tally = Tally()
    for item in items:
        sets = {name: frozenset(tokens(text)) for name, text in item.items()}
        tally.add(
            item,
            lambda document, query: bool(sets[query]) and sets[query] <= sets[document],  # noqa: B023
        )
    return tally


def merged(tallies: Sequence[Tally]) -> Tally:
    whole = Tally()
    for tally in tallies:
        for total, part in ((whole.tried, tally.tried), (whole.met, tally.met)):
            for pair, number in part.items():
                total[pair] = total.get(pair, 0) + number
        whole.failures += tally.failures
    return whole


def with_original(document: str, query: str) -> bool:
    return ORIGINAL in (document, query)


def every_pair(document: str, query: str) -> bool:
    return True
