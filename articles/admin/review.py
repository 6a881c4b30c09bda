"""The review queue: one spelling after the other, decided by keyboard or by plain forms."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.http import urlencode

from articles import curation
from articles.admin.base import counted
from articles.admin.decisions import recent_decisions
from articles.admin.mentions import surroundings
from articles.admin.waiting import bounded_count
from articles.errors import CurationError
from articles.models import Entity, Kind, Suggestion
from articles.recognition import suggestions

EXAMPLES = 5
PROPOSED = 6
FORMS = 8
LISTED = 12
SKIPPED = 500  # lines that one sitting remembers
SESSION_KEY = "review_skipped"


class MakeForm(forms.ModelForm):
    """A new name, filled with what the texts say."""

    class Meta:
        model = Entity
        fields = ("name", "kind", "latin_name")


@admin.register(Suggestion)
class ReviewAdmin(admin.ModelAdmin):
    """No rows to edit: a queue to work off. Who may decide mentions may review."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("articles.view_mention")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("articles.change_mention")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        prefix = "articles_suggestion"
        return [
            path("", wrap(self.review_view), name=f"{prefix}_changelist"),
            path("names/", wrap(self.names_view), name=f"{prefix}_names"),
            path("decide/", wrap(self.decide_view), name=f"{prefix}_decide"),
            path("several/", wrap(self.several_view), name=f"{prefix}_several"),
        ]

    def review_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        kind = request.GET.get("kind", "")
        queue = _queue(kind)
        line = _line_at(request, queue)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "بازبینی نام‌ها",
            "kinds": Kind.choices,
            "kind": kind if kind in Kind.values else "",
            "waiting": _shown_count(queue),
            "may_decide": self.has_change_permission(request),
            "may_make": request.user.has_perm("articles.add_entity"),
            "decisions": recent_decisions(request.user),
            **(_about(line, queue, request) if line else {}),
        }
        return TemplateResponse(request, "admin/articles/suggestion/review.html", context)

    def names_view(self, request: HttpRequest) -> HttpResponse:
        """The known names that fit what is typed, as the choices of the form."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        context = {"proposed": _found(request.GET.get("find", "")), "find": True}
        return TemplateResponse(request, "admin/articles/suggestion/names.html", context)

    def decide_view(self, request: HttpRequest) -> HttpResponse:
        if request.method != "POST" or not self.has_change_permission(request):
            raise PermissionDenied
        kind = request.POST.get("queue", "")
        line = Suggestion.objects.filter(pk=_number(request.POST.get("line"))).first()
        if line is None:
            self.message_user(request, "دربارهٔ این نوشتار پیش‌تر تصمیم گرفته شده است.")
            return _to_queue(kind)
        following = _after(_queue(kind), line).exclude(pk__in=_skipped(request)).first()
        try:
            text = self._decide(request, line, request.POST.get("action", ""))
        except CurationError as error:
            self.message_user(request, str(error), messages.ERROR)
            return _to_queue(kind, line)
        self.message_user(request, text)
        return _to_queue(kind, following)

    def _decide(self, request: HttpRequest, line: Suggestion, action: str) -> str:
        """What was done, in words; raises CurationError when it cannot be."""
        steps: dict[str, Callable[[HttpRequest, Suggestion], str]] = {
            "confirm": _confirm,
            "reject": _reject,
            "link": _link,
            "make": _make,
            "skip": _skip,
        }
        if action not in steps:
            raise CurationError("کاری برگزینید: تأیید، رد، پیوند، نام تازه یا گذر.")
        return steps[action](request, line)

    def several_view(self, request: HttpRequest) -> HttpResponse:
        """The same decision about every chosen line."""
        if request.method != "POST" or not self.has_change_permission(request):
            raise PermissionDenied
        chosen = Suggestion.objects.filter(
            pk__in=[_number(pk) for pk in request.POST.getlist("lines")[:LISTED]]
        )
        action = request.POST.get("action", "")
        step = {"confirm": _confirm, "reject": _reject}.get(action)
        done = 0
        for line in chosen if step else ():
            if action == "reject" or line.entity_id is not None:
                step(request, line)
                done += 1
        self.message_user(request, f"دربارهٔ {counted(done, 'نوشتار')} تصمیم گرفته شد.")
        return _to_queue(request.POST.get("queue", ""))


def _queue(kind: str) -> QuerySet[Suggestion]:
    lines = Suggestion.objects.order_by("-weight", "pk")
    return lines.filter(kind=kind) if kind in Kind.values else lines


def _after(queue: QuerySet[Suggestion], line: Suggestion) -> QuerySet[Suggestion]:
    return queue.filter(Q(weight__lt=line.weight) | Q(weight=line.weight, pk__gt=line.pk))


def _before(queue: QuerySet[Suggestion], line: Suggestion) -> QuerySet[Suggestion]:
    earlier = Q(weight__gt=line.weight) | Q(weight=line.weight, pk__lt=line.pk)
    return queue.filter(earlier).order_by("weight", "-pk")


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else 0


def _skipped(request: HttpRequest) -> list[int]:
    return request.session.get(SESSION_KEY, [])


def _line_at(request: HttpRequest, queue: QuerySet[Suggestion]) -> Suggestion | None:
    """The line that is asked for; else the first that was not skipped in this sitting."""
    asked = queue.filter(pk=_number(request.GET.get("at"))).first()
    return asked or queue.exclude(pk__in=_skipped(request)).first() or queue.first()


def _shown_count(queue: QuerySet[Suggestion]) -> str:
    limit = 1000
    number = bounded_count(queue, limit)
    return ("بیش از " if number > limit else "") + counted(min(number, limit), "نوشتار")


def _to_queue(kind: str, line: Suggestion | None = None) -> HttpResponseRedirect:
    asked = {"kind": kind} if kind in Kind.values else {}
    if line is not None:
        asked["at"] = str(line.pk)
    query = f"?{urlencode(asked)}" if asked else ""
    return HttpResponseRedirect(reverse("admin:articles_suggestion_changelist") + query)


def _about(line: Suggestion, queue: QuerySet[Suggestion], request: HttpRequest) -> dict[str, Any]:
    """The evidence for one line, and what stands around it in the queue."""
    rows = suggestions.mentions_of(line)
    examples = list(rows.select_related("article").order_by("-pk")[:EXAMPLES])
    texts = (suggestions.latin_after(row, row.article.texts()[row.field]) for row in examples)
    latin = next(filter(None, texts), "")
    proposed = _found(request.GET.get("find", "")) or _proposed(line)
    initial = {"name": line.text, "kind": line.kind, "latin_name": latin}
    return {
        "line": line,
        "entity": Entity.objects.filter(pk=line.entity_id).first(),
        "examples": [(row, *surroundings(row)) for row in examples],
        "forms": rows.order_by().values_list("text").annotate(n=Count("pk")).order_by("-n")[:FORMS],
        "latin": latin,
        "proposed": proposed,
        "find": request.GET.get("find", ""),
        "make_form": MakeForm(initial=initial, auto_id="make_%s"),
        "listed": _after(queue, line).select_related("entity")[:LISTED],
        "next": _after(queue, line).first(),
        "previous": _before(queue, line).first(),
    }


def _proposed(line: Suggestion) -> list[Entity]:
    own = Entity.objects.filter(pk=line.entity_id)
    names = [*own, *suggestions.known_names(line.key, PROPOSED)]
    return list(dict.fromkeys(names))[:PROPOSED]


def _found(text: str) -> list[Entity]:
    return list(Entity.objects.spelt_like(text)[:PROPOSED]) if text.strip() else []


# --- decisions: what was done, in words ------------------------------------------------------


def _confirm(request: HttpRequest, line: Suggestion) -> str:
    if line.entity_id is None:
        raise CurationError("این نوشتار نامی پیشنهاد نمی‌کند؛ پیوند دهید یا نام تازه بسازید.")
    outcome = curation.confirm(suggestions.mentions_of(line), request.user)
    return f"«{line.text}» تأیید شد: {counted(outcome.changed, 'یادکرد')}."


def _reject(request: HttpRequest, line: Suggestion) -> str:
    entity = Entity.objects.filter(pk=line.entity_id).first()
    outcome = curation.reject_spelling(line.text, entity, request.user)
    return f"«{line.text}» رد شد: {counted(outcome.changed, 'یادکرد')}."


def _link(request: HttpRequest, line: Suggestion) -> str:
    entity = Entity.objects.filter(pk=_number(request.POST.get("entity"))).first()
    if entity is None:
        raise CurationError("نامی را که باید به آن پیوند داده شود برگزینید.")
    rows = suggestions.mentions_of(line)
    outcome = curation.link(rows, entity, request.user, learn="learn" in request.POST)
    return f"«{line.text}» به «{entity}» پیوند داده شد: {counted(outcome.changed, 'یادکرد')}."


def _make(request: HttpRequest, line: Suggestion) -> str:
    if not request.user.has_perm("articles.add_entity"):
        raise PermissionDenied
    form = MakeForm(request.POST)
    if not form.is_valid():
        first = next(iter(form.errors.values()))[0]
        raise CurationError(f"نام ساخته نشد: {first}")
    entity = form.save(commit=False)
    outcome = curation.make(suggestions.mentions_of(line), entity, request.user)
    return f"نام تازهٔ «{entity}» ساخته شد: {counted(outcome.changed, 'یادکرد')}."


def _skip(request: HttpRequest, line: Suggestion) -> str:
    request.session[SESSION_KEY] = [*_skipped(request), line.pk][-SKIPPED:]
    return f"از «{line.text}» گذشتید."
