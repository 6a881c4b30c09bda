"""The addresses of the site."""

from django.contrib.sitemaps import views as sitemap_views
from django.contrib.syndication.views import Feed
from django.urls import URLPattern, path
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed
from django.views.decorators.cache import cache_page

from articles import feeds
from articles.api import names as api_names
from articles.api.complete import completions
from articles.api.quotations import said_by
from articles.api.search import search as api_search
from articles.sitemaps import SITEMAPS
from articles.views import (
    article,
    calendar,
    comparison,
    explain,
    home,
    lists,
    names,
    pages,
    sayings,
    search,
    styleguide,
)
from articles.views.citing import FORMATS
from articles.views.errors import explained
from articles.views.freshness import MACHINE_SECONDS, for_machines

SITEMAP = {"sitemaps": SITEMAPS}


def feed_paths(address: str, feed: type[Feed], name: str) -> list[URLPattern]:
    """``<address>.rss`` under ``name`` and ``<address>.atom`` under ``name-atom``."""
    return [
        path(f"{address}.rss", explained(for_machines(feed(Rss201rev2Feed))), name=name),
        path(f"{address}.atom", explained(for_machines(feed(Atom1Feed))), name=f"{name}-atom"),
    ]


urlpatterns = [
    path("", home.home, name="home"),
    path("search/", search.search, name="search"),
    path("search/explain/", explain.explain, name="search-explain"),
    path("articles/", lists.latest, name="articles"),
    path("articles/<int:pk>/", article.article, name="article-short"),
    path("articles/<int:pk>/<str:slug>/", article.article, name="article"),
    path("articles/<int:pk>/<str:slug>/print/", article.print_view, name="article-print"),
    path("articles/<int:pk>/<str:slug>/comments/", article.comments, name="comments"),
    *(
        path(
            f"articles/<int:pk>/<str:slug>/cite.{ending}",
            article.citation,
            {"ending": ending},
            name=f"citation-{ending}",
        )
        for ending in FORMATS
    ),
    path("names/", names.names, name="names"),
    path("names/compare/", comparison.compare, name="names-compare"),
    path("names/<int:pk>/", names.name),
    path("names/<int:pk>/<str:slug>/", names.name, name="name"),
    path("names/<int:pk>/<str:slug>/card/", names.card, name="name-card"),
    path("names/<int:pk>/<str:slug>/quotations/", sayings.sayings, name="name-quotations"),
    path("sources/", lists.shelves, {"kind": "source"}, name="sources"),
    path("sources/<str:slug>/", lists.shelf, {"kind": "source"}, name="source"),
    path("categories/", lists.shelves, {"kind": "category"}, name="categories"),
    path("categories/<str:slug>/", lists.shelf, {"kind": "category"}, name="category"),
    path("authors/", lists.authors, name="authors"),
    path("authors/<path:name>/", lists.author, name="author"),
    path("archive/", calendar.years, name="archive"),
    path("archive/<int:year>/", calendar.year, name="archive-year"),
    path("archive/<int:year>/<int:month>/", calendar.month, name="archive-month"),
    path("archive/<int:year>/<int:month>/<int:day>/", calendar.day, name="archive-day"),
    path("about/", pages.about, name="about"),
    path("styleguide/", styleguide.styleguide, name="styleguide"),
    path("contact/", pages.contact, name="contact"),
    path("api/v1/search", api_search, name="api-search"),
    path("api/v1/complete", completions, name="api-complete"),
    path("api/v1/names", api_names.names, name="api-names"),
    path("api/v1/names/compare", api_names.compare, name="api-names-compare"),
    path("api/v1/names/<int:pk>", api_names.name, name="api-name"),
    path("api/v1/names/<int:pk>/quotations", said_by, name="api-name-quotations"),
    *feed_paths("feeds/latest", feeds.Latest, "feed-latest"),
    *feed_paths("feeds/sources/<str:slug>", feeds.OfSource, "feed-source"),
    *feed_paths("feeds/categories/<str:slug>", feeds.OfCategory, "feed-category"),
    *feed_paths("feeds/names/<int:pk>", feeds.OfName, "feed-name"),
    *feed_paths("search/feed", feeds.OfSearch, "feed-search"),
    path("robots.txt", pages.robots, name="robots"),
    path(
        "sitemap.xml",
        # It counts every section and looks for what was changed last.
        for_machines(cache_page(MACHINE_SECONDS)(sitemap_views.index)),
        {**SITEMAP, "template_name": "sitemaps/index.xml"},
        name="sitemap",
    ),
    path(
        "sitemap-news.xml",
        for_machines(sitemap_views.sitemap),
        {**SITEMAP, "section": "news", "template_name": "sitemaps/news.xml"},
        name="sitemap-news",
    ),
    path(
        "sitemap-<section>.xml",
        for_machines(sitemap_views.sitemap),
        {**SITEMAP, "template_name": "sitemaps/section.xml"},
        name="django.contrib.sitemaps.views.sitemap",
    ),
]
