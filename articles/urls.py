"""The addresses of the site."""

from django.contrib.sitemaps import views as sitemap_views
from django.urls import path

from articles import feeds
from articles.api.complete import completions
from articles.api.search import search as api_search
from articles.sitemaps import SITEMAPS
from articles.views import article, home, lists, names, pages, search

SITEMAP = {"sitemaps": SITEMAPS}

urlpatterns = [
    path("", home.home, name="home"),
    path("search/", search.search, name="search"),
    path("articles/", lists.latest, name="articles"),
    path("articles/<int:pk>/", article.article),
    path("articles/<int:pk>/<str:slug>/", article.article, name="article"),
    path("articles/<int:pk>/<str:slug>/print/", article.print_view, name="article-print"),
    path("articles/<int:pk>/<str:slug>/comments/", article.comments, name="comments"),
    path("names/", names.names, name="names"),
    path("names/<int:pk>/", names.name),
    path("names/<int:pk>/<str:slug>/", names.name, name="name"),
    path("sources/", lists.sources, name="sources"),
    path("sources/<str:slug>/", lists.source, name="source"),
    path("categories/", lists.categories, name="categories"),
    path("categories/<str:slug>/", lists.category, name="category"),
    path("about/", pages.about, name="about"),
    path("contact/", pages.contact, name="contact"),
    path("api/v1/search", api_search, name="api-search"),
    path("api/v1/complete", completions, name="api-complete"),
    *feeds.paths("latest", feeds.Latest, "feed-latest"),
    *feeds.paths("sources/<str:slug>", feeds.OfSource, "feed-source"),
    *feeds.paths("categories/<str:slug>", feeds.OfCategory, "feed-category"),
    *feeds.paths("names/<int:pk>", feeds.OfName, "feed-name"),
    path("robots.txt", pages.robots, name="robots"),
    path(
        "sitemap.xml",
        sitemap_views.index,
        {**SITEMAP, "template_name": "sitemaps/index.xml"},
        name="sitemap",
    ),
    path(
        "sitemap-<section>.xml",
        sitemap_views.sitemap,
        {**SITEMAP, "template_name": "sitemaps/section.xml"},
        name="django.contrib.sitemaps.views.sitemap",
    ),
]
