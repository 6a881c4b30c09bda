"""Runs workers through every order of their steps, one at a time, so that a race always shows.

A worker is a function that runs in a thread of its own. It stops at its *points*: calls of
`point`, and functions patched by `stop_before`, `stop_after` or `stop_around`. One of the stopped
workers is let go until it stops again or ends. Every choice is tried, each order from a fresh
state. Who waits for another is seen, not guessed from the time that passes:

- A worker that calls `time.sleep` polls for something: it goes on after a step of another,
  or once all others poll, too, for what a thread that is no worker may have.
- A `Lock` of this module, put in the place of a `threading.Lock`, stops the worker that waits.
- SQLite says that the database is locked; the statement is tried again after a step of another
  (the fixture ``fresh_archive`` sets this up). PostgreSQL is asked which sessions wait.

Workers that all wait are reported as a deadlock, with their stacks.
"""

from __future__ import annotations

import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from enum import Enum
from functools import partial, wraps
from typing import Any
from unittest import mock

from django.db import OperationalError, connection, connections

MOST_ORDERS = 5_000  # a test with more of them has too many points
PATIENCE = 30.0  # seconds for one step; a worker that needs more is stuck
POLL = 0.005  # seconds between two looks at a worker that may wait in PostgreSQL

_this = threading.local()
_sleep = time.sleep


class State(Enum):
    STOPPED = "at a point"
    WAITING = "waiting for another worker"
    RUNNING = "running"
    ENDED = "ended"


class Abandoned(BaseException):
    """Unwinds a worker whose order is not followed to its end."""


# --- points ------------------------------------------------------------------------------------


def point(name: str) -> None:
    """Stop here if this thread is a worker."""
    if worker := _worker():
        worker.stop(name)


def stop_before(monkeypatch: Any, owner: object, name: str) -> None:
    """Stop every worker that calls ``owner.name`` before the call."""
    function = getattr(owner, name)

    @wraps(function)
    def stopping(*arguments: object, **named: object) -> object:
        point(f"before {name}")
        return function(*arguments, **named)

    monkeypatch.setattr(owner, name, stopping)


def stop_after(monkeypatch: Any, owner: object, name: str) -> None:
    """Stop every worker that calls ``owner.name`` after the call."""
    function = getattr(owner, name)

    @wraps(function)
    def stopping(*arguments: object, **named: object) -> object:
        value = function(*arguments, **named)
        point(f"after {name}")
        return value

    monkeypatch.setattr(owner, name, stopping)


def stop_around(monkeypatch: Any, owner: object, name: str) -> None:
    """Stop every worker before, inside and after the context manager ``owner.name(…)``."""
    manager = getattr(owner, name)

    @contextmanager
    def stopping(*arguments: object, **named: object) -> Iterator[object]:
        point(f"before {name}")
        with manager(*arguments, **named) as value:
            point(f"inside {name}")
            yield value
        point(f"after {name}")

    monkeypatch.setattr(owner, name, stopping)


class Lock:
    """Like `threading.Lock`, but a worker that waits for it lets the others go on."""

    def __init__(self) -> None:
        self._lock = threading.Lock()

    def acquire(self, blocking: bool = True) -> bool:
        worker = _worker()
        if worker is None or not blocking:
            return self._lock.acquire(blocking)
        attempt = object()
        while not self._lock.acquire(blocking=False):
            worker.stop("locked", waiting_in=attempt)
        return True

    def release(self) -> None:
        self._lock.release()

    def locked(self) -> bool:
        return self._lock.locked()

    def __enter__(self) -> bool:
        return self.acquire()

    def __exit__(self, *raised: object) -> None:
        self.release()


def _worker() -> Worker | None:
    return getattr(_this, "worker", None)


def _sleep_or_stop(seconds: float) -> None:
    """`time.sleep` while orders are followed."""
    if worker := _worker():
        worker.stop("asleep", waiting_in=sys._getframe(1))
    else:
        _sleep(seconds)


