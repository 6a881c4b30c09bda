"""System checks: what an operator must put right, said with the remedy."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core import checks


def register() -> None:
    """Called once, at start-up."""
    checks.register(data_folder_is_writable)
    checks.register(engine_is_known)


def data_folder_is_writable(**_: Any) -> list[checks.CheckMessage]:
    folder = Path(settings.DATA_DIR)
    existing = next(path for path in (folder, *folder.parents) if path.exists())
    if existing.is_dir() and os.access(existing, os.W_OK | os.X_OK):
        return []
    return [
        checks.Error(
            f"The data folder {folder} cannot be written.",
            hint="Make it writable for this user or set DATA_DIR to a folder that is.",
            id="articles.E001",
        )
    ]


def engine_is_known(**_: Any) -> list[checks.CheckMessage]:
    known = settings.SEARCH_ENGINES
    if settings.SEARCH_ENGINE in known:
        return []
    return [
        checks.Error(
            f"There is no search engine called {settings.SEARCH_ENGINE!r}.",
            hint=f"Set SEARCH_ENGINE to one of: {', '.join(known)}.",
            id="articles.E002",
        )
    ]
