"""The found articles, read from the database, with the reader's words marked in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from articles.models import Article, Entity, Mention
from articles.persian.analyzer import Analyzer
from articles.search import snippets
from articles.search.documents import HALF, VERSIONED_TEXTS, text_version
from articles.search.engines.base import Engine, Found
from articles.search.highlight import Naming
from articles.search.marking import Span, Wanted, hit_spans, occurrences_in
from articles.search.results import Hit

NAMES_OF_A_HIT = 8
LINKED = ("id", "kind", "name", "slug")


@dataclass(frozen=True, slots=True)
class Marker:
    """Knows where ``wanted`` stands in articles: from what an index ``found`` in them, or by
    analysis where the index says nothing or speaks of another version of the article."""

    wanted: Wanted
    persian: Analyzer
    found: Mapping[int, Found] = field(default_factory=dict)

    @classmethod
    def of(cls, engine: Engine, persian: Analyzer, wanted: Wanted, pks: Iterable[int]) -> Marker:
        found = engine.occurrences(pks, wanted.every_key(), wanted.prefixes) if wanted else {}
        return cls(wanted, persian, found)

    def spans(self, article: Article) -> dict[str, list[Span]]:
        """Text field -> raw offsets."""
        found = self.found.get(article.pk)
        fields = found.fields if found and found.version >> HALF == _text_version(article) else {}
        return {
            name: hit_spans(fields[name], self.wanted) if name in fields else self.in_text(text)
            for name, text in article.texts().items()
        }

    def in_text(self, text: str) -> list[Span]:
        return hit_spans(occurrences_in(text, self.wanted, self.persian), self.wanted)


def _text_version(article: Article) -> int:
    return text_version(getattr(article, name) for name in VERSIONED_TEXTS)


def read(scored: Iterable[tuple[int, float]], marker: Marker) -> list[Hit]:
    """The published ones of these (id, score), in their order."""
    scores = dict(scored)
    found = Article.objects.published().select_related("source", "category")
    articles = found.in_bulk(list(scores))
    namings = _namings(articles)
    return [
        _hit(articles[pk], score, namings[pk], marker)
        for pk, score in scores.items()
        if pk in articles
    ]


def _namings(articles: Iterable[int]) -> dict[int, list[Naming]]:
    """The confirmed mentions by article; tuples, for a page has hundreds. Of their names only
    what a link needs is read."""
    mentions = Mention.objects.confirmed().filter(article_id__in=[*articles])
    columns = ("article_id", "field", "start", "end", *(f"entity__{name}" for name in LINKED))
    entities: dict[int, Entity] = {}
    found: dict[int, list[Naming]] = defaultdict(list)
    for pk, field_, start, end, *row in mentions.order_by("field", "start").values_list(*columns):
        entity = entities.get(row[0])
        if entity is None:
            entity = entities[row[0]] = Entity.from_db(mentions.db, LINKED, row)
        found[pk].append(Naming(field_, start, end, entity))
    return found


def _hit(article: Article, score: float, namings: Sequence[Naming], marker: Marker) -> Hit:
    names = {naming.entity.pk: naming.entity for naming in namings}
    spans = marker.spans(article)
    title = spans["title"] if article.title else marker.in_text(article.headline)
    return Hit(
        article=article,
        score=score,
        headline=snippets.headline(article, namings, title),
        snippet=snippets.snippet(article, namings, spans),
        names=list(names.values())[:NAMES_OF_A_HIT],
    )
