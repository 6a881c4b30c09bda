"""The log of decisions: who, when, what, how far it has come; and the way back."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Max, Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html

from articles import curation, pipeline
from articles.admin.base import ArchiveAdmin, counted, jalali_column, posting_button
from articles.admin.drafts import is_own
from articles.admin.filters import JalaliMonthFilter
from articles.admin.paginator import ArchiveChangeList
from articles.errors import CurationError
from articles.models import Decision, Mention, PendingArticle, PendingName, Proposal, Suggestion
from articles.persian.characters import persian_digits

RECENT = 5
ABOUT_MENTIONS = {Decision.Action.CONFIRM, Decision.Action.REJECT, Decision.Action.LINK}


def may_undo(user: Any, decision: Decision) -> bool:
    """Who may make such a decision may take it back."""
    model = "mention" if decision.action in ABOUT_MENTIONS else "entity"
    return decision.undone_at is None and user.has_perm(f"articles.change_{model}")


def with_progress(decisions: list[Decision]) -> list[Decision]:
    """``left``: articles whose names and index entry do not follow yet; ``problem``: why they
    do not go on, '' while they do; ``searching``: a spelling is still to be looked for, which
    brings further articles. Two queries for all."""
    notes = PendingArticle.objects.filter(decision__in=decisions).order_by()
    counted = notes.values("decision").annotate(
        left=Count("article_id", distinct=True), problem=Max("problem")
    )
    found = {one["decision"]: one for one in counted}
    names = PendingName.objects.filter(decision__in=decisions)
    searching = set(names.values_list("decision", flat=True))
    for decision in decisions:
        one = found.get(decision.pk, {})
        decision.left = one.get("left", 0)  # type: ignore[attr-defined]
        decision.problem = one.get("problem", "")  # type: ignore[attr-defined]
        decision.searching = decision.pk in searching  # type: ignore[attr-defined]
    return decisions


def progress_text(decision: Any) -> str:
    """«۱۲۰ از ۵۰۰ خبر» while it goes on or is stuck, «۵۰۰ خبر» when it is done."""
    total = max(decision.articles, decision.left)
    if decision.problem:
        return persian_digits(f"متوقف شده: {total - decision.left} از {total} خبر")
    if decision.searching:
        return "در حال جست‌وجوی خبرها"
    if decision.left:
        return persian_digits(f"{total - decision.left} از {total} خبر")
    return persian_digits(f"{total} خبر")


def recent_decisions(user: Any) -> list[Decision]:
    """This curator's latest decisions, newest first, with what may be undone."""
    recent = with_progress(list(Decision.objects.filter(user=user)[:RECENT]))
    for decision in recent:
        decision.may_undo = may_undo(user, decision)  # type: ignore[attr-defined]
        decision.progress = progress_text(decision)  # type: ignore[attr-defined]
    return recent


class DecisionChangeList(ArchiveChangeList):
    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.result_list = with_progress(list(self.result_list))
        for decision in self.result_list:
            decision.may_undo = may_undo(request.user, decision)


@admin.register(Decision)
class DecisionAdmin(ArchiveAdmin):
    """Read only, but for undoing."""

    list_display = ("made", "user", "action", "summary", "decided", "progress", "undone")
    list_display_links = None
    list_filter = ("action", ("made_at", JalaliMonthFilter))
    list_select_related = ("user", "undone_by")
    search_fields = ("summary",)
    search_help_text = "در توضیح تصمیم"
    ordering = ("-pk",)
    sortable_by = ()
    actions = None

    made = jalali_column("made_at", "زمان")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("articles.view_mention")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).defer("changes")

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ArchiveChangeList]:
        return DecisionChangeList

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        undo = path("<int:pk>/undo/", wrap(self.undo_view), name="articles_decision_undo")
        resume = path("resume/", wrap(self.resume_view), name="articles_decision_resume")
        return [undo, resume, *super().get_urls()]

    @admin.display(description="تعداد", empty_value="—")
    def decided(self, decision: Decision) -> str | None:
        """Nothing where it counted nothing, as of a spelling, or of statements in earlier days."""
        if decision.quotations:
            return counted(decision.quotations, "نقل‌قول")
        return counted(decision.mentions, "اشاره") if decision.mentions else None

    @admin.display(description="در بایگانی")
    def progress(self, decision: Any) -> str:
        if not decision.problem:
            return progress_text(decision)
        return format_html(
            '<strong class="stuck">{}</strong> <span class="quiet">{}</span> {}',
            progress_text(decision), decision.problem,
            posting_button("ادامهٔ کار", reverse("admin:articles_decision_resume")),
        )  # fmt: skip

    @admin.display(description="واگرد")
    def undone(self, decision: Any) -> str:
        if decision.undone_at is not None:
            return format_html("واگرد شد ({})", decision.undone_by or "—")
        if not decision.may_undo:
            return "—"
        return posting_button("واگرد", reverse("admin:articles_decision_undo", args=[decision.pk]))

    def resume_view(self, request: HttpRequest) -> HttpResponse:
        """Try again to bring the archive after the decisions."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if request.method == "POST":
            pipeline.retry()
            pipeline.resume()
            self.message_user(request, "کار در پس‌زمینه ادامه می‌یابد.")
        return HttpResponseRedirect(reverse("admin:articles_decision_changelist"))

    def undo_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        decision = get_object_or_404(Decision, pk=pk)
        if not (may_undo(request.user, decision) or decision.undone_at):
            raise PermissionDenied
        if request.method != "POST":  # after a login, for one
            return HttpResponseRedirect(_back(request, decision))
        try:
            curation.undo(decision, request.user)
        except CurationError as error:
            self.message_user(request, str(error), messages.ERROR)
        else:
            self.message_user(request, f"واگرد شد: {decision.summary}")
        return HttpResponseRedirect(_back(request, decision))


def _back(request: HttpRequest, decision: Decision) -> str:
    """Where the button stood, if that is a page of this site; in a queue at what came back."""
    asked = request.POST.get("next", "")
    for model, line_of in (("suggestion", _suggestion_of), ("proposal", _proposal_of)):
        queue = reverse(f"admin:articles_{model}_changelist")
        if asked.startswith(queue) and (line := line_of(decision)):
            return f"{queue}?at={line}"
    return page_of_this_site(request, asked) or reverse("admin:articles_decision_changelist")


def page_of_this_site(request: HttpRequest, asked: str) -> str:
    """The address that a form asks to go to afterwards; '' where it leads away."""
    return asked if is_own(request, asked) else ""


def _suggestion_of(decision: Decision) -> int | None:
    """The line of the review queue that an undone decision brought back."""
    first = Mention.objects.filter(pk=_first(decision, Mention)).first()
    if first is None:
        return None
    lines = Suggestion.objects.filter(key=first.key, kind=first.kind)
    return lines.values_list("pk", flat=True).first()


def _proposal_of(decision: Decision) -> int | None:
    return _first(decision, Proposal)


def _first(decision: Decision, model: type[Model]) -> int | None:
    """The first row of this model that the decision changed."""
    name = model._meta.model_name
    pks = (pk for change in decision.changes if change["model"] == name for pk in change["pks"])
    return next(pks, None)
