"""How well names are found in news that no one has read before, and how fast.

Precision, recall and F1 by kind over exact spans on PEYMA's development part, in which a
half-space inside a token had become a space. The rows: the demo archive's gazetteer
alone, the rules alone, the shipped model alone, all as `manage.py recognise --conll`
combines them, and a model trained on PEYMA's own training part. PEYMA may be used for
research only: that model stays in a temporary folder.
"""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from articles.recognition import conll, crf, known_words, rules, teaching
from articles.recognition.gazetteer import AliasRow, Gazetteer
from articles.recognition.lexical import word
from articles.recognition.names import NameRecord, read_names
from articles.recognition.reading import Snapshot
from articles.recognition.recogniser import Recogniser
from articles.recognition.spans import Reading
from articles.recognition.tagged_tokens import Tagged, chunks
from articles.recognition.unknown import SuggestingRecogniser
from articles.recognition.workers import Readers
from benchmarks.corpora import ROOT, evenly, shared
from benchmarks.speed import article_texts
from benchmarks.tables import parser, run, table

KINDS = ("PER", "LOC", "ORG")
HALF_SPACE = "\u200c"
NEIGHBOURS = 50  # sentences that a sample takes together, as context helps

Tags = list[list[str]]


def sentences(name: str) -> list[Tagged]:
    """A gold file, with the half-spaces of its tokens restored. Raises AbsentError."""
    texts = teaching.file_texts(shared(f"names/{name}"))
    return [
        ([token.replace(" ", HALF_SPACE) for token in tokens], tags)
        for text in texts
        for tokens, tags in text
    ]


