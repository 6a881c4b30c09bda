"""The harness itself: every order once, each from a fresh state, and nothing hangs."""

import fcntl
import time
from contextlib import contextmanager
from itertools import permutations

import pytest
from django.contrib.auth.models import Group
from django.db import connection, transaction

from tests import interleaving
from tests.interleaving import Lock, every_order, point, stop_after, stop_around, stop_before


class Counter:
    """A number that is raised by reading and then writing it."""

    def __init__(self) -> None:
        self.value = 0
        self.lock = Lock()
        self.written: list[str] = []

    def read(self) -> int:
        return self.value

    def write(self, value: int) -> None:
        self.value = value

    def raised(self) -> None:
        value = self.read()
        point("between")
        self.write(value + 1)

    def raised_alone(self) -> None:
        with self.lock:
            self.raised()


def steps_of(name: str, points: int):
    def work(counter: Counter) -> None:
        for number in range(points):
            counter.written.append(f"{name}{number}")
            point(str(number))
        counter.written.append(f"{name}{points}")

    return work


def both(counter: Counter) -> None:
    assert counter.value == 2


class TestOrders:
    @pytest.mark.parametrize(("points", "orders"), [((0, 0), 2), ((1, 1), 6), ((2, 1), 10)])
    def test_every_order_is_followed_once(self, points, orders):
        seen = []
        workers = {name: steps_of(name, each) for name, each in zip("ab", points, strict=True)}
        followed = every_order(Counter, workers, lambda counter: seen.append(counter.written))
        assert followed == orders == len(set(map(tuple, seen))) == len(seen)
        for order in seen:
            for name, each in zip("ab", points, strict=True):
                assert [step for step in order if step[0] == name] == [
                    f"{name}{number}" for number in range(each + 1)
                ]

    def test_three_workers(self):
        seen = set()
        workers = {name: steps_of(name, 0) for name in "abc"}
        every_order(Counter, workers, lambda counter: seen.add(tuple(counter.written)))
        assert seen == set(permutations(("a0", "b0", "c0")))

    def test_a_worker_may_stop_elsewhere_in_another_order(self):
        """It decides by what it finds, as code that tries again does."""

        def first(counter):
            point("once")
            counter.value = 1

        def second(counter):
            if counter.value:
                point("found it")
                point("once more")
            counter.written.append("done")

        seen = []
        assert every_order(Counter, {"a": first, "b": second}, lambda c: seen.append(c.value)) == 3
        assert seen == [1, 1, 1]

    def test_points_mean_nothing_outside(self):
        point("nobody follows orders here")

    def test_too_many_orders_are_refused(self, monkeypatch):
        monkeypatch.setattr(interleaving, "MOST_ORDERS", 5)
        workers = {name: steps_of(name, 1) for name in "ab"}
        with pytest.raises(AssertionError, match="fewer points"):
            every_order(Counter, workers, lambda counter: None)


class TestRaces:
    def test_a_lost_update_is_found_and_its_order_named(self):
        with pytest.raises(AssertionError) as raised:
            every_order(Counter, {"a": Counter.raised, "b": Counter.raised}, both)
        [note] = raised.value.__notes__
        assert note == "in the order a (start) → b (start) → a (between) → b (between)"

    def test_what_is_patched_stops_as_well(self, monkeypatch):
        def raised(counter):
            counter.write(counter.read() + 1)

        workers = {"a": raised, "b": raised}
        assert every_order(Counter, workers, both) == 2
        stop_after(monkeypatch, Counter, "read")
        with pytest.raises(AssertionError):
            every_order(Counter, workers, both)
        monkeypatch.undo()
        stop_before(monkeypatch, Counter, "write")
        with pytest.raises(AssertionError):
            every_order(Counter, workers, both)

    def test_an_error_of_a_worker_comes_out_with_its_order(self):
        def fails(counter):
            assert not counter.value, "too late"

        with pytest.raises(AssertionError, match="too late") as raised:
            every_order(Counter, {"a": Counter.raised, "b": fails}, lambda counter: None)
        assert "b (start)" in raised.value.__notes__[0]


