"""Who asks: readers or robots, and how much one client has sent."""

from __future__ import annotations

import re

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from articles.models import Article
from articles.models.asking import SLOTS, Asked
from articles.models.comment import PostQuerySet
from articles.search.asked import found_as_typed, popular_key
from articles.search.results import Results
from articles.views.counting import asked, views

SEEN_COOKIE = "seen"
SEEN_LENGTH = 60

NAMES_COOKIE = "names"
NAMES_CHOICES = ("on", "off")
YEAR = 365 * 24 * 3600  # seconds

_ROBOT = re.compile(
    r"bot\b|bot/|crawl|spider|slurp|preview|scan|monitor|headless|lighthouse"
    r"|curl|wget|python|java/|go-http|okhttp|axios|feed",
    re.IGNORECASE,
)


def is_robot(request: HttpRequest) -> bool:
    """True for programs that say so, for those that say nothing, and for prefetching."""
    agent = request.headers.get("User-Agent", "")
    purpose = request.headers.get("Sec-Purpose", "") or request.headers.get("Purpose", "")
    return not agent or bool(_ROBOT.search(agent)) or "prefetch" in purpose


def count_view(request: HttpRequest, response: HttpResponse, article: Article) -> None:
    """Count one view of ``article``, once per browser session.

    What was seen is kept in a signed cookie, so that reading makes no session row.
    """
    if request.method != "GET" or is_robot(request):
        return
    seen = _seen(request)
    if article.pk in seen:
        return
    views.add(article.pk)
    _remember(response, [*seen, article.pk][-SEEN_LENGTH:])


def count_query(request: HttpRequest, results: Results) -> None:
    """Count a query of plain words that found something, for the completions of others.

    Not for robots, nor for readers whose browser asks not to be followed.
    """
    if request.method != "GET" or is_robot(request) or _wants_no_traces(request):
        return
    text = " ".join(results.request.q.split())
    if found_as_typed(results) and (key := popular_key(text)):
        slot = int(client_key(request)[:8], 16) % SLOTS
        asked.count(Asked(key, text, slot))


def _wants_no_traces(request: HttpRequest) -> bool:
    return "1" in (request.headers.get("Sec-GPC"), request.headers.get("DNT"))


def wants_names(request: HttpRequest) -> bool:
    """Whether this reader wants the names in a text marked.

    ``?names=off`` says no; without it counts what was last said.
    """
    asked = request.GET.get(NAMES_COOKIE) or request.COOKIES.get(NAMES_COOKIE)
    return asked != "off"


def remember_choice(request: HttpRequest, response: HttpResponse) -> None:
    """Keep the ``?names=`` of this address for the next articles."""
    asked = request.GET.get(NAMES_COOKIE)
    if asked in NAMES_CHOICES:
        response.set_cookie(
            NAMES_COOKIE,
            asked,
            max_age=YEAR,
            httponly=True,
            secure=settings.SESSION_COOKIE_SECURE,
            samesite="Lax",
        )


def client_key(request: HttpRequest) -> str:
    """A keyed hash of the sender's address; the address itself is never stored."""
    return salted_hmac("articles.client", _address(request), algorithm="sha256").hexdigest()


def may_post(posts: PostQuerySet, client: str) -> bool:
    """Whether ``client`` has sent fewer than POSTS_PER_HOUR of ``posts`` in the last hour."""
    return posts.recent_from(client).count() < settings.POSTS_PER_HOUR


def _address(request: HttpRequest) -> str:
    if settings.SECURE_PROXY_SSL_HEADER:
        # The proxy that is trusted about HTTPS appends the address it saw; what stands
        # before it was written by the client.
        forwarded = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
        if forwarded:
            return forwarded
    return request.META.get("REMOTE_ADDR", "")


def _seen(request: HttpRequest) -> list[int]:
    text = request.get_signed_cookie(SEEN_COOKIE, default="", salt=SEEN_COOKIE)
    return [int(number) for number in text.split(".") if number]


def _remember(response: HttpResponse, seen: list[int]) -> None:
    response.set_signed_cookie(
        SEEN_COOKIE,
        ".".join(map(str, seen)),
        salt=SEEN_COOKIE,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )
