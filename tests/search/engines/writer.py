"""Writes ten documents one by one: `python -m tests.search.engines.writer FOLDER FIRST`."""

import os
import sys
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsarchive.settings")
django.setup()

from articles.search.engines.whoosh.index import WhooshIndex  # noqa: E402
from tests.search.engines.contract import document  # noqa: E402

if __name__ == "__main__":
    index = WhooshIndex(Path(sys.argv[1]))
    first = int(sys.argv[2])
    for pk in range(first, first + 10):
        index.update([document(pk, "written")])