class TestLocks:
    def test_a_lock_keeps_the_others_waiting(self):
        workers = {"a": Counter.raised_alone, "b": Counter.raised_alone}
        assert every_order(Counter, workers, both) == 4

    def test_so_does_a_lock_that_is_polled_for(self, tmp_path, monkeypatch):
        """As the lock of the embedded index."""

        class Files:
            @staticmethod
            @contextmanager
            def locked():
                with (tmp_path / "lock").open("w") as file:
                    while True:
                        try:
                            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                        except BlockingIOError:
                            time.sleep(0.02)
                        else:
                            break
                    yield

        def raised(counter):
            with Files.locked():
                counter.raised()

        stop_around(monkeypatch, Files, "locked")
        assert every_order(Counter, {"a": raised, "b": raised}, both) > 10

    def test_a_deadlock_is_reported(self):
        def work(first, second):
            def take(locks):
                with locks[first]:
                    point("between")
                    with locks[second]:
                        pass

            return take

        workers = {"a": work(0, 1), "b": work(1, 0)}
        with pytest.raises(AssertionError, match="deadlock") as raised:
            every_order(lambda: [Lock(), Lock()], workers, lambda locks: None)
        assert "b (start)" in raised.value.__notes__[0]

    def test_a_worker_may_sleep_for_its_own_reasons(self):
        def patient(counter):
            for _ in range(3):
                time.sleep(3600)
            counter.raised()

        assert every_order(Counter, {"a": patient, "b": Counter.raised_alone}, lambda c: None) > 2

    def test_a_worker_that_waits_for_what_is_not_seen_is_reported(self, monkeypatch):
        monkeypatch.setattr(interleaving, "PATIENCE", 0.2)
        hidden = Lock()._lock

        def work(counter):
            if hidden.acquire(timeout=2):
                point("inside")
                hidden.release()

        with pytest.raises(AssertionError, match="neither stops nor ends") as raised:
            every_order(Counter, {"a": work, "b": work}, lambda counter: None)
        assert "hidden.acquire" in str(raised.value)


class TestDatabases:
    """Rows of a real database, each worker with a connection of its own."""

    @pytest.fixture
    def begin(self, fresh_archive):
        def row():
            fresh_archive()
            return Group.objects.create(name="0").pk

        return row

    def check(self, pk):
        assert Group.objects.get(pk=pk).name == "2"

    def test_an_update_that_another_overwrites_is_found(self, begin):
        def raised(pk):
            group = Group.objects.get(pk=pk)
            point("read")
            group.name = str(int(group.name) + 1)
            group.save()

        with pytest.raises(AssertionError):
            every_order(begin, {"a": raised, "b": raised}, self.check)

    def test_a_row_that_is_read_under_lock_is_not_overwritten(self, begin):
        def raised(pk):
            with transaction.atomic():
                group = Group.objects.select_for_update().get(pk=pk)
                point("read")
                group.name = str(int(group.name) + 1)
                group.save()
                point("written")

        assert every_order(begin, {"a": raised, "b": raised}, self.check) > 4
        assert not connection.in_atomic_block

    def test_rows_locked_crosswise_are_an_error(self, fresh_archive):
        """On SQLite one transaction waits for the other as a whole; PostgreSQL locks rows."""

        def begin():
            fresh_archive()
            return [Group.objects.create(name=name).pk for name in "xy"]

        def work(first, second):
            def rename(pks):
                with transaction.atomic():
                    for number in (first, second):
                        Group.objects.filter(pk=pks[number]).update(name=f"{number}")
                        point(f"renamed {number}")

            return rename

        workers = {"a": work(0, 1), "b": work(1, 0)}
        if connection.vendor == "sqlite":
            assert every_order(begin, workers, lambda pks: None) > 4
        else:
            with pytest.raises(AssertionError, match="deadlock"):
                every_order(begin, workers, lambda pks: None)
