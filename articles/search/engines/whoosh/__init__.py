"""The Whoosh engine as Haystack names it: ``articles.search.engines.whoosh.WhooshEngine``."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from haystack.backends import BaseEngine

from articles.search.engines.base import Engine
from articles.search.engines.haystack import ArchiveBackend
from articles.search.engines.haystack_query import ArchiveQuery
from articles.search.engines.whoosh.index import WhooshIndex


@lru_cache(maxsize=8)
def index_in(folder: str) -> WhooshIndex:
    """The one index object of this process for a folder."""
    return WhooshIndex(Path(folder))


class WhooshBackend(ArchiveBackend):
    def make_engine(self, address: str) -> Engine:
        return index_in(address)


class WhooshEngine(BaseEngine):
    backend = WhooshBackend
    query = ArchiveQuery
