"""Posts that come with an outdated form key."""

from django.http import HttpRequest, HttpResponse

from articles.admin import drafts
from articles.views import errors


def failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Back to the form of the staff with what was typed; for readers, a page with their words."""
    return drafts.after_csrf_failure(request) or errors.csrf_failure(request, reason)
