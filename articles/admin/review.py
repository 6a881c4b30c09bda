"""The review queue: one suggested spelling after the other, with its evidence."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path

from articles import curation
from articles.admin.base import counted
from articles.admin.mentions import surroundings
from articles.admin.queue import QueueAdmin, number
from articles.errors import CurationError
from articles.models import Entity, Kind, Suggestion
from articles.recognition import suggestions
from articles.recognition.linking import latin_after

EXAMPLES = 5
PROPOSED = 6
FORMS = 8


class MakeForm(forms.ModelForm):
    """A new name, filled with what the texts say."""

    class Meta:
        model = Entity
        fields = ("name", "kind", "latin_name")


def _confirm(request: HttpRequest, line: Suggestion) -> str:
    if line.entity_id is None:
        raise CurationError(
            "برای این مورد نامی پیشنهاد نشده است؛ آن را به نامی پیوند دهید یا نام جدید بسازید."
        )
    outcome = curation.confirm(suggestions.mentions_of(line), request.user)
    return f"«{line.text}» تأیید شد: {counted(outcome.changed, 'اشاره')}."


def _reject(request: HttpRequest, line: Suggestion) -> str:
    entity = Entity.objects.filter(pk=line.entity_id).first()
    outcome = curation.reject_spelling(line.text, entity, request.user)
    return f"«{line.text}» رد شد: {counted(outcome.changed, 'اشاره')}."


def _link(request: HttpRequest, line: Suggestion) -> str:
    entity = Entity.objects.filter(pk=number(request.POST.get("entity"))).first()
    if entity is None:
        raise CurationError("نامی را که به آن پیوند می‌دهید انتخاب کنید.")
    rows = suggestions.mentions_of(line)
    outcome = curation.link(rows, entity, request.user, learn="learn" in request.POST)
    return f"«{line.text}» به «{entity}» پیوند داده شد: {counted(outcome.changed, 'اشاره')}."


def _make(request: HttpRequest, line: Suggestion) -> str:
    if not request.user.has_perm("articles.add_entity"):
        raise PermissionDenied
    form = MakeForm(request.POST)
    if not form.is_valid():
        first = next(iter(form.errors.values()))[0]
        raise CurationError(f"نام ایجاد نشد: {first}")
    entity = form.save(commit=False)
    outcome = curation.make(suggestions.mentions_of(line), entity, request.user)
    return f"نام جدید «{entity}» ایجاد شد: {counted(outcome.changed, 'اشاره')}."


@admin.register(Suggestion)
class ReviewAdmin(QueueAdmin):
    """Who may decide mentions may review."""

    template = "admin/articles/suggestion/review.html"
    title = "بازبینی نام‌ها"
    noun = "مورد"
    kinds = Kind.choices
    view_permission = "articles.view_mention"
    change_permission = "articles.change_mention"
    steps = {"confirm": _confirm, "reject": _reject, "link": _link, "make": _make}
    several = ("confirm", "reject")

    def get_urls(self) -> list[URLPattern]:
        names = self.admin_site.admin_view(self.names_view)
        return [path("names/", names, name="articles_suggestion_names"), *super().get_urls()]

    def names_view(self, request: HttpRequest) -> HttpResponse:
        """The known names that fit what is typed, as the choices of the form."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        context = {"proposed": _found(request.GET.get("find", "")), "find": True}
        return TemplateResponse(request, "admin/articles/suggestion/names.html", context)

    def lines(self) -> QuerySet[Suggestion]:
        return Suggestion.objects.select_related("entity")

    def can(self, action: str, line: Suggestion) -> bool:
        return action == "reject" or line.entity_id is not None

    def about(self, line: Suggestion, request: HttpRequest) -> dict[str, Any]:
        rows = suggestions.mentions_of(line)
        examples = list(rows.select_related("article").order_by("-pk")[:EXAMPLES])
        texts = (latin_after(getattr(row.article, row.field), row.end) for row in examples)
        latin = next(filter(None, texts), "")
        initial = {"name": line.text, "kind": line.kind, "latin_name": latin}
        forms_used = rows.order_by().values_list("text").annotate(n=Count("pk")).order_by("-n")
        return {
            "entity": line.entity,
            "examples": [(row, *surroundings(row)) for row in examples],
            "forms": forms_used[:FORMS],
            "latin": latin,
            "proposed": _found(request.GET.get("find", "")) or _proposed(line),
            "find": request.GET.get("find", ""),
            "make_form": MakeForm(initial=initial, auto_id="make_%s"),
            "may_make": request.user.has_perm("articles.add_entity"),
        }


def _proposed(line: Suggestion) -> list[Entity]:
    names = [*filter(None, [line.entity]), *suggestions.known_names(line.key, PROPOSED)]
    return list(dict.fromkeys(names))[:PROPOSED]


def _found(text: str) -> list[Entity]:
    return list(Entity.objects.spelt_like(text)[:PROPOSED]) if text.strip() else []
