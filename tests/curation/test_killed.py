"""Decisions under kill -9: all of one is stored, or nothing; and what is stored is followed."""

import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.rounds import CRASHES

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
OF_TESTS = {"DJANGO_ALLOW_ASYNC_UNSAFE", "DATABASE_URL"}


def started(folder: Path, program: str, *arguments: str) -> subprocess.Popen[str]:
    kept = {name: value for name, value in os.environ.items() if name not in OF_TESTS}
    return subprocess.Popen(
        [sys.executable, "-m", f"tests.curation.{program}", *arguments],
        cwd=ROOT,
        env=kept | {"DATA_DIR": str(folder)},
        stdout=subprocess.PIPE,
        text=True,
    )


def run_until(process: subprocess.Popen[str], line: str) -> list[str]:
    """What the process says up to this line, which it must come to."""
    said = []
    for got in process.stdout:
        said.append(got.strip())
        if said[-1] == line:
            return said
    raise AssertionError(f"ended with {process.wait()} before {line!r}: {said}")


@pytest.mark.parametrize("action", ["merge", "reject"])
def test_a_killed_decision_is_stored_whole_or_not_at_all(tmp_path, action):
    dice = random.Random(action)  # noqa: S311
    for _ in range(CRASHES):
        process = started(tmp_path, "decider", action)
        # The process checks what the one before left, and fails where that is half a decision.
        run_until(process, "ready")
        for _ in range(dice.randrange(3)):
            run_until(process, dice.choice(["committed", "settled"]))
        try:
            process.wait(dice.uniform(0.01, 1.5))
        except subprocess.TimeoutExpired:
            process.kill()
        assert process.wait() == -9
        process.stdout.close()
    process = started(tmp_path, "decider", action)
    said = run_until(process, "ready")
    process.kill()
    process.wait()
    process.stdout.close()
    assert "the index follows the database" in said
    assert {"nothing", "everything"} & set(said)


@pytest.fixture(scope="module")
def archive_with_a_proposal(tmp_path_factory):
    folder = tmp_path_factory.mktemp("accepting")
    with started(folder, "accepter", "prepare") as process:
        assert process.wait() == 0
    return folder


@pytest.mark.parametrize(
    ("point", "when"),
    [
        ("pipeline.worker.work_soon", "before"),  # committed, and nothing else done
        ("recognition.proposals.follow", "before"),
        ("recognition.proposals.follow", "after"),
        ("pipeline.names.read_again", "after"),  # inside the transaction that notes the articles
        ("pipeline.worker.follow_names", "after"),
        ("search.indexing.update", "before"),
        ("search.indexing.update", "after"),
    ],
)
def test_a_new_spelling_is_followed_once_wherever_the_process_is_killed(
    archive_with_a_proposal, tmp_path, point, when
):
    folder = tmp_path / "archive"
    shutil.copytree(archive_with_a_proposal, folder)
    with started(folder, "accepter", "accept", point, when) as process:
        assert process.wait() == -9
    with started(folder, "accepter", "check") as process:
        said = process.stdout.read().splitlines()
        assert process.wait() == 0
    # Every article that holds the spelling; each counted once; and a double of its own.
    assert said[-1] == "12 [12] 1"
