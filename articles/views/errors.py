"""What went wrong, said on a page of the site with a way on."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from articles.errors import EngineError, QueryError

View = Callable[..., HttpResponse]


def problem(request: HttpRequest, status: int, message: str, heading: str = "") -> HttpResponse:
    """The page of ``status`` with a sentence for the reader."""
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
            return problem(request, 503, str(error))

    return answer


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that came without its key: usually an old page or refused cookies."""
    return problem(
        request,
        403,
        "مطمئن شوید مرورگر شما کوکی‌ها را می‌پذیرد؛ به صفحهٔ فرم برگردید، از نوشتهٔ خود کپی بگیرید، "
        "صفحه را دوباره باز کنید و فرم را دوباره بفرستید.",
        heading="اعتبار این فرم تمام شده است",
    )
