"""What do the names of the demo archive say in real news, and how fast is that found?

Nothing here knows what is right: ``--read N`` prints N attributions, spread over each
corpus, for a person to judge.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import islice

from articles.models import Article
from articles.recognition.quotations import DIRECT, Quote, quotations
from articles.recognition.recogniser import Recogniser
from articles.recognition.spans import Span
from benchmarks.corpora import evenly, json_lines, shared
from benchmarks.recognition import demo_recogniser
from benchmarks.tables import parser, run, table

CORPORA = ("isna", "hamshahri", "farsnews", "aut", "telegram")
ARTICLES = 5000
CONTEXT = 100  # characters printed before a cue

Texts = dict[str, str]
Read = tuple[Texts, list[Span]]


def articles(corpus: str, sample: int | None) -> list[Texts]:
    """The texts of the first articles of a corpus. Raises AbsentError."""
    records = islice(json_lines(shared(f"news/{corpus}.jsonl.gz")), sample or ARTICLES)
    return [
        {field: record[field] for field in Article.TEXT_FIELDS if record.get(field)}
        for record in records
    ]


def read(corpus: str, sample: int | None, names: Recogniser) -> list[Read]:
    return [(texts, names.spans(texts)) for texts in articles(corpus, sample)]


def found_in(read: Sequence[Read]) -> tuple[list[list[Quote]], float]:
    """The quotations of each article, and the processor seconds of a warm pass."""
    seconds, found = 0.0, []
    for _ in range(2):
        started = time.process_time()
        found = [quotations(texts, spans) for texts, spans in read]
        seconds = time.process_time() - started
    return found, seconds


def print_counts(sample: int | None, show: int) -> None:
    names = demo_recogniser()
    lines: list[list[object]] = []
    shown: list[str] = []
    for corpus in CORPORA:
        texts = read(corpus, sample, names)
        found, seconds = found_in(texts)
        kinds = Counter(quote.kind for quotes in found for quote in quotes)
        speaking = sum(map(bool, found))
        lines.append(
            [
                corpus,
                len(texts),
                speaking,
                kinds.total(),
                kinds[DIRECT],
                round(len(texts) / seconds),
            ]
        )
        shown += evenly(list(_printed(corpus, texts, found)), show // len(CORPORA))
    head = ("", "articles", "with a speaker", "quotations", "of them direct", "articles/s")
    print(table("Who said what: the demo archive's names in news, one core", head, lines))
    print(*shown, sep="\n")


def _printed(corpus: str, read: Sequence[Read], found: Sequence[Sequence[Quote]]) -> Iterator[str]:
    for number, ((texts, _), quotes) in enumerate(zip(read, found, strict=True)):
        for quote in quotes:
            text = texts[quote.field]
            first = min(quote.start, quote.cue[0], quote.speaker[0])
            yield (
                f"\n{corpus} {number} {quote.field} {quote.kind}\n"
                f"  … {_line(text[max(0, first - CONTEXT) : first])}\n"
                f"  [{_line(text[slice(*quote.speaker)])}] {_line(text[slice(*quote.cue)])}\n"
                f"  = {_line(text[quote.start : quote.end])}\n"
                f"  … {_line(text[quote.end : quote.end + CONTEXT])}"
            )


def _line(text: str) -> str:
    return " ".join(text.split())


def main() -> None:
    options = parser(__doc__)
    options.add_argument(
        "--read", type=int, default=0, metavar="N", help="print N attributions to be judged"
    )
    given = options.parse_args()
    run([partial(print_counts, given.sample, given.read)])


if __name__ == "__main__":
    main()
