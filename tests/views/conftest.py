"""Pages as they are before anything was kept: no cached lists, views written at once."""

import pytest
from django.core.cache import cache

from articles.views import visitors
from tests.counting import AskedAtOnce, WrittenAtOnce


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch):
    cache.clear()
    monkeypatch.setattr(visitors, "views", WrittenAtOnce())
    monkeypatch.setattr(visitors, "asked", AskedAtOnce())
