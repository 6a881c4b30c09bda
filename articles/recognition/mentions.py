"""Reading articles for names and storing what was found, in one call."""

from __future__ import annotations

from collections.abc import Sequence

from articles.models import Article, PendingArticle
from articles.recognition import reading, storing
from articles.recognition.reading import Reader as Reader


def store(articles: Sequence[Article], reader: Reader) -> list[int]:
    """Bring mentions and quotations of ``articles`` up to date; keys of those that changed.

    Articles that others change meanwhile are noted to be read again. The caller notes the
    changed ones for the index.
    """
    stored = storing.store(reading.read(articles, reader), reader.names)
    PendingArticle.objects.add(stored.outdated, recognise=True)
    return stored.changed
