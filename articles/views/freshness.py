"""Reloading a page that has not changed costs a few bytes: 304 instead of the page."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.middleware.http import ConditionalGetMiddleware
from django.template.response import SimpleTemplateResponse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.views.decorators.cache import cache_control

View = Callable[..., HttpResponse]

MACHINE_SECONDS = 300  # how old a feed or a sitemap may be

# The key of a form is masked anew in every answer; what counts is the secret below it.
_FORM_KEY = re.compile(rb'(name="csrfmiddlewaretoken" value=")[^"]*')


def revalidated(view: View) -> View:
    """Let the browser keep the page and ask, each time, whether it is still the same.

    The ETag is a digest of the whole page. A cheaper key (the time of the last edit) would
    spare the rendering too, but miss what else a page shows: a name that a curator took
    away, the latest articles beside the text, a message for this reader. The secret of the
    forms is part of the digest, so a kept page is one whose forms can still be sent.
    Other caches than the reader's own never keep a page.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if request.method not in ("GET", "HEAD") or response.status_code != 200:
            return response
        patch_cache_control(response, private=True, no_cache=True)
        response["ETag"] = f'"{_digest(request, response.content)}"'
        return get_conditional_response(request, etag=response["ETag"], response=response)

    return answer


def for_machines(view: View) -> View:
    """A feed or a sitemap: the same for everybody, kept for a while, then asked for again."""
    unless_same = ConditionalGetMiddleware(view).process_response

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = view(request, *args, **kwargs)
        # Rendered here: Django's own decorator passes by what a cache gave rendered already.
        if isinstance(response, SimpleTemplateResponse):
            response.render()
        return unless_same(request, response)

    return cache_control(public=True, max_age=MACHINE_SECONDS)(answer)


def _digest(request: HttpRequest, content: bytes) -> str:
    secret = request.META.get("CSRF_COOKIE") or ""
    page = hashlib.blake2b(_FORM_KEY.sub(rb"\1", content), digest_size=12)
    page.update(secret.encode())
    return page.hexdigest()
