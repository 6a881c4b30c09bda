import pytest

from articles import pipeline
from articles.search import archive
from articles.search.request import SearchRequest


@pytest.fixture
def search(db):
    """Index what is waiting, then search: ``search("…", sort=…)`` gives Results."""

    def run(q: str = "", **parts):
        pipeline.catch_up()
        return archive.search(SearchRequest(q=q, **parts))

    return run
