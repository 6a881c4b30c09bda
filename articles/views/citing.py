"""How an article is cited: in a Persian sentence, for BibTeX and for RIS."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from articles.models import Article
from articles.persian.calendar import format_jalali

Fields = list[tuple[str, str]]

RIGHT_TO_LEFT_MARK = "\u200f"

# What TeX would read as a command.
_TEX = str.maketrans(
    {"\\": r"\textbackslash{}", **{char: f"\\{char}" for char in "{}%&#$_"}}
    | {"~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
)


def permanent_address(request: HttpRequest, article: Article) -> str:
    """Without the words of the headline, which would stand there percent-encoded."""
    return request.build_absolute_uri(reverse("article-short", args=[article.pk]))


def sentence(article: Article, address: str) -> str:
    """«نویسنده. «تیتر». منبع، ۱۵ مهر ۱۴۰۲. نشانی»"""
    parts = [article.author] if article.author else []
    published = f"، {format_jalali(article.published_at)}" if article.published_at else ""
    # The mark keeps a date after a Latin name where it belongs.
    source = f"{article.source.name}{RIGHT_TO_LEFT_MARK}{published}"
    parts += [f"«{_line(article.headline)}»", source, address]
    return ". ".join(parts)


def bibtex(article: Article, address: str) -> str:
    """An entry of biblatex's type @online; the date is Gregorian, as the format demands.

    See the manual of biblatex, section 2.1.1.
    """
    fields: Fields = [
        ("title", article.headline),
        ("author", f"{{{_tex(article.author)}}}" if article.author else ""),
        ("organization", article.source.name),
        ("date", _day(article, "%Y-%m-%d")),
        ("url", address),
        ("langid", "persian"),
    ]
    raw = ("author", "url")
    lines = [
        f"  {name} = {{{value if name in raw else _tex(value)}}},"
        for name, value in fields
        if value
    ]
    return "\n".join([f"@online{{newsarchive{article.pk},", *lines, "}", ""])


def ris(article: Article, address: str) -> str:
    """A record of type NEWS in the tagged format of reference managers.

    See https://en.wikipedia.org/wiki/RIS_(file_format)
    """
    fields: Fields = [
        ("TY", "NEWS"),
        ("TI", article.headline),
        ("AU", article.author),
        ("T2", article.source.name),
        ("PB", article.source.name),
        ("PY", _day(article, "%Y")),
        ("DA", _day(article, "%Y/%m/%d")),
        ("AB", article.lead),
        ("LA", "fa"),
        ("UR", address),
    ]
    lines = [f"{tag}  - {_line(value)}" for tag, value in fields if value]
    return "\r\n".join([*lines, "ER  - ", ""])


# Ending of the address -> how it is written, its media type.
FORMATS = {
    "bib": (bibtex, "application/x-bibtex"),
    "ris": (ris, "application/x-research-info-systems"),
}


def download(request: HttpRequest, article: Article, ending: str) -> HttpResponse:
    """The citation as a file; ``ending`` is one of FORMATS."""
    write, media_type = FORMATS[ending]
    address = permanent_address(request, article)
    response = HttpResponse(write(article, address), content_type=f"{media_type}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="news-{article.pk}.{ending}"'
    return response


def _day(article: Article, pattern: str) -> str:
    if article.published_at is None:
        return ""
    return timezone.localtime(article.published_at).strftime(pattern)


def _line(text: str) -> str:
    return " ".join(text.split())


def _tex(text: str) -> str:
    return _line(text).translate(_TEX)
