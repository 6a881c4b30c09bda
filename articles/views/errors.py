"""What went wrong, said on a page of the site with a way on."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from articles.errors import EngineError, QueryError

log = logging.getLogger(__name__)

View = Callable[..., HttpResponse]


def problem(
    request: HttpRequest, status: int, message: str = "", heading: str = ""
) -> HttpResponse:
    """The page of ``status`` with a sentence for the reader, by default that of its template."""
    context = {"message": message, "heading": heading}
    return render(request, f"{status}.html", context, status=status)


def explained(view: View) -> View:
    """Turn what the reader asked wrongly into 400 and a resting search engine into 503."""

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except QueryError as error:
            return problem(request, 400, str(error))
        except EngineError as error:
            log.error("%s could not be answered: %s", request.path, error)
            return problem(request, 503)

    return answer


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that came without its key, usually from an old page or without cookies: what was
    written stands on the page, to be copied. Another site cannot put words here."""
    context = {
        "heading": "اعتبار این فرم تمام شده است",
        "message": "نوشتهٔ شما ارسال نشد. مطمئن شوید مرورگر شما کوکی‌ها را می‌پذیرد؛ "
        "سپس به صفحهٔ فرم برگردید، آن را دوباره باز کنید و دوباره بفرستید.",
        "typed": request.POST if _is_from_here(request) else {},
    }
    return render(request, "403.html", context, status=403)


def _is_from_here(request: HttpRequest) -> bool:
    """Whether the browser says that the form stood on a page of this site."""
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
