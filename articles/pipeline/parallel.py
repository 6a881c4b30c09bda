"""Many articles at once: several processes read and analyse, this one writes."""

from __future__ import annotations

import logging
import os
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field

from articles.models import PendingArticle
from articles.pipeline.claims import Claim, claim
from articles.pipeline.reading import articles_of, finish, store, to_read
from articles.recognition import recogniser
from articles.recognition.reading import ArticleReading
from articles.recognition.recogniser import Recogniser
from articles.recognition.workers import Readers
from articles.search import indexing
from articles.search.indexing import PreparedArticles

log = logging.getLogger(__name__)

PARALLEL_FROM = 1000
"""Notes; starting processes costs more than following fewer."""

_READ_AT_ONCE = 100  # notes of one claim
_INDEXED_AT_ONCE = 500  # articles of one commit

Follow = Callable[[Claim[PendingArticle]], object]
Done = Callable[[list[PendingArticle]], object]


def is_worthwhile() -> bool:
    """Whether there are so many notes, and processors, that several processes are quicker."""
    if (os.cpu_count() or 1) == 1:
        return False
    many = PendingArticle.objects.due()[: PARALLEL_FROM + 1]
    return many.count() > PARALLEL_FROM


@dataclass(slots=True)
class _Reading:
    """A claim whose articles are being read with ``names``."""

    claim: Claim[PendingArticle]
    names: Recogniser
    future: Future[list[ArticleReading]]


@dataclass(slots=True)
class _Stored:
    """A claim whose names are stored; ``outdated`` are to be read again."""

    claim: Claim[PendingArticle]
    outdated: set[int]


@dataclass(slots=True)
class _Indexing:
    """Claims whose articles are being analysed for one commit of the index."""

    parts: list[_Stored]
    future: Future[PreparedArticles]


@dataclass(slots=True)
class Parallel:
    """Follows articles with several processes, step by step.

    A claim goes through three stages: its articles are read in a process; what was read is
    stored here, in short transactions; with others it is analysed in a process and committed
    to the index here; ``done`` gets the notes that are finished. Where a stage fails,
    ``follow`` gets the claim and follows it in this process.
    """

    worker: str
    follow: Follow
    done: Done
    processes: int = field(default_factory=lambda: os.cpu_count() or 1)
    _reading: deque[_Reading] = field(default_factory=deque)
    _stored: list[_Stored] = field(default_factory=list)
    _indexing: deque[_Indexing] = field(default_factory=deque)
    _readers: Readers | None = None

    def step(self) -> bool:
        """Move what is on its way one stage on; False when there was nothing to do."""
        self._claim_more()
        self._renew()
        if self._reading:
            self._store(self._reading.popleft())
        enough = sum(len(part.claim.notes) for part in self._stored) >= _INDEXED_AT_ONCE
        if self._stored and (enough or not self._reading):
            self._analyse()
        while self._indexing and self._may_commit():
            self._commit(self._indexing.popleft())
        return bool(self._reading or self._stored or self._indexing)

    def close(self) -> None:
        """End the processes and give back what is on its way."""
        if self._readers is not None:
            self._readers.__exit__(None, None, None)
            self._readers = None
        for claimed in self._claims():
            claimed.release()
        self._reading.clear()
        self._stored.clear()
        self._indexing.clear()

    def _claims(self) -> list[Claim[PendingArticle]]:
        stored = [*self._stored, *(part for one in self._indexing for part in one.parts)]
        return [*(one.claim for one in self._reading), *(part.claim for part in stored)]

    def _renew(self) -> None:
        for claimed in self._claims():
            claimed.renew_in_time()

    def _claim_more(self) -> None:
        while len(self._reading) < 2 * self.processes:
            claimed = claim(PendingArticle, self.worker, _READ_AT_ONCE)
            if not claimed:
                return
            names = recogniser.current()
            if self._readers is None:
                self._readers = Readers(suggests=False, workers=self.processes)
            self._readers.use(names)
            future = self._readers.submit(to_read(claimed))
            self._reading.append(_Reading(claimed, names, future))

    def _store(self, one: _Reading) -> None:
        try:
            outdated = store(one.future.result(), one.names)
        except Exception:
            log.exception("Read in one process instead.")
            self.follow(one.claim)
        else:
            self._stored.append(_Stored(one.claim, outdated))

    def _analyse(self) -> None:
        assert self._readers is not None, "claims were read"  # noqa: S101
        ids = sorted(set().union(*(articles_of(part.claim.notes) for part in self._stored)))
        future = self._readers.call(indexing.prepare, ids)
        self._indexing.append(_Indexing(self._stored, future))
        self._stored = []

    def _may_commit(self) -> bool:
        """Whether the oldest analysis is done, or there is nothing else to do but wait for it."""
        return self._indexing[0].future.done() or not self._reading

    def _commit(self, one: _Indexing) -> None:
        try:
            indexing.commit([one.future.result()])
        except Exception:
            log.exception("Indexed in one process instead.")
            for part in one.parts:
                self.follow(part.claim)
        else:
            for part in one.parts:
                self.done(finish(part.claim, part.outdated))
