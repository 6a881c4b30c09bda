"""Decisions about thousands of mentions under kill -9: all of one is stored, or nothing."""

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
OF_TESTS = {"DJANGO_ALLOW_ASYNC_UNSAFE", "DATABASE_URL"}
# `make test` kills a few times; CRASH_ROUNDS=100 is for an afternoon.
ROUNDS = int(os.environ.get("CRASH_ROUNDS", "3"))


def decider(folder: Path, action: str) -> subprocess.Popen[str]:
    kept = {name: value for name, value in os.environ.items() if name not in OF_TESTS}
    return subprocess.Popen(
        [sys.executable, "-m", "tests.curation.decider", action],
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
    for _ in range(ROUNDS):
        process = decider(tmp_path, action)
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
    process = decider(tmp_path, action)
    said = run_until(process, "ready")
    process.kill()
    process.wait()
    process.stdout.close()
    assert "the index follows the database" in said
    assert {"nothing", "everything"} & set(said)
