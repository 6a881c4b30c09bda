"""Taking in what readers send."""

from __future__ import annotations

from django.http import HttpRequest

from articles.forms import PostForm
from articles.views.visitors import client_key, may_post

BAD_REQUEST = 400
TOO_MANY_REQUESTS = 429


def receive(request: HttpRequest, form: PostForm) -> int | None:
    """Store what ``form`` brought; None when done, else the status of the page to show again.

    A form caught in the trap counts as done, so that a program learns nothing.
    """
    if form.is_trapped:
        return None
    if not form.is_valid():
        return BAD_REQUEST
    client = client_key(request)
    if not may_post(form.posts, client):
        form.add_error(None, "در یک ساعت گذشته چند بار ارسال کرده‌اید. کمی بعد دوباره امتحان کنید.")
        return TOO_MANY_REQUESTS
    form.instance.client = client
    form.save()
    return None
