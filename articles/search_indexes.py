"""What Haystack indexes: the published articles."""

from __future__ import annotations

from django.db.models import Prefetch, QuerySet
from haystack import indexes

from articles.models import Article, Mention


class ArticleIndex(indexes.SearchIndex, indexes.Indexable):
    """The fields of an article as every engine gets them.

    The engine keeps only keys and numbers; titles and texts of results are read from the
    database.
    """

    text = indexes.CharField(document=True, model_attr="body")
    kicker = indexes.CharField(model_attr="kicker")
    title = indexes.CharField(model_attr="title")
    lead = indexes.CharField(model_attr="lead")
    source = indexes.IntegerField(model_attr="source_id", faceted=False)
    category = indexes.IntegerField(model_attr="category_id", null=True)
    names = indexes.MultiValueField()
    published = indexes.DateTimeField(model_attr="published_at", null=True)

    def get_model(self) -> type[Article]:
        return Article

    def get_updated_field(self) -> str:
        return "updated_at"

    def index_queryset(self, using: str | None = None) -> QuerySet[Article]:
        confirmed = Mention.objects.confirmed().only("article_id", "entity_id")
        return (
            Article.objects.published()
            .defer("original", "url", "author")
            .prefetch_related(Prefetch("mentions", queryset=confirmed, to_attr="confirmed"))
        )

    def prepare_names(self, article: Article) -> list[int]:
        """Ids of the confirmed names, without a query where `index_queryset` has read them."""
        confirmed: list[Mention] | None = getattr(article, "confirmed", None)
        if confirmed is None:
            confirmed = list(article.mentions.confirmed())
        return sorted({mention.entity_id for mention in confirmed})
