"""Readable addresses from Persian text."""

from django.utils.text import slugify

from articles.persian.characters import fold

LONGEST = 80


def persian_slug(text: str, fallback: str = "-") -> str:
    """Words of ``text`` joined by hyphens, at most LONGEST characters, never cut inside a word.

    Half-spaces become hyphens, so that the address survives being copied anywhere.
    """
    slug = slugify(fold(text).replace("\u200c", "-"), allow_unicode=True)
    if len(slug) > LONGEST:
        slug = slug[: LONGEST + 1].rpartition("-")[0] or slug[:LONGEST]
    return slug or fallback
