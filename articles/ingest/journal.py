"""How far an import has come, so that an interrupted one goes on where it stopped.

One JSON file an input, in the ``ingest`` folder of the data, named by a hash of the input's
path. It is written inside the transaction of each batch, just before the commit, with the
state before and after that batch; which of the two is true is found by looking for the
batch's ``proof`` in the database. So a kill at any moment, a restored backup or an emptied
database can make an import repeat a batch but never skip one.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path

from django.conf import settings

from articles.ingest.outcome import Counts, Proof
from articles.models import Article


@dataclass(frozen=True)
class State:
    """What is done: records read, their counts, the size of the file of rejected records."""

    records: int = 0
    counts: Counts = field(default_factory=Counts)
    rejects_size: int = 0
    proof: Proof | None = None


class Journal:
    """The progress of the import of one file under the same options."""

    def __init__(self, source: Path, *, format_name: str, source_name: str) -> None:
        path = source.resolve()
        stat = path.stat()
        self._file = _file_of(path)
        self._input = {
            "path": str(path),
            "size": stat.st_size,
            "modified": stat.st_mtime_ns,
            "format": format_name,
            "source": source_name,
        }

    def load(self) -> State:
        """The state that the database confirms; an empty one when there is none."""
        try:
            stored = json.loads(self._file.read_bytes())
            if stored["input"] != self._input:
                return State()
            states = [_state(stored["after"]), _state(stored["before"])]
        except (OSError, ValueError, KeyError, TypeError):
            return State()
        return next((state for state in states if _confirmed(state)), State())

    def note(self, before: State, after: State) -> None:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        content = {"input": self._input, "before": asdict(before), "after": asdict(after)}
        draft = self._file.with_suffix(".new")
        draft.write_text(json.dumps(content), encoding="utf-8")
        os.replace(draft, self._file)

    def remove(self) -> None:
        self._file.unlink(missing_ok=True)


def _file_of(path: Path) -> Path:
    digest = hashlib.sha256(str(path).encode()).hexdigest()[:16]
    return settings.DATA_DIR / "ingest" / f"{digest}.json"


def _state(stored: dict) -> State:
    proof = stored["proof"]
    return State(
        records=stored["records"],
        counts=Counts(**stored["counts"]),
        rejects_size=stored["rejects_size"],
        proof=Proof(**proof) if proof else None,
    )


def _confirmed(state: State) -> bool:
    """Whether the article that the last batch wrote or met is in the database as it left it."""
    if state.proof is None:
        # Nothing but rejected records so far: they would only be rejected again.
        return state.counts.stored == 0
    proof = state.proof
    return Article.objects.filter(pk=proof.article, original_id=proof.sha256).exists()
