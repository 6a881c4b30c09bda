"""How well are articles ranked? Questions with known answers, any of their words.

The archive answers through its real index and ranking; the baselines are the token
functions of ``baselines`` under plain BM25 over title and text together, with the k1 and
the b of the body that the archive has.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import ir_measures
from ir_measures import AP, RR, R, nDCG

from articles.search import subject
from articles.search.engines.whoosh import scoring
from benchmarks.baselines import BASELINES, Tokens
from benchmarks.bm25 import BM25
from benchmarks.judged import Collection, hamshahri, parsinlu
from benchmarks.tables import parser, run, table
from benchmarks.trial import Trial, temporary_trial

DEPTH = 1000  # results kept of each question
NUMBERS_OF_WORDS = (5, 8, 11, subject.RESEMBLING, 20, 30)
SHOWN = 5  # related articles
MEASURES = {"MAP": AP, "nDCG@10": nDCG @ 10, "R@100": R @ 100, "MRR@10": RR @ 10}

Answers = dict[str, dict[str, float]]
"""By question id: document id -> score."""

Ask = Callable[[dict[str, str]], Answers]
"""Answers questions given by id."""


def measure(judged: dict[str, dict[str, int]], answers: Answers) -> dict[str, float]:
    """Each of MEASURES as the mean over all judged questions, unanswered ones being 0."""
    values = ir_measures.calc_aggregate(MEASURES.values(), judged, answers)
    return {name: values[made] for name, made in MEASURES.items()}


def archive(trial: Trial, any_word: bool) -> Ask:
    def ask(questions: dict[str, str]) -> Answers:
        return {
            key: {str(pk): score for pk, score in trial.ranked(text, any_word, DEPTH)}
            for key, text in questions.items()
        }

    return ask


def baseline(collection: Collection, tokens: Tokens) -> Ask:
    texts = (tokens(f"{title}\n{body}") for _, title, body in collection.texts)
    ranking = BM25(texts, k1=scoring.K1, b=scoring.FIELD_B["body"])
    ids = [str(pk) for pk, _, _ in collection.texts]

    def ask(questions: dict[str, str]) -> Answers:
        return {
            key: {ids[doc]: score for doc, score in ranking.best(tokens(text), DEPTH)}
            for key, text in questions.items()
        }

    return ask


def show(collection: Collection) -> None:
    with temporary_trial(collection.texts) as trial:
        systems = {"archive": archive(trial, any_word=True)}
        systems["archive, all words"] = archive(trial, any_word=False)
        systems |= {name: baseline(collection, tokens) for name, tokens in BASELINES.items()}
        figures = {
            system: {
                spelling: measure(collection.judged, ask(questions))
                for spelling, questions in collection.questions.items()
            }
            for system, ask in systems.items()
        }
        related = [[n, shared_topics(collection, trial, n)] for n in NUMBERS_OF_WORDS]
    for spelling, questions in collection.questions.items():
        title = f"{collection.name}, {spelling}: {len(questions)} questions"
        print(table(title, ("", *MEASURES), [[s, *figures[s][spelling].values()] for s in systems]))
    if len(collection.questions) > 1:
        lines = [[system, spread(of.values())] for system, of in figures.items()]
        print(table(f"{collection.name}: MAP between spellings", ("", "spread"), lines))
    if not math.isnan(related[0][1]):
        title = f"{collection.name}: related articles, by the words that find them"
        print(table(title, ("words", f"P@{SHOWN}"), related))


def shared_topics(collection: Collection, trial: Trial, words: int) -> float:
    """Articles that answer one question are about the same: the mean share of those shown beside
    one of them that do as well. Not a number where no question has more answers than are shown."""
    shares = []
    for judged in collection.judged.values():
        answers = {int(key) for key, relevance in judged.items() if relevance > 0}
        for pk in answers if len(answers) > SHOWN else ():
            alike = [other for other in trial.related(pk, SHOWN + 1, words) if other != pk]
            shares.append(len(answers & set(alike[:SHOWN])) / SHOWN)
    return sum(shares) / len(shares) if shares else math.nan


def spread(figures) -> float:
    """The largest difference in MAP."""
    values = [figure["MAP"] for figure in figures]
    return max(values) - min(values)


def main() -> None:
    given = parser(__doc__).parse_args()
    run([lambda: show(hamshahri(given.sample)), lambda: show(parsinlu(given.sample))])


if __name__ == "__main__":
    main()
