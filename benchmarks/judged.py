"""Test collections: documents, questions and which documents answer them."""

from __future__ import annotations

from dataclasses import dataclass

from benchmarks.corpora import evenly, json_lines, rows, shared
from benchmarks.trial import Text


@dataclass(frozen=True, slots=True)
class Collection:
    """``questions`` maps the name of a spelling to questions by id; ``judged`` maps a
    question's id to the relevance of document ids, which are numbers from 1 as strings."""

    name: str
    texts: list[Text]
    questions: dict[str, dict[str, str]]
    judged: dict[str, dict[str, int]]


def hamshahri(sample: int | None = None) -> Collection:
    """Newspaper articles without half-spaces; 25 short questions in two spellings."""
    spellings = {"Arabic letters": "queries", "modern spelling": "queries_modern"}
    return _read("hamshahri", spellings, sample)


def parsinlu(sample: int | None = None) -> Collection:
    """Paragraphs and questions in whole sentences, most with one answering paragraph."""
    return _read("parsinlu", {"as asked": "queries"}, sample)


def _read(name: str, spellings: dict[str, str], sample: int | None) -> Collection:
    """``sample`` limits the questions; the documents are always all of them."""
    folder = f"relevance/{name}"
    records = list(json_lines(shared(f"{folder}/docs.jsonl.gz")))
    numbers = {record["id"]: number for number, record in enumerate(records, 1)}
    judged: dict[str, dict[str, int]] = {}
    for question, _, document, relevance in rows(shared(f"{folder}/qrels.tsv")):
        judged.setdefault(question, {})[str(numbers[document])] = int(relevance)
    chosen = set(evenly(sorted(judged), sample))
    questions = {
        spelling: {
            record["id"]: record["text"]
            for record in json_lines(shared(f"{folder}/{file}.jsonl"))
            if record["id"] in chosen
        }
        for spelling, file in spellings.items()
    }
    return Collection(
        name,
        [
            (numbers[record["id"]], record["title"] or "", record["text"] or "")
            for record in records
        ],
        questions,
        {question: documents for question, documents in judged.items() if question in chosen},
    )
