"""Are queries repaired as they were meant? Finglish, wrong layout, misspellings.

The vocabulary is that of the full articles in ../shared/data/news. Every case is one word
that this vocabulary does not hold as typed and does hold as meant.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from articles.persian.layout import as_if_latin, as_if_persian
from articles.persian.tokens import tokenize
from articles.persian.written import Writer, key_of, lexicon_spellings
from articles.search import analysis
from articles.search.repair import Repairer, knower
from articles.search.vocabulary import Vocabulary, Words
from benchmarks.corpora import evenly, json_lines, rows, shared
from benchmarks.tables import parser, run, table
from tests.persian.finglish_cases import CASES

NEWS = ("isna", "aut", "hamshahri", "farsnews", "fars2023")
LAYOUT_WORDS = 500
COMMON = 20  # articles that hold a word which somebody may look for

Case = tuple[str, str]
"""What was typed and what was meant."""


@dataclass(frozen=True, slots=True)
class Score:
    cases: int
    first: float  # share whose best reading is what was meant
    in_five: float
    milliseconds: float  # a query
    missed: list[tuple[str, str, list[str]]]  # typed, meant, read


def archive_words() -> Words:
    """Words of the shared news. Raises AbsentError."""
    persian = analysis.analyzer(())
    counts: Counter[str] = Counter()
    for name in NEWS:
        for record in json_lines(shared(f"news/{name}.jsonl.gz")):
            text = "\n".join(filter(None, (record["title"], record["lead"], record["body"])))
            counts.update({token.exact for token in persian.tokens(text)})
    writer = Writer(analysis.lexicon(), lexicon_spellings())
    return Words(
        vocabulary=Vocabulary(counts.items()),
        names={},
        name_words=frozenset(),
        writer=writer,
        generation=0,
        seconds=0.0,
        read_at=0.0,
    )


def finglish_cases() -> list[Case]:
    return list(CASES.items())


def layout_cases(vocabulary: Vocabulary) -> list[Case]:
    """Common words as the US layout writes them."""
    pairs = zip(vocabulary.words, vocabulary.counts, strict=True)
    common = [word for word, count in pairs if count >= COMMON and len(word) > 2]
    persian = [word for word in common if not word.isascii()]
    return [(as_if_latin(word), word) for word in evenly(persian, LAYOUT_WORDS)]


def finglish_in_persian_layout() -> list[Case]:
    return [(as_if_persian(typed), meant) for typed, meant in CASES.items() if typed.isalpha()]


def misspellings(vocabulary: Vocabulary) -> list[Case]:
    """Words that alone differ between a sentence and its correction, half-spaces apart.

    Only those that are in no article as typed: a slip that makes another word is not seen.
    """
    cases = {
        (wrong, right)
        for typed, corrected, *_ in rows(shared("spelling/p2p_dev.tsv"))
        for wrong, right in _differences(typed, corrected)
        if vocabulary.count(key_of(right)) and not vocabulary.count(key_of(wrong))
    }
    return sorted(cases)


def _differences(typed: str, corrected: str) -> Iterator[Case]:
    words, right = (tokenize(text).texts for text in (typed, corrected))
    if len(words) == len(right):
        for at, (one, other) in enumerate(zip(words, right, strict=True)):
            around = words[max(0, at - 1) : at] + words[at + 1 : at + 2]
            same = around == right[max(0, at - 1) : at] + right[at + 1 : at + 2]
            if same and key_of(one) != key_of(other):
                yield one, other


def measure(repairer: Repairer, cases: Iterable[Case]) -> Score:
    """Look every case up; the first look-up, which sorts the vocabulary, is not timed."""
    cases = list(cases)
    repairer.readings(cases[0][0])
    started = time.perf_counter()
    read = [[reading.text for reading in repairer.readings(typed)] for typed, _ in cases]
    took = time.perf_counter() - started
    keys = [list(dict.fromkeys(map(key_of, texts)))[:5] for texts in read]
    wanted = [key_of(meant) for _, meant in cases]
    found = [key in best for key, best in zip(wanted, keys, strict=True)]
    first = [best[:1] == [key] for key, best in zip(wanted, keys, strict=True)]
    missed = [
        (*case, best) for case, best, right in zip(cases, keys, first, strict=True) if not right
    ]
    share = 1 / len(cases)
    return Score(len(cases), sum(first) * share, sum(found) * share, took * 1000 * share, missed)


def report(sample: int | None, show_missed: bool) -> None:
    words = archive_words()
    knows = knower(analysis.analyzer(()), words)
    repairer = Repairer(words, words.vocabulary.count, knows)
    kinds = {
        "Finglish": finglish_cases(),
        "Persian in the US layout": layout_cases(words.vocabulary),
        "Finglish in the Persian layout": finglish_in_persian_layout(),
        "misspellings": misspellings(words.vocabulary),
    }
    lines = []
    for name, cases in kinds.items():
        score = measure(repairer, evenly(cases, sample))
        lines.append((name, score.cases, score.first, score.in_five, f"{score.milliseconds:.1f}"))
        if show_missed:
            for typed, meant, read in score.missed:
                print(name, typed, "for", meant, "read as", "، ".join(read) or "nothing")
    size = len(words.vocabulary.words)
    title = f"Repair of single words from a vocabulary of {size:,} words"
    print(table(title, ("typed", "cases", "top 1", "top 5", "ms a query"), lines))


def main() -> None:
    arguments = parser(__doc__)
    arguments.add_argument("--missed", action="store_true", help="list what was read otherwise")
    options = arguments.parse_args()
    run([lambda: report(options.sample, options.missed)])


if __name__ == "__main__":
    main()
