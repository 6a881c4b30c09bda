"""Found articles as Haystack hands them out."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from haystack import connections
from haystack.constants import DEFAULT_ALIAS, DJANGO_CT, DJANGO_ID, ID
from haystack.indexes import SearchIndex
from haystack.models import SearchResult
from haystack.utils import get_model_ct

from articles.models import Article
from articles.search.engines.lookups import UnsupportedQueryError

OWN = frozenset(
    {ID, DJANGO_CT, DJANGO_ID, "pk", "score", "object", "model", "app_label", "model_name"}
)
"""What every result has without a look at the database."""


class ArchiveResult(SearchResult):
    """A result that has the fields of `ArticleIndex`: ``result.title``.

    The index keeps no texts; they are read from the database, with the object, when first
    needed. None for what an article lacks, and for everything of one that is gone.
    """

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or name not in _index().fields:
            return super().__getattr__(name)
        prepared = self.__dict__.get("_prepared")
        if prepared is None:
            prepared = _index().full_prepare(self.object) if self.object else {}
            self.__dict__["_prepared"] = prepared
        return prepared.get(name)


def results(
    hits: Iterable[tuple[int, float]], fields: Collection[str], kind: type[SearchResult]
) -> list[SearchResult]:
    """One ``kind`` for each (id, score).

    ``fields`` are those that ``values()`` asks for; the articles are read at once where any
    is needed for them. Raises UnsupportedQueryError for a field that no result has.
    """
    index = _index()
    unknown = set(fields) - OWN - index.fields.keys()
    if unknown:
        raise UnsupportedQueryError(
            f"Results have no {', '.join(sorted(unknown))}; "
            f"they have {', '.join(sorted(OWN | index.fields.keys()))}."
        )
    found = [_result(kind, pk, score) for pk, score in hits]
    if not OWN.issuperset(fields) or "object" in fields:
        articles = index.read_queryset().in_bulk([int(one.pk) for one in found])
        for one in found:
            one.object = articles.get(int(one.pk))
    return found


def _result(kind: type[SearchResult], pk: int, score: float) -> SearchResult:
    """With the id by which Haystack's ``update_index --remove`` names what is stale."""
    model = get_model_ct(Article)
    return kind(
        *model.split("."),
        str(pk),
        score,
        **{ID: f"{model}.{pk}", DJANGO_CT: model, DJANGO_ID: str(pk)},
    )


def _index() -> SearchIndex:
    return connections[DEFAULT_ALIAS].get_unified_index().get_index(Article)
