"""Do all written forms of a text meet, and do different words stay apart?

Texts of ``../shared/data/spelling`` are written in every form; each form becomes a
document of one real index and a query to it. Beside the archive stand the token functions
of ``baselines``, matched conjunctively. Then the other side: names that analysis alters,
inflected forms and different words, and the speed.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from articles.search import analysis
from benchmarks import names, speed, word_pairs
from benchmarks.baselines import BASELINES, stems
from benchmarks.corpora import evenly, json_lines, shared
from benchmarks.form_pairs import (
    AS_FOUND,
    Item,
    Tally,
    every_pair,
    items,
    merged,
    tally_index,
    tally_tokens,
    with_original,
)
from benchmarks.forms import FORMS, ORIGINAL
from benchmarks.tables import parser, run, table
from benchmarks.trial import temporary_trial

OURS = "archive"
SYSTEMS = (OURS, *BASELINES)


def show_forms(sample: int | None, failures: int) -> None:
    sets = dict(items(sample))
    tallies = {label: _tallies(texts) for label, texts in sets.items()}
    whole = {system: merged([tally[system] for tally in tallies.values()]) for system in SYSTEMS}
    lines = []
    for form in (*FORMS, AS_FOUND):
        lines.append(_line(f"{form}: document", whole, lambda d, q: (d, q) == (form, ORIGINAL)))  # noqa: B023
        lines.append(_line(f"{form}: query", whole, lambda d, q: (d, q) == (ORIGINAL, form)))  # noqa: B023
    title = f"Share of written forms that meet the original ({sum(map(len, sets.values()))} texts)"
    print(table(title, ("form", *SYSTEMS), lines))
    print(table("Together", ("pairs", *SYSTEMS), list(_summary(tallies, whole))))
    for (document, query), stored, typed in evenly(whole[OURS].failures, failures):
        print(f"{document} / {query}\t{stored}\t{typed}")


def _tallies(texts: list[Item]) -> dict[str, Tally]:
    ours = tally_index(texts)
    return {OURS: ours} | {name: tally_tokens(texts, read) for name, read in BASELINES.items()}


def _summary(tallies: dict[str, dict[str, Tally]], whole: dict[str, Tally]):
    for label, of_set in tallies.items():
        yield _line(f"with the original, {label}", of_set, with_original)
    yield _line("with the original, all", whole, with_original)
    for document, query in (("spaced", "joined"), ("joined", "spaced")):
        yield _line(
            f"{document} document, {query} query",
            whole,
            lambda d, q: (d, q) == (document, query),  # noqa: B023
        )
    yield _line("every form with every other", whole, every_pair)


def _line(label: str, tallies: dict[str, Tally], wanted) -> list[object]:
    return [label, *(tallies[system].share(wanted) for system in SYSTEMS)]


def show_names(sample: int | None, failures: int) -> None:
    counts = names.tagged_words()
    tagged, curated = evenly(list(counts), sample), evenly(names.curated_words(), sample)
    listed = evenly(names.listed_words(), sample)
    plain, protecting = analysis.analyzer(()), analysis.analyzer(tuple(names.curated_words()))
    alter: dict[str, Callable[[list[str]], list[str]]] = {
        "archive, no name known to it": lambda words: names.altered(words, plain),
        "archive, demo names known to it": lambda words: names.altered(words, protecting),
    }
    for system, stem in stems().items():
        alter[system] = partial(names.altered_by_stem, stem=stem)
    lines = []
    for system, find in alter.items():
        wrong = find(tagged)
        occurring = sum(counts[word] for word in wrong) / sum(counts[word] for word in tagged)
        shares = [len(find(words)) / len(words) for words in (listed, curated)]
        lines.append([system, len(wrong) / len(tagged), occurring, *shares])
    counted = f"{len(tagged)} tagged in texts, {len(listed)} listed, {len(curated)} curated"
    heads = ("", "tagged, different", "tagged, occurring", "listed", "curated")
    print(table(f"Share of name words altered ({counted})", heads, lines))
    if failures:
        print(*evenly(names.altered(tagged, plain), failures), sep=" · ")


def show_words(sample: int | None, failures: int) -> None:
    ours = word_pairs.verdict(word_pairs.meetings_in_index, sample)
    verdicts = {OURS: ours} | {
        name: word_pairs.verdict(lambda pairs: word_pairs.meetings_of_tokens(pairs, read), sample)  # noqa: B023
        for name, read in BASELINES.items()
    }
    lines = [[system, v.precision, v.recall, v.apart] for system, v in verdicts.items()]
    counts = f"{len(ours.inflected)} inflected, {len(ours.distinct)} different"
    head = ("", "precision", "inflected that meet", "different that stay apart")
    print(table(f"Pairs of words ({counts})", head, lines))
    expected = zip(word_pairs.inflected_pairs(sample), ours.inflected, strict=True)
    unwanted = zip(word_pairs.distinct_pairs(sample), ours.distinct, strict=True)
    _print_pairs("missed", [pair for pair, met in expected if not met], failures)
    _print_pairs("confused", [pair for pair, met in unwanted if met], failures)


def _print_pairs(label: str, pairs: list[word_pairs.WordPair], most: int) -> None:
    for one, other in evenly(pairs, most):
        print(f"{label}\t{one}\t{other}")


def show_speed(sample: int | None) -> None:
    persian = analysis.analyzer(())
    texts = speed.article_texts(sample)
    queries = [
        record["text"]
        for name in ("hamshahri/queries_modern", "parsinlu/queries")
        for record in json_lines(shared(f"relevance/{name}.jsonl"))
    ]
    with temporary_trial((pk, "", text) for pk, text in enumerate(texts, 1)) as trial:
        query_time = speed.milliseconds_a_query(queries, trial.node)
    lines = [
        [f"{len(texts)} articles, MB/s", f"{speed.megabytes_a_second(texts, persian):.1f}"],
        [f"{len(queries)} queries, ms each", f"{query_time:.2f}"],
    ]
    print(table("Speed of the analysis, warm, one core", ("", "archive"), lines))


def main() -> None:
    options = parser(__doc__)
    options.add_argument(
        "--failures", type=int, default=0, metavar="N", help="print N of the archive's failures"
    )
    given = options.parse_args()
    run(
        [
            lambda: show_forms(given.sample, given.failures),
            lambda: show_names(given.sample, given.failures),
            lambda: show_words(given.sample, given.failures),
            lambda: show_speed(given.sample),
        ]
    )


if __name__ == "__main__":
    main()
