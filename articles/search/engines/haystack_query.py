"""What a SearchQuerySet collects, handed to the backend as a tree."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, NoReturn

from haystack.backends import SPELLING_SUGGESTION_HAS_NOT_RUN, BaseSearchQuery, SearchNode
from haystack.exceptions import MoreLikeThisError
from haystack.models import SearchResult

from articles.search import tree
from articles.search.engines.haystack_options import check_facet, gaps, order_of
from articles.search.engines.haystack_results import ArchiveResult
from articles.search.engines.lookups import PUBLISHED, UnsupportedQueryError, node_of
from articles.search.engines.narrowing import fragment, narrowed


class ArchiveQuery(BaseSearchQuery):
    """Builds the tree of a SearchQuerySet; see `lookups` for what can be asked.

    What the index does not know raises UnsupportedQueryError where it is asked, not later.
    """

    query_filter: Any  # a tree, where Haystack's own keeps an SQ
    _spelling_suggestion: Any

    def __init__(self, using: str) -> None:
        super().__init__(using=using)
        self.query_filter = tree.EVERYTHING
        self.result_class = ArchiveResult

    def __str__(self) -> str:
        return str(self.build_query())

    # --- conditions ---------------------------------------------------------------------------

    def build_query(self) -> tree.Node:
        found: tree.Node = self.query_filter
        return found

    def add_filter(self, query_filter: SearchNode, use_or: bool = False) -> None:
        """``query_filter`` as well as, or instead of, all that was asked before."""
        node = node_of(query_filter)
        if self.query_filter == tree.EVERYTHING:
            self.query_filter = node
        else:
            self._join(tree.Any if use_or else tree.All, node)

    def _join(self, kind: type[tree.All] | type[tree.Any], node: tree.Node) -> None:
        asked = self.query_filter
        before = asked.nodes if isinstance(asked, kind) else (asked,)
        self.query_filter = kind((*before, node))

    def combine(self, rhs: ArchiveQuery, connector: str = SearchNode.AND) -> None:
        """``one & other`` and ``one | other`` of two querysets, what narrows them included."""
        if connector == SearchNode.OR and self.narrow_queries != rhs.narrow_queries:
            raise UnsupportedQueryError("«|» takes querysets narrowed alike; use filter().")
        self.narrow_queries |= rhs.narrow_queries
        self._join(tree.Any if connector == SearchNode.OR else tree.All, rhs.query_filter)

    def build_query_fragment(self, field: str, filter_type: str, value: object) -> str:
        """Haystack asks for text only to narrow by an SQ."""
        return fragment(field, filter_type, value)

    def add_narrow_query(self, query: str) -> None:
        self.narrow_queries.add(narrowed(query))

    def build_alt_parser_query(self, *_: object, **__: object) -> NoReturn:
        raise UnsupportedQueryError("The archive has one query syntax: Raw, not AltParser.")

    # --- beside them --------------------------------------------------------------------------

    def add_order_by(self, field: str) -> None:
        order_of([field])
        super().add_order_by(field)

    def add_field_facet(self, field: str, **options: object) -> None:
        check_facet(field, options)
        super().add_field_facet(field)

    def add_date_facet(
        self, field: str, start_date: date, end_date: date, gap_by: str, gap_amount: int = 1
    ) -> None:
        if field != PUBLISHED:
            raise UnsupportedQueryError(f"Dates are counted of {PUBLISHED}, not of «{field}».")
        super().add_date_facet(field, start_date, end_date, gap_by, gap_amount)
        for _ in gaps(**self.date_facets[field]):  # raises for too many
            pass

    def add_query_facet(self, field: str, query: str) -> NoReturn:
        raise UnsupportedQueryError("query_facet() is not known; count filter(…) instead.")

    def add_stats_query(self, stats_field: str, stats_facets: object) -> NoReturn:
        raise UnsupportedQueryError("stats() is not known: the index keeps no numbers to sum up.")

    def add_highlight(self, **_: object) -> NoReturn:
        raise UnsupportedQueryError(
            "highlight() is not known; articles.search.archive.search() marks the words it finds."
        )

    def _no_places(self, *_: object) -> NoReturn:
        raise UnsupportedQueryError("The index has no geographical field.")

    add_within = add_dwithin = add_distance = _no_places

    def set_result_class(self, klass: type[SearchResult] | None) -> None:
        super().set_result_class(klass or ArchiveResult)

    # --- running ------------------------------------------------------------------------------

    def build_params(self, spelling_query: str | None = None) -> dict[str, Any]:
        params: dict[str, Any] = super().build_params(spelling_query)
        params.pop("spelling_query", None)  # answered by get_spelling_suggestion
        return params | ({"like": self._mlt_instance} if self._more_like_this else {})

    def run_mlt(self, **kwargs: object) -> None:
        """As any other query, so that facets, order and slices hold for it, too."""
        if self._mlt_instance is None:
            raise MoreLikeThisError("more_like_this() takes an article.")
        self.run(**kwargs)

    def get_spelling_suggestion(self, preferred_query: str | None = None) -> str | None:
        """A better query for ``preferred_query``, or else for the words that are asked for.

        Worked out only when it is asked for, whatever INCLUDE_SPELLING says.
        """
        if preferred_query:
            return self._suggested(preferred_query)
        if self._spelling_suggestion in (None, SPELLING_SUGGESTION_HAS_NOT_RUN):
            typed = self.spelling_query or " ".join(_typed_words(self.build_query()))
            self._spelling_suggestion = self._suggested(typed)
        return self._spelling_suggestion

    def _suggested(self, text: str) -> str | None:
        found: str | None = self.backend.suggestion(text)
        return found


def _typed_words(node: tree.Node) -> Iterator[str]:
    """What a reader would have typed of it, for a suggestion: no fields, nothing excluded."""
    match node:
        case tree.All(nodes) | tree.Any(nodes):
            for child in nodes:
                yield from _typed_words(child)
        case tree.InField(_, child):
            yield from _typed_words(child)
        case tree.Words(text):
            yield text
        case tree.Phrase(text):
            yield f'"{text}"'
