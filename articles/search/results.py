"""What the archive answers: hits with marked text, facets, a histogram, notes."""

from __future__ import annotations

from dataclasses import dataclass, field

from articles.models import Article, Entity
from articles.search.request import SearchRequest


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of an article's own text, unescaped.

    ``hit`` says that the reader's words stand here, ``entity`` whose name it is.
    """

    text: str
    hit: bool = False
    entity: Entity | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """One found article: its headline and a snippet of its text, both marked."""

    article: Article
    score: float
    headline: list[Segment]
    snippet: list[Segment]
    names: list[Entity]


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value of a facet. ``toggled`` is the request with this value put on or taken off."""

    value: str
    label: str
    count: int
    selected: bool
    toggled: SearchRequest


@dataclass(frozen=True, slots=True)
class Facet:
    """``field`` is one of source, category, month, name."""

    field: str
    label: str
    values: list[FacetValue]


@dataclass(frozen=True, slots=True)
class Month:
    """A Jalali month of the histogram: ``key`` is yyyymm, ``request`` narrows to it."""

    key: int
    label: str
    count: int
    asked: SearchRequest

    @property
    def period(self) -> str:
        """«1402/07»"""
        year, month = divmod(self.key, 100)
        return f"{year}/{month:02}"

    @property
    def request(self) -> SearchRequest:
        return self.asked.with_(date_from=self.period, date_to=self.period)


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """The answer to one request. ``total`` is exact; ``took_ms`` is milliseconds.

    ``request`` is what was searched: ``typed``, with a period among its words in its dates.
    ``card`` is the name that the query spells, shown before the articles. ``notes`` are
    Persian sentences on what was ignored or changed; ``suggestion`` is a better query.
    ``repaired_from`` is the typed query when it found nothing and the suggestion was searched
    in its place; ``request.with_(exact=True)`` asks for it as typed. A ``limited`` answer
    is what the database alone could find.
    """

    request: SearchRequest
    typed: SearchRequest | None = None
    total: int
    hits: list[Hit]
    facets: list[Facet] = field(default_factory=list)
    months: list[Month] = field(default_factory=list)
    card: Entity | None = None
    notes: list[str] = field(default_factory=list)
    suggestion: str | None = None
    repaired_from: str | None = None
    limited: bool = False
    took_ms: float = 0.0

    @property
    def period_was_read(self) -> bool:
        """Whether a period was found among the typed words."""
        return self.typed is not None and self.typed.q != self.request.q

    @property
    def pages(self) -> int:
        """How many pages the answer has, at least one."""
        return max(1, -(-self.total // self.request.page_size))
