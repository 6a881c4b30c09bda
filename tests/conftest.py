"""Every test has its own data folder and its own index, empty until something is indexed.

Nothing is kept from another one: no cached lists, and no counts of readers, which a thread
would write into the database of whichever test runs half a minute later.
"""

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import haystack
import pytest
from django.core.cache import cache
from django.db import connection
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from articles.views import visitors
from tests import databases, rounds
from tests.counting import AskedAtOnce, WrittenAtOnce

SHARED_DATA = Path(__file__).resolve().parent.parent.parent / "shared" / "data"

# A busy machine makes no test fail.
hypothesis_settings.register_profile(
    "busy", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.load_profile("busy")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.get_closest_marker("slow"):
            item.add_marker(pytest.mark.timeout(rounds.LIMIT_SECONDS))


@pytest.fixture
def shared_data() -> Path:
    """The folder of real corpora beside the project; skips where it is absent."""
    if not SHARED_DATA.is_dir():
        pytest.skip("the real corpora (../shared/data) are not here")
    return SHARED_DATA


@pytest.fixture(autouse=True)
def data_dir(tmp_path, settings, monkeypatch) -> Path:
    """A data folder and an index folder that belong to this test alone."""
    settings.DATA_DIR = tmp_path / "data"
    settings.DATA_DIR.mkdir()
    connection = haystack.connections.connections_info["default"]
    monkeypatch.setitem(connection, "PATH", str(settings.DATA_DIR / "index"))
    return settings.DATA_DIR


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch) -> None:
    cache.clear()
    monkeypatch.setattr(visitors, "views", WrittenAtOnce())
    monkeypatch.setattr(visitors, "asked", AskedAtOnce())


@pytest.fixture
def fresh_archive(transactional_db, data_dir, tmp_path, monkeypatch) -> Iterator[Callable]:
    """``fresh_archive()``: begin again with an empty database and no index.

    Threads of the test share the database as processes do: on SQLite it is a file.
    """
    numbers = count()

    def begin(fresh_database: Callable[[], None]) -> None:
        fresh_database()
        cache.clear()
        folder = str(data_dir / f"index-{next(numbers)}")
        monkeypatch.setitem(haystack.connections.connections_info["default"], "PATH", folder)

    if connection.vendor == "sqlite":
        with databases.in_files(tmp_path) as fresh_database:
            yield lambda: begin(fresh_database)
    else:
        yield lambda: begin(databases.empty)
