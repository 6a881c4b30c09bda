"""Every engine of the comparison finds the same articles, and an edit of them."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace

import pytest

from articles.persian.words import TERM_MARK
from articles.search import analysis
from benchmarks.corpora import ROOT
from benchmarks.engines import news
from benchmarks.engines.analysed import Analysis
from benchmarks.engines.archive import Archive
from benchmarks.engines.contender import Question
from benchmarks.engines.fts5 import Fts5
from benchmarks.engines.postgres import SOCKET, NoServerError, Postgres, server
from benchmarks.engines.questions import FILTERED, KINDS, Chooser
from benchmarks.engines.stock import Stock
from benchmarks.engines.tantivy_index import Tantivy

SIZE = 60
COUNT = 3


@pytest.fixture(scope="module")
def articles():
    return list(news.generated(SIZE))


@pytest.fixture(scope="module")
def batch(articles, tmp_path_factory):
    folder = tmp_path_factory.mktemp("batches")
    return Analysis(folder, analysis.analyzer(())).run(articles, [SIZE]).paths[0]


@pytest.fixture(scope="module")
def questions(articles):
    return Chooser(articles, analysis.analyzer(()), seed=1).questions(COUNT)


def answers(kind, folder, batch, questions):
    """What the engine finds, then what it finds of each question after an edit."""
    folder.mkdir(exist_ok=True)
    contender = kind(folder)
    contender.build([kind.load(batch)])
    contender.open()
    found = [contender.ask(question) for question in questions]
    contender.replace(kind.load(batch)[0])
    again = [contender.ask(question).total for question in questions]
    assert contender.size() > 0
    contender.close()
    return found, again


@pytest.fixture(scope="module")
def expected(batch, questions, tmp_path_factory):
    folder = tmp_path_factory.mktemp("archive")
    return answers(Archive, folder, batch, questions)[0]


def test_the_questions_are_of_every_kind_and_find_something(questions, expected):
    assert {question.kind for question in questions} == set(KINDS)
    for question, found in zip(questions, expected, strict=True):
        assert found.total or question.kind in {FILTERED, "NOT"}, question


@pytest.mark.parametrize("kind", [Archive, Fts5, Tantivy])
def test_every_engine_finds_the_same_and_again_after_an_edit(
    kind, tmp_path, batch, questions, expected
):
    found, again = answers(kind, tmp_path / "index", batch, questions)
    compare(questions, found, again, expected)


def test_the_stock_backend_finds_at_least_as_many(tmp_path, batch, questions, expected):
    """It stems all words as if they were English, so that some become others."""
    found, again = answers(Stock, tmp_path / "index", batch, questions)
    for question, one, other in zip(questions, found, expected, strict=True):
        if not (question.prefix or question.none_of):
            assert one.total >= other.total, question
    assert [one.total for one in found] == again


def test_postgres_finds_the_same_and_again_after_an_edit(tmp_path, batch, questions, expected):
    try:
        with server() as socket:
            (tmp_path / SOCKET).symlink_to(socket)
            found, again = answers(Postgres, tmp_path / "index", batch, questions)
    except NoServerError as reason:
        pytest.skip(str(reason))
    compare(questions, found, again, expected)
    assert not socket.exists()


def compare(questions, found, again, expected):
    for question, one, other in zip(questions, found, expected, strict=True):
        # A prefix is looked up among written words by one, among terms by the others.
        if not question.prefix:
            assert one.total == other.total, question
            assert one.counted == other.counted, question
        if question.newest:
            assert set(one.page) == set(other.page), question
    assert [one.total for one in found] == again


def test_a_filter_narrows(tmp_path, batch):
    documents = Archive.load(batch)
    word = next(iter(documents[0].texts["body"])).lstrip(TERM_MARK)
    question = Question(kind=FILTERED, all_of=(word,))
    narrow = replace(question, source=documents[0].source)
    (wide, narrowed), _ = answers(Archive, tmp_path / "index", batch, [question, narrow])
    assert 0 < narrowed.total < wide.total


@pytest.mark.parametrize("signal_", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_leaves_nothing_behind(tmp_path, signal_):
    run = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.engines", "--sample", "200", "--site", "0"],
        cwd=ROOT,
        env=os.environ | {"TMPDIR": str(tmp_path)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    deadline = time.monotonic() + 60
    while not list(tmp_path.glob("archive-engines-*/Archive-*/*")):
        assert time.monotonic() < deadline
        assert run.poll() is None
        time.sleep(0.05)
    os.killpg(run.pid, signal_)
    assert run.wait(timeout=60) == 130
    assert not [*tmp_path.glob("archive-engines-*"), *tmp_path.glob("archive-postgres-*")]
