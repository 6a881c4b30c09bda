"""What a page says to programs: its one address, and what its article is about."""

from __future__ import annotations

import json

from django import template
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe

from articles.models import Article, Entity, Kind
from articles.templatetags.news import excerpt, web_address

register = template.Library()

SITE_NAME = "بایگانی خبر"

# Parameters that make another page of an address; all others only change how it is shown.
PAGE_PARAMETERS = ("page", "kind", "letter")

# https://schema.org/NewsArticle and the types of what it mentions
SCHEMA_TYPES = {
    Kind.PERSON: "Person",
    Kind.PLACE: "Place",
    Kind.ORGANISATION: "Organization",
    Kind.EVENT: "Event",
}
LONGEST_HEADLINE = 110
MOST_MENTIONS = 20

# The characters that could end a script element; JSON has another way to write them.
_UNSAFE_IN_SCRIPT = str.maketrans({"<": "\\u003C", ">": "\\u003E", "&": "\\u0026"})


@register.simple_tag(takes_context=True)
def canonical_address(context: template.Context) -> str:
    """The page's own absolute address, without what does not make it another page.

    A view whose pages differ by other parameters names them as ``page_parameters``.
    """
    request: HttpRequest = context["request"]
    parameters = context.get("page_parameters", PAGE_PARAMETERS)
    kept = [(name, value) for name in parameters for value in request.GET.getlist(name) if value]
    address = request.build_absolute_uri(request.path)
    return f"{address}?{urlencode(kept)}" if kept else address


@register.simple_tag(takes_context=True)
def shared_picture(context: template.Context) -> str:
    """What stands beside a link to the site where it is shared, 1200 by 630."""
    return _picture(context["request"])


@register.simple_tag(takes_context=True)
def news_article_data(
    context: template.Context, article: Article, names: dict[Kind, list[Entity]]
) -> SafeString:
    """The article as schema.org data. Browsers take it as data, so no policy forbids it."""
    request: HttpRequest = context["request"]
    data = _news_article(request, article) | {"mentions": _mentions(request, names)}
    return _data_script(data)


@register.simple_tag(takes_context=True)
def name_data(context: template.Context, entity: Entity, aliases: list[str]) -> SafeString:
    """The name as schema.org data: a Person, Place, Organization or Event."""
    latin = [entity.latin_name] if entity.latin_name else []
    address = context["request"].build_absolute_uri(entity.get_absolute_url())
    return _data_script(
        {
            "@context": "https://schema.org",
            "@type": SCHEMA_TYPES[Kind(entity.kind)],
            "mainEntityOfPage": address,
            "url": address,
            "name": entity.name,
            "alternateName": [*latin, *aliases],
            "description": entity.description,
            "sameAs": [link for link in entity.link_list() if web_address(link)],
        }
    )


def _data_script(data: dict[str, object]) -> SafeString:
    text = json.dumps(_without_gaps(data), ensure_ascii=False).translate(_UNSAFE_IN_SCRIPT)
    # Nothing of the text can end the element: the translation above took care of that.
    return format_html(
        '<script type="application/ld+json">{}</script>',
        mark_safe(text),  # noqa: S308
    )


def _picture(request: HttpRequest) -> str:
    return request.build_absolute_uri(static("articles/share.png"))


def _news_article(request: HttpRequest, article: Article) -> dict[str, object]:
    address = request.build_absolute_uri(article.get_absolute_url())
    author = article.author or article.agency
    return {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "mainEntityOfPage": address,
        "url": address,
        "headline": article.headline[:LONGEST_HEADLINE],
        "alternativeHeadline": article.kicker,
        "description": excerpt(article),
        "image": _picture(request),
        "inLanguage": "fa",
        "datePublished": article.published_at.isoformat() if article.published_at else None,
        "dateModified": article.updated_at.isoformat(),
        "articleSection": article.category.name if article.category else None,
        "author": {"@type": "Person", "name": author} if article.author else None,
        "publisher": {
            "@type": "Organization",
            "name": article.source.name,
            "url": web_address(article.source.url) or None,
        },
        "isBasedOn": web_address(article.url),
        "wordCount": len(article.body.split()),
        "isPartOf": {
            "@type": "WebSite",
            "name": SITE_NAME,
            "url": request.build_absolute_uri(reverse("home")),
        },
    }


def _mentions(request: HttpRequest, names: dict[Kind, list[Entity]]) -> list[dict[str, object]]:
    found = [
        {
            "@type": SCHEMA_TYPES[kind],
            "name": entity.name,
            "alternateName": entity.latin_name,
            "url": request.build_absolute_uri(entity.get_absolute_url()),
        }
        for kind, entities in names.items()
        for entity in entities
    ]
    return found[:MOST_MENTIONS]


def _without_gaps(value: object) -> object:
    """The same data without empty values, which would be read as statements."""
    if isinstance(value, dict):
        return {key: _without_gaps(one) for key, one in value.items() if one not in (None, "", [])}
    if isinstance(value, list):
        return [_without_gaps(one) for one in value]
    return value
