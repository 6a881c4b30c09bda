"""Whether changes made here are worked off by whoever makes them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_deferred: ContextVar[bool] = ContextVar("deferred", default=False)


@contextmanager
def deferred() -> Iterator[None]:
    """Inside, changes are noted but not worked off: the caller does it with ``catch_up``.

    New names and spellings are not looked for in the archive: that is for `recognise`. Only
    what is proposed for the names follows.
    """
    token = _deferred.set(True)
    try:
        yield
    finally:
        _deferred.reset(token)


def is_deferred() -> bool:
    """Whether the caller is inside ``deferred``."""
    return _deferred.get()
