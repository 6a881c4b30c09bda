"""What was typed into a form of the staff outlives the session it was typed in.

Each form carries a *draft key*: signed, made for one user and one opened page. A post that
meets the end of the session, or a login in another tab, is kept in the session that begins
then, and its form comes back as it was typed, not saved. The key shows that the form came
from this site: nobody can fill the sessions with texts, or have another save what he wrote.

In the browser, `unsaved.js` keeps drafts under the same key. The cookie `SAVED` tells it which
one is saved.
"""

from __future__ import annotations

from datetime import timedelta
from secrets import token_urlsafe
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

FIELD = "_draft"  # the draft key of a form
RESUME = "_resume"  # sent by the browser with a draft that it kept: show it, do not save it
SAVED = "saved_draft"
KEPT = 3  # posts in one session; the oldest goes
VALID = timedelta(days=30)
_SESSION = "drafts"
_SALT = "articles.admin.drafts"

SIGN_IN_AGAIN = "این صفحه قدیمی شده بود؛ دوباره وارد شوید."


def key_of(request: HttpRequest) -> str:
    """The draft key of the form on this page: the one that was sent, or a new one."""
    sent = request.POST.get(FIELD, "")
    if sent and _owner(sent) == request.user.pk:
        return sent
    return signing.dumps([request.user.pk, token_urlsafe(9)], salt=_SALT)


def _owner(key: str) -> Any:
    """Primary key of the user that the draft key was made for; None if it is none of ours."""
    try:
        return signing.loads(key, salt=_SALT, max_age=VALID)[0]
    except signing.BadSignature:
        return None


# --- posts that came without a session, or with that of another login --------------------------


def keep(request: HttpRequest) -> bool:
    """Keep what was posted until its form is opened again; False if it carries no draft key."""
    owner = _owner(request.POST.get(FIELD, ""))
    if owner is None:
        return False
    typed = request.POST.copy()
    typed.pop("csrfmiddlewaretoken", None)
    drafts = request.session.get(_SESSION, [])
    drafts.append([owner, request.get_full_path(), typed.urlencode()])
    request.session[_SESSION] = drafts[-KEPT:]
    return True


def take(request: HttpRequest) -> QueryDict | None:
    """What this user had posted to this address before he had to log in."""
    if request.method != "GET" or _SESSION not in request.session:
        return None
    drafts = request.session[_SESSION]
    for draft in reversed(drafts):
        owner, address, typed = draft
        if owner == request.user.pk and address == request.get_full_path():
            request.session[_SESSION] = [one for one in drafts if one is not draft]
            return QueryDict(typed)
    return None


def to_login(request: HttpRequest) -> HttpResponse:
    """To the login, and from there to the page of what was posted, which may be no page itself."""
    back = request.get_full_path() if keep(request) else _page_before(request)
    return redirect_to_login(back, reverse("admin:login"))


def _page_before(request: HttpRequest) -> str:
    referer = request.headers.get("Referer", "")
    return referer if is_own(request, referer) else request.get_full_path()


def is_own(request: HttpRequest, address: str) -> bool:
    """Whether an address leads to a page of this site."""
    return url_has_allowed_host_and_scheme(
        address, {request.get_host()}, require_https=request.is_secure()
    )


def after_csrf_failure(request: HttpRequest) -> HttpResponse | None:
    """Back to the form with what was typed, or to a fresh login; None for other posts."""
    if keep(request):
        return HttpResponseRedirect(request.get_full_path())
    if request.path == reverse("admin:login") and request.COOKIES:
        messages.warning(request, SIGN_IN_AGAIN)
        query = urlencode({"next": request.POST.get("next", "")})
        return HttpResponseRedirect(f"{request.path}?{query}")
    return None


# --- drafts that the browser keeps -------------------------------------------------------------


def saved(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """``response`` with word to the browser that the draft of this form is saved."""
    if key := request.POST.get(FIELD):
        response.set_cookie(
            SAVED,
            key,
            max_age=timedelta(days=1),
            path=reverse("admin:index"),
            secure=request.is_secure(),
            samesite="Lax",
        )
    return response