def sampled(found: list[Tagged], sample: int | None) -> list[Tagged]:
    """Stretches of neighbouring sentences, ``sample`` sentences in all."""
    stretches = [found[i : i + NEIGHBOURS] for i in range(0, len(found), NEIGHBOURS)]
    wanted = sample and max(1, sample // NEIGHBOURS)
    return [sentence for stretch in evenly(stretches, wanted) for sentence in stretch]


def demo_recogniser() -> Recogniser:
    """With the names of the demo archive, without a database."""
    return Recogniser(demo_aliases())


def demo_aliases() -> list[AliasRow]:
    rows: list[AliasRow] = []
    for number, record in enumerate(read_names(ROOT / "articles" / "demo" / "names.jsonl"), 1):
        if isinstance(record, NameRecord):
            others = filter(None, (record.latin_name, *record.aliases))
            rows.append(AliasRow(number, record.kind, record.name, main=True))
            rows += [AliasRow(number, record.kind, text) for text in others]
    return rows


# --- scores -----------------------------------------------------------------------------------


def scores(gold: Iterable[Sequence[str]], found: Iterable[Sequence[str]]) -> list[float]:
    """Precision, recall and F1 of each of KINDS, then of all together."""
    right: Counter[str] = Counter()
    wanted: Counter[str] = Counter()
    given: Counter[str] = Counter()
    for expected, answered in zip(gold, found, strict=True):
        names, answers = set(chunks(expected)), set(chunks(answered))
        wanted.update(name.tag for name in names)
        given.update(name.tag for name in answers)
        right.update(name.tag for name in names & answers)
    row: list[float] = []
    for kind in KINDS:
        row += _three(right[kind], given[kind], wanted[kind])
    return row + _three(right.total(), given.total(), wanted.total())


def _three(right: int, given: int, wanted: int) -> list[float]:
    precision = right / given if given else 0.0
    recall = right / wanted if wanted else 0.0
    both = precision + recall
    return [precision, recall, 2 * precision * recall / both if both else 0.0]


def print_scores(sample: int | None) -> None:
    gold = sampled(sentences("peyma_dev.conll"), sample)
    tokens = [words for words, _ in gold]
    expected = [tags for _, tags in gold]
    head = ("", *(f"{kind} {figure}" for kind in (*KINDS, "all") for figure in ("P", "R", "F1")))
    lines = [[name, *scores(expected, answers)] for name, answers in _answers(tokens, sample)]
    print(table(f"Names in {len(gold)} sentences of PEYMA's development part", head, lines))
    print("hazm's tagger: it needs a downloaded model, which this measurement does not fetch")


def _answers(tokens: list[list[str]], sample: int | None) -> Iterator[tuple[str, Tags]]:
    recogniser = demo_recogniser()
    known = [conll.curated_chunks(words, recogniser) for words in tokens]
    read = [[word(token) for token in words] for words in tokens]
    yield (
        "gazetteer of the demo archive",
        [conll.tags_of(len(words), sure, []) for words, sure in zip(tokens, known, strict=True)],
    )
    yield "rules", [rules.tags(words) for words in read]
    tagger = crf.default_tagger()
    yield "shipped model", tagger.tags(read)
    yield "all, as recognise --conll", conll.tagged(tokens, recogniser, tagger)
    with TemporaryDirectory(prefix="archive-benchmark-") as folder:
        learnt = _learn_peyma(Path(folder) / "peyma.model", sample)
        yield "model trained on PEYMA", learnt.tags(read)
        yield "the same, as recognise --conll --model", conll.tagged(tokens, recogniser, learnt)


def _learn_peyma(path: Path, sample: int | None) -> crf.NameTagger:
    lessons = sampled(sentences("peyma_train.conll"), sample and sample * 4)
    crf.train([lessons], path, crf.default_knowledge())
    return crf.NameTagger(path)


# --- speed ------------------------------------------------------------------------------------

MANY = 50_000  # aliases
WORKERS = 2
BATCH = 500  # articles
PART = 100  # articles that a process reads at once, as in manage.py recognise


def many_aliases() -> list[AliasRow]:
    """The demo names and, up to MANY aliases, persons, bodies and places made of listed words.

    Full names of persons, a fifth of them with the bare surname as an alias; heads of bodies
    and places with a place or a surname behind them.
    """
    chance = random.Random(1)
    given, family = sorted(known_words.given_names()), sorted(known_words.surnames())
    towns = sorted(known_words.places())
    heads = {
        "organisation": ("سازمان", "شرکت", "دانشگاه", "باشگاه", "بانک", "اداره", "انجمن"),
        "place": ("شهرستان", "روستای", "خیابان", "میدان", "ورزشگاه", "بخش"),
    }
    rows = demo_aliases()
    number = rows[-1].entity_id
    while len(rows) < MANY:
        number += 1
        if number % 5 < 3:
            surname = chance.choice(family)
            full = f"{chance.choice(given)} {chance.choice(given)} {surname}"
            rows.append(AliasRow(number, "person", full, main=True))
            rows += [AliasRow(number, "person", surname)] * (number % 15 == 0)
        else:
            kind = "organisation" if number % 5 == 3 else "place"
            name = f"{chance.choice(heads[kind])} {chance.choice(towns)} {chance.choice(family)}"
            rows.append(AliasRow(number, kind, name, main=True))
    return rows


def print_speed(sample: int | None) -> None:
    texts = article_texts(sample)
    demo, many = demo_recogniser(), Recogniser(many_aliases())
    gazetteer = Gazetteer(many.aliases)
    suggesting = SuggestingRecogniser(demo, crf.default_tagger())
    rows = [
        ("names of the demo archive", lambda part: demo.spans_of_articles(_readings(part))),
        (f"gazetteer alone, {MANY:,} aliases", lambda part: list(map(gazetteer.find, part))),
        (f"names, {MANY:,} aliases", lambda part: many.spans_of_articles(_readings(part))),
        ("names and suggestions", lambda part: suggesting.spans_of_articles(_readings(part))),
    ]
    lines = [
        [title, *_rates(texts, _seconds(texts, work, time.process_time))] for title, work in rows
    ]
    print(table("Speed, warm, one core, processor time", ("", "articles/s", "MB/s"), lines))
    lines = []
    for title, names, suggests in (
        (f"names, {MANY:,} aliases", many, False),
        ("names and suggestions", demo, True),
    ):
        with Readers(suggests=suggests, workers=WORKERS) as readers:
            readers.use(names)

            def work(part: Sequence[str], readers: Readers = readers) -> object:
                parts = (part[first : first + PART] for first in range(0, len(part), PART))
                begun = [readers.begin(_snapshots(some)) for some in parts]
                return [future.result() for future in begun]

            lines.append([title, *_rates(texts, _seconds(texts, work, time.perf_counter))])
    title = f"Speed with quotations, warm, {WORKERS} processes, wall time"
    print(table(title, ("", "articles/s", "MB/s"), lines))


def _readings(texts: Sequence[str]) -> list[Reading]:
    return [Reading({"body": text}) for text in texts]


def _snapshots(texts: Sequence[str]) -> list[Snapshot]:
    return [Snapshot(number, {"body": text}, [], []) for number, text in enumerate(texts)]


def _rates(texts: Sequence[str], seconds: float) -> list[str]:
    size = sum(len(text.encode()) for text in texts) / 1e6
    return [f"{len(texts) / seconds:.0f}", f"{size / seconds:.2f}"]


def _seconds(
    texts: Sequence[str], work: Callable[[Sequence[str]], object], clock: Callable[[], float]
) -> float:
    """Seconds of the second pass over ``texts``, in batches."""
    seconds = 0.0
    for _ in range(2):
        started = clock()
        for first in range(0, len(texts), BATCH):
            work(texts[first : first + BATCH])
        seconds = clock() - started
    return seconds


def main() -> None:
    sample = parser(__doc__).parse_args().sample
    run([partial(print_scores, sample), partial(print_speed, sample)])


if __name__ == "__main__":
    main()
