"""The first thing that a new process of `workers` runs.

This module knows nothing of Django's models, so that it can be loaded before Django is.
"""

from __future__ import annotations

import pickle

import django


def start(arguments: bytes) -> None:
    """Make Django ready, then call `workers.start` with the pickled ``arguments``."""
    django.setup()
    from articles.recognition import workers  # its models need a Django that is ready

    workers.start(*pickle.loads(arguments))  # noqa: S301 - the parent process wrote them
