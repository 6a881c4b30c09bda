"""Reading articles for names in several processes, for whole archives and large imports."""

from __future__ import annotations

import multiprocessing
import os
import pickle
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from functools import lru_cache
from pathlib import Path
from secrets import token_hex
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import TypeVar

from articles.models import Article
from articles.recognition import spawned
from articles.recognition.crf import NameTagger, default_tagger
from articles.recognition.reading import ArticleReading, Snapshot, readings, snapshots
from articles.recognition.recogniser import Recogniser
from articles.recognition.unknown import SuggestingRecogniser

PARALLEL_FROM = 1_000
"""Articles; starting processes costs more than reading fewer."""


_AHEAD = 2  # batches a process: one that it reads, one that waits for it
_KEPT_STATES = 20  # of the names; more than tasks can be on their way

_Result = TypeVar("_Result")


class Readers:
    """Reads articles with the archive's names and, if it ``suggests``, for unknown ones.

    ``workers`` processes do it; with one, this process. Use it in a ``with`` statement. The
    answers do not depend on the number of processes. ``model`` is the file of the tagger,
    None for the shipped one; raises RecognitionError when it cannot be read.
    """

    def __init__(self, *, suggests: bool, model: Path | None = None, workers: int = 1) -> None:
        self.suggests = suggests
        self._tagger = tagger(model) if suggests else None
        self._model = model
        self._workers = workers
        self._names: Recogniser | None = None
        self._pool: ProcessPoolExecutor | None = None
        self._folder: TemporaryDirectory[str] | None = None
        self._files: deque[Path] = deque(maxlen=_KEPT_STATES)

    def __enter__(self) -> Readers:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._pool:
            self._pool.shutdown(cancel_futures=True)
        if self._folder:
            self._folder.cleanup()

    def use(self, names: Recogniser) -> None:
        """Read with ``names`` from now on; costs nothing when they are those in use.

        What was submitted before is still read with those of then. The processes stay: each
        takes the names from a file when it comes to its first article with them.
        """
        if names is self._names:
            return
        self._names = names
        if self._workers > 1:
            self._start()
            self._hand_out(names)

    def _start(self) -> None:
        if self._pool is None:
            context = multiprocessing.get_context("spawn")
            arguments = pickle.dumps((self.suggests, self._model))
            self._pool = ProcessPoolExecutor(self._workers, context, spawned.start, (arguments,))
            self._folder = TemporaryDirectory(prefix="names-")

    def _hand_out(self, names: Recogniser) -> None:
        """Write the names for the processes; forget those that no task can still ask for."""
        assert self._folder is not None, "the processes were started"  # noqa: S101
        if len(self._files) == _KEPT_STATES:
            self._files[0].unlink()
        path = Path(self._folder.name) / token_hex(8)
        path.write_bytes(pickle.dumps(names.aliases))
        self._files.append(path)

    @property
    def names(self) -> Recogniser:
        """Those in use."""
        assert self._names is not None, "say first which names to use"  # noqa: S101
        return self._names

    def submit(self, articles: Sequence[Article]) -> Future[list[ArticleReading]]:
        """Begin to read ``articles``, whose texts are loaded, in one of the processes.

        Only what their readings depend on is asked of the database, here and now. A single
        process has read them when this returns.
        """
        return self.begin(snapshots(articles))

    def begin(self, seen: Sequence[Snapshot]) -> Future[list[ArticleReading]]:
        """Begin to read these articles, of which nothing more is asked of the database."""
        if self._pool is not None:
            return self._pool.submit(_readings, seen, self._files[-1])
        done: Future[list[ArticleReading]] = Future()
        done.set_result(readings(seen, _reader(self.names, self._tagger)))
        return done

    def call(self, function: Callable[..., _Result], *arguments: object) -> Future[_Result]:
        """Begin to call a function of this application in one of the processes."""
        if self._pool is not None:
            return self._pool.submit(function, *arguments)
        done: Future[_Result] = Future()
        done.set_result(function(*arguments))
        return done

    def read_ahead(
        self, batches: Iterable[Sequence[Article]], names: Callable[[], Recogniser]
    ) -> Iterator[list[ArticleReading]]:
        """The readings of each batch, in order, the next ones being read meanwhile.

        ``names()`` are those to use, asked for before each batch.
        """
        begun: deque[Future[list[ArticleReading]]] = deque()
        for batch in batches:
            self.use(names())
            begun.append(self.submit(batch))
            if len(begun) > self._workers * _AHEAD:
                yield begun.popleft().result()
        while begun:
            yield begun.popleft().result()


def workers_for(articles: int, wanted: int | None) -> int:
    """How many processes read so many articles: those wanted, else one a core for many."""
    if wanted:
        return wanted
    return (os.cpu_count() or 1) if articles >= PARALLEL_FROM else 1


def tagger(model: Path | None) -> NameTagger:
    """The tagger of a file, None for the shipped one. Raises RecognitionError."""
    return NameTagger(model) if model else default_tagger()


def _reader(names: Recogniser, tagger: NameTagger | None) -> Recogniser | SuggestingRecogniser:
    return SuggestingRecogniser(names, tagger) if tagger else names


# --- inside a process of the pool -------------------------------------------------------------


_tagger: NameTagger | None = None


def start(suggests: bool, model: Path | None) -> None:
    """Load what the readers of this process share."""
    global _tagger
    _tagger = tagger(model) if suggests else None


def _readings(seen: Sequence[Snapshot], names: Path) -> list[ArticleReading]:
    return readings(seen, _reader(_recogniser(names), _tagger))


@lru_cache(maxsize=1)
def _recogniser(names: Path) -> Recogniser:
    """The recogniser of the names in a file that `Readers` wrote."""
    return Recogniser(pickle.loads(names.read_bytes()))  # noqa: S301 - the parent process wrote it