# --- orders ------------------------------------------------------------------------------------


def every_order(
    begin: Callable[[], Any],
    workers: Mapping[str, Callable[[Any], object]],
    check: Callable[[Any], object],
) -> int:
    """Run ``workers`` in every order of their points; returns the number of orders.

    Each order starts from the state that ``begin`` returns; the workers and ``check`` are
    called with it. What a worker or ``check`` raises comes out with a note of the order.
    """
    followed = 0
    choices: list[int] | None = []
    while choices is not None:
        state = begin()
        order = _Order({name: partial(work, state) for name, work in workers.items()}, choices)
        with order.noted():
            if order.follow():
                check(state)
                followed += 1
        assert followed <= MOST_ORDERS, f"more than {MOST_ORDERS} orders: use fewer points"
        choices = order.next_choices()
    return followed


class _Order:
    """Goes by ``choices`` first, then always with the first worker that can go on."""

    def __init__(self, workers: Mapping[str, Callable[[], object]], choices: list[int]) -> None:
        changed = threading.Condition()
        self._changed = changed
        self._workers = [Worker(name, work, changed) for name, work in workers.items()]
        self._choices = choices
        self._made: list[tuple[int, int]] = []  # each choice, and how many there were
        self._steps: list[str] = []
        self._retry: set[Worker] = set()  # waiting, and another has made a step since
        self._idle_since: float | None = None  # since when all that can go on sleep
        self._idle = 0  # how often one of them was let go since

    def follow(self) -> bool:
        """Go to the end; False where only waiting in vain tells it from another order."""
        with mock.patch("time.sleep", _sleep_or_stop):
            try:
                for worker in self._workers:
                    worker.thread.start()
                self._settle()
                while able := self._able():
                    if not self._step(self._choose(able)):
                        return False
            finally:
                self._end()
        for worker in self._workers:
            if worker.error:
                raise worker.error
        return True

    def next_choices(self) -> list[int] | None:
        """The choices of the next order, depth first; None after the last."""
        made = list(self._made)
        while made:
            choice, among = made.pop()
            if choice + 1 < among:
                return [*(earlier for earlier, _ in made), choice + 1]
        return None

    @contextmanager
    def noted(self) -> Iterator[None]:
        try:
            yield
        except Exception as error:
            error.add_note(f"in the order {' → '.join(self._steps)}")
            raise

    def _able(self) -> list[Worker]:
        """The workers that can be let go; empty when all have ended."""
        waiting = [worker for worker in self._workers if worker.state is State.WAITING]
        able = [worker for worker in self._workers if worker.state is State.STOPPED]
        able += [worker for worker in waiting if worker in self._retry]
        if able or all(worker.state is State.ENDED for worker in self._workers):
            return able
        sleepers = [worker for worker in waiting if worker.at == "asleep"]
        self._idle_since = self._idle_since or time.monotonic()
        if sleepers and time.monotonic() < self._idle_since + PATIENCE:
            _sleep(POLL)
            self._idle += 1
            return [sleepers[self._idle % len(sleepers)]]
        raise AssertionError(f"deadlock: every worker waits\n{self._stacks()}")

    def _choose(self, able: list[Worker]) -> Worker:
        if self._idle_since:
            return able[0]  # how often it polls is no part of the order
        number = len(self._made)
        choice = self._choices[number] if number < len(self._choices) else 0
        assert choice < len(able), "the workers did something else than in the order before"
        self._made.append((choice, len(able)))
        return able[choice]

    def _step(self, worker: Worker) -> bool:
        """Let the worker go until it stops; False if it waits as before while others can go."""
        waited_in = worker.waiting_in
        if not self._idle_since:
            self._steps.append(f"{worker.name} ({worker.at})")
        worker.let_go()
        self._settle()
        self._retry.discard(worker)
        if waited_in is not None and worker.waiting_in is waited_in:
            return all(each.state is not State.STOPPED for each in self._workers)
        self._idle_since = None
        self._retry |= {each for each in self._workers if each is not worker}
        return True

    def _settle(self) -> None:
        """Until each worker that was let go has stopped, has ended or waits in PostgreSQL."""
        deadline = time.monotonic() + PATIENCE
        with self._changed:
            while running := [each for each in self._workers if each.state is State.RUNNING]:
                if self._changed.wait(POLL):
                    continue
                if all(worker.waits_in_postgresql() for worker in running):
                    return
                if time.monotonic() > deadline:
                    raise AssertionError(f"a worker neither stops nor ends\n{self._stacks()}")

    def _end(self) -> None:
        for worker in self._workers:
            worker.abandon()
        for worker in self._workers:
            if worker.thread.ident:
                worker.thread.join(PATIENCE)

    def _stacks(self) -> str:
        return "\n".join(f"{worker.name}:\n{worker.stack()}" for worker in self._workers)


