"""The staff's rooms: articles, names, comments, messages, pages, people.

Django's admin finds the registrations by importing this package.
"""

from articles.admin import (
    articles,
    asked,
    comments,
    decisions,
    entities,
    icons,
    jobs,
    logins,
    mentions,
    messages,
    pages,
    people,
    proposals,
    quotations,
    review,
    shelves,
    words,
)

__all__ = [
    "articles",
    "asked",
    "comments",
    "decisions",
    "entities",
    "icons",
    "jobs",
    "logins",
    "mentions",
    "messages",
    "pages",
    "people",
    "proposals",
    "quotations",
    "review",
    "shelves",
    "words",
]
