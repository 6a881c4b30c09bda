"""How styles and scripts are collected for serving: compressed, hashed, style sheets joined."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from whitenoise.storage import CompressedManifestStaticFilesStorage

Collected = dict[str, tuple[Storage, str]]

JOINED = "articles/site.css"
_IMPORT = re.compile(r'@import url\("([^"/]+)"\);\n')


class JoiningStorage(CompressedManifestStaticFilesStorage):
    """Puts what ``JOINED`` imports in its place: on a slow line each sheet is a round trip.

    The sheets lie in one folder, so the addresses in them stay right.
    """

    def post_process(self, paths: Collected, dry_run: bool = False, **options: Any) -> Iterator:
        if JOINED in paths and not dry_run:
            paths = {**paths, JOINED: self._join(paths)}
        yield from super().post_process(paths, dry_run, **options)

    def _join(self, paths: Collected) -> tuple[Storage, str]:
        folder = JOINED.rpartition("/")[0]
        sheet = _IMPORT.sub(
            lambda found: _text(paths, f"{folder}/{found[1]}"), _text(paths, JOINED)
        )
        self.delete(JOINED)
        return self, self.save(JOINED, ContentFile(sheet.encode()))


def _text(paths: Collected, name: str) -> str:
    storage, path = paths[name]
    with storage.open(path) as file:
        return file.read().decode()