class Worker:
    """A thread that goes from point to point when it is let go."""

    def __init__(self, name: str, work: Callable[[], object], changed: threading.Condition) -> None:
        self.name = name
        self.state = State.RUNNING
        self.at = "start"
        self.waiting_in: object = None  # what it tries again when it is let go
        self.error: BaseException | None = None
        self.thread = threading.Thread(target=self._run, args=[work], name=name, daemon=True)
        self._changed = changed
        self._abandoned = False
        self._unwinding = False  # abandoned, and told so
        self._session: int | None = None  # the number of its session in PostgreSQL
        self._overtaken = False  # waited in PostgreSQL while others went on

    def let_go(self) -> None:
        self._become(State.RUNNING, self.at)

    def abandon(self) -> None:
        self._abandoned = True
        if self.state is not State.ENDED:
            self.let_go()

    def stop(self, at: str, *, waiting_in: object = None) -> None:
        """Stop until let go; ``waiting_in`` is the call that waits for another worker."""
        if self._unwinding and waiting_in is None:
            return
        self.waiting_in = waiting_in
        if not self._abandoned:
            self._become(State.STOPPED if waiting_in is None else State.WAITING, at)
            with self._changed:
                self._changed.wait_for(lambda: self.state is State.RUNNING)
        if self._abandoned:
            self._unwinding = True
            raise Abandoned

    def waits_in_postgresql(self) -> bool:
        """Whether its session waits for a lock; if so, it stops as soon as it has the lock."""
        if self._session is None:
            return False
        with connection.cursor() as cursor:
            cursor.execute("SELECT cardinality(pg_blocking_pids(%s)) > 0", [self._session])
            [waits] = cursor.fetchone()
        self._overtaken = self._overtaken or waits
        return bool(waits)

    def stack(self) -> str:
        frame = sys._current_frames().get(self.thread.ident or 0)
        return "".join(traceback.format_stack(frame)) if frame else "(ended)"

    def _run(self, work: Callable[[], object]) -> None:
        _this.worker = self
        connection.execute_wrappers.append(self._execute)
        try:
            self.stop("start")
            work()
        except Abandoned:
            pass
        except BaseException as error:
            self.error = error
        finally:
            connections.close_all()
            self.waiting_in = None
            self._become(State.ENDED, "end")

    def _become(self, state: State, at: str) -> None:
        with self._changed:
            self.state, self.at = state, at
            self._changed.notify_all()

    def _execute(self, execute: Callable[..., object], *statement: Any) -> object:
        """Execute a statement of this worker; stop when it waits for another's lock."""
        if connection.vendor == "postgresql":
            self._session = connection.connection.info.backend_pid
        while True:
            try:
                result = execute(*statement)
            except OperationalError as error:
                if getattr(error.__cause__, "sqlite_errorname", "") != "SQLITE_BUSY":
                    raise
                self.stop("locked", waiting_in=statement)
            else:
                if self._overtaken:
                    self._overtaken = False
                    self.stop("unlocked")
                return result
