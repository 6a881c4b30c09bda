"""A queue that staff work off line after line, by keyboard or by plain forms."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.http import urlencode

from articles.admin.base import counted
from articles.admin.decisions import recent_decisions
from articles.errors import CurationError

LISTED = 12
SKIPPED = 500  # lines that one sitting remembers

Step = Callable[[HttpRequest, Any], str]
"""Decides one line and says in words what was done; raises CurationError when it cannot."""


class QueueAdmin(admin.ModelAdmin):
    """No rows to edit: lines with a ``weight``, the heaviest first.

    A queue names its ``template``, ``kinds`` (the values and labels of ``kind_field``), the
    permissions that it asks for, and its ``steps`` by the name of their button.
    """

    template: str
    title: str
    noun: str
    kind_field = "kind"
    kinds: Sequence[tuple[str, str]]
    view_permission: str
    change_permission: str
    steps: Mapping[str, Step]
    several: Sequence[str]  # steps that also decide many lines at once

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(self.view_permission)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(self.change_permission)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        prefix = f"articles_{self.opts.model_name}"
        return [
            path("", wrap(self.review_view), name=f"{prefix}_changelist"),
            path("decide/", wrap(self.decide_view), name=f"{prefix}_decide"),
            path("several/", wrap(self.several_view), name=f"{prefix}_several"),
        ]

    # --- what a queue fills in ----------------------------------------------------------------

    def lines(self) -> QuerySet:
        """Everything that waits."""
        return self.model._default_manager.all()

    def about(self, line: Any, request: HttpRequest) -> dict[str, Any]:
        """The evidence for one line, for the template."""
        raise NotImplementedError

    def can(self, action: str, line: Any) -> bool:
        """Whether this step can decide the line among others."""
        return True

    # --- the pages ----------------------------------------------------------------------------

    def review_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        kind = self._kind(request.GET.get("kind"))
        queue = self._queue(kind)
        line = self._line_at(request, queue)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": self.title,
            "kinds": self.kinds,
            "kind": kind,
            "waiting": self._shown_count(queue),
            "may_decide": self.has_change_permission(request),
            "decide_url": reverse(f"admin:articles_{self.opts.model_name}_decide"),
            "several_url": reverse(f"admin:articles_{self.opts.model_name}_several"),
            "decisions": recent_decisions(request.user),
        }
        if line is not None:
            context |= {
                "line": line,
                "listed": _after(queue, line)[:LISTED],
                "next": _after(queue, line).first(),
                "previous": _before(queue, line).first(),
                **self.about(line, request),
            }
        return TemplateResponse(request, self.template, context)

    def decide_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_change_permission(request):
            raise PermissionDenied
        if request.method != "POST":  # after a login, for one
            return self._to_queue("")
        kind = self._kind(request.POST.get("queue"))
        line = self.lines().filter(pk=number(request.POST.get("line"))).first()
        if line is None:
            self.message_user(request, "برای این مورد قبلاً تصمیم گرفته شده است.")
            return self._to_queue(kind)
        following = _after(self._queue(kind), line).exclude(pk__in=self._skipped(request)).first()
        try:
            text = self._decide(request, line, request.POST.get("action", ""))
        except CurationError as error:
            self.message_user(request, str(error), messages.ERROR)
            return self._to_queue(kind, line)
        self.message_user(request, text)
        return self._to_queue(kind, following)

    def _decide(self, request: HttpRequest, line: Any, action: str) -> str:
        if action == "skip":
            return self._skip(request, line)
        if action not in self.steps:
            raise CurationError("یکی از دکمه‌های همین صفحه را انتخاب کنید.")
        return self.steps[action](request, line)

    def several_view(self, request: HttpRequest) -> HttpResponse:
        """The same decision about every chosen line that it can decide."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            return self._to_queue("")
        chosen = [number(pk) for pk in request.POST.getlist("lines")[:LISTED]]
        action = request.POST.get("action", "")
        done = 0
        for line in self.lines().filter(pk__in=chosen) if action in self.several else ():
            if self.can(action, line):
                try:
                    self.steps[action](request, line)
                except CurationError as error:  # decided by another meanwhile: the others go on
                    self.message_user(request, str(error), messages.ERROR)
                else:
                    done += 1
        self.message_user(request, f"برای {counted(done, self.noun)} تصمیم ثبت شد.")
        return self._to_queue(self._kind(request.POST.get("queue")))

    # --- where one stands in it ---------------------------------------------------------------

    def _kind(self, asked: str | None) -> str:
        return asked if asked and asked in dict(self.kinds) else ""

    def _queue(self, kind: str) -> QuerySet:
        lines = self.lines().order_by("-weight", "pk")
        return lines.filter(**{self.kind_field: kind}) if kind else lines

    def _line_at(self, request: HttpRequest, queue: QuerySet) -> Model | None:
        """The line that is asked for; else the first that was not skipped in this sitting."""
        asked = queue.filter(pk=number(request.GET.get("at"))).first()
        return asked or queue.exclude(pk__in=self._skipped(request)).first() or queue.first()

    def _shown_count(self, queue: QuerySet) -> str:
        return counted(queue.order_by().count(), self.noun)

    def _to_queue(self, kind: str, line: Model | None = None) -> HttpResponseRedirect:
        asked = {"kind": kind} if kind else {}
        if line is not None:
            asked["at"] = str(line.pk)
        query = f"?{urlencode(asked)}" if asked else ""
        url = reverse(f"admin:articles_{self.opts.model_name}_changelist")
        return HttpResponseRedirect(url + query)

    def _session_key(self) -> str:
        return f"{self.opts.model_name}_skipped"

    def _skipped(self, request: HttpRequest) -> list[int]:
        return request.session.get(self._session_key(), [])

    def _skip(self, request: HttpRequest, line: Model) -> str:
        request.session[self._session_key()] = [*self._skipped(request), line.pk][-SKIPPED:]
        return f"«{line}» برای بعد ماند."


def _after(queue: QuerySet, line: Any) -> QuerySet:
    """One range of the index by weight: with an OR, a database would sort all that is lighter."""
    lighter = queue.filter(weight__lte=line.weight)
    return lighter.exclude(weight=line.weight, pk__lte=line.pk)


def _before(queue: QuerySet, line: Any) -> QuerySet:
    heavier = queue.filter(weight__gte=line.weight).order_by("weight", "-pk")
    return heavier.exclude(weight=line.weight, pk__gte=line.pk)


def number(text: str | None) -> int:
    """What a form says of a row; 0, which no row is, for anything that is no number."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else 0
