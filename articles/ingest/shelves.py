"""Sources and categories by name, made when they are first met."""

from __future__ import annotations

from itertools import count

from articles.models import Category, Source
from articles.models.slugs import persian_slug
from articles.persian.characters import squash


class Shelf:
    """The rows of Source or Category, found under any spelling of their name.

    The first spelling met is the name that is kept: «خبرگزاري فارس» finds «خبرگزاری فارس».
    """

    def __init__(self, model: type[Source] | type[Category]) -> None:
        self._model = model
        rows = model.objects.order_by("-pk").values_list("name", "pk")
        self._ids = {_key(name): pk for name, pk in rows}

    def known(self, name: str) -> int | None:
        """The key of the row of this name; None if there is none yet."""
        return self._ids.get(_key(name))

    def id_of(self, name: str) -> int:
        key = _key(name)
        if key not in self._ids:
            self._ids[key] = self._model.objects.create(name=name, slug=self._free_slug(name)).pk
        return self._ids[key]

    def _free_slug(self, name: str) -> str:
        wanted = persian_slug(name)
        candidates = (f"{wanted}-{number}" if number > 1 else wanted for number in count(1))
        return next(s for s in candidates if not self._model.objects.filter(slug=s).exists())


def _key(name: str) -> str:
    return squash(name) or name
