"""Standing pages: about, contact, and what robots read."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from articles.forms import ContactForm
from articles.models import Page
from articles.views import posts
from articles.views.freshness import revalidated


@require_safe
@revalidated
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/about.html", {"page": _written("about")})


@require_http_methods(["GET", "HEAD", "POST"])
@revalidated
def contact(request: HttpRequest) -> HttpResponse:
    form, status = ContactForm(), None
    if request.method == "POST":
        form = ContactForm(request.POST)
        status = posts.receive(request, form)
        if status is None:
            messages.success(request, "پیام شما دریافت شد. سپاسگزاریم.")
            return redirect("contact")
    context = {"page": _written("contact"), "form": form}
    return render(request, "pages/contact.html", context, status=status)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    sitemap = request.build_absolute_uri("/sitemap.xml")
    return render(request, "robots.txt", {"sitemap": sitemap}, content_type="text/plain")


def _written(slug: str) -> Page | None:
    """What the staff wrote for this page; the template has words of its own for None."""
    return Page.objects.filter(slug=slug).first()
