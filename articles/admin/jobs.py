"""Long work: what was asked for, how far it is, how it ended; cancel and try again."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html

from articles.admin.base import ArchiveAdmin, jalali_column, posting_button
from articles.models import Job
from articles.persian.characters import persian_number
from articles.pipeline import jobs, kinds

State = Job.State
ENDED_BADLY = (State.FAILED, State.CANCELLED)


@admin.register(Job)
class JobAdmin(ArchiveAdmin):
    """Read only, but for cancelling, trying again and asking for a rebuild."""

    list_display = ("label", "state_text", "progress", "outcome", "owner", "created", "step")
    list_display_links = None
    list_select_related = ("owner",)
    ordering = ("-pk",)
    sortable_by = ()
    actions = None

    created = jalali_column("created_at", "زمان درخواست")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def may_steer(self, request: HttpRequest) -> bool:
        """Whether this member of staff may ask for jobs, cancel them and try again."""
        return bool(request.user.has_perm("articles.change_job"))

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/cancel/", wrap(self.cancel_view), name="articles_job_cancel"),
            path("<int:pk>/again/", wrap(self.again_view), name="articles_job_again"),
            path("rebuild/", wrap(self.rebuild_view), name="articles_job_rebuild"),
            *super().get_urls(),
        ]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        context = {"may_rebuild": self.may_steer(request)}
        return super().changelist_view(request, context | (extra_context or {}))

    @admin.display(description="کار")
    def label(self, job: Job) -> str:
        return jobs.label_of(job.kind)

    @admin.display(description="وضعیت")
    def state_text(self, job: Job) -> str:
        return str(job.state.label)

    @admin.display(description="پیشرفت")
    def progress(self, job: Job) -> str:
        if not job.total:
            return "—"
        text = f"{persian_number(job.done)} از {persian_number(job.total)}"
        if job.finished_at is not None:
            return text
        return format_html(
            '<progress max="{}" value="{}" aria-label="پیشرفت کار"></progress> {}',
            *(job.total, job.done, text),
        )

    @admin.display(description="نتیجه")
    def outcome(self, job: Job) -> str:
        return job.problem or job.result or "—"

    @admin.display(description="اقدام")
    def step(self, job: Job) -> str:
        if job.finished_at is None and not job.cancelled:
            return posting_button("لغو کار", reverse("admin:articles_job_cancel", args=[job.pk]))
        if job.state in ENDED_BADLY:
            return posting_button("تلاش دوباره", reverse("admin:articles_job_again", args=[job.pk]))
        return "—"

    def cancel_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        jobs.cancel(self._job_to_steer(request, pk))
        return self._back(request, "لغو کار درخواست شد.")

    def again_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        jobs.again(self._job_to_steer(request, pk))
        return self._back(request, "کار دوباره در صف قرار گرفت.")

    def rebuild_view(self, request: HttpRequest) -> HttpResponse:
        """Ask for a rebuild of the index, unless one is on its way."""
        self._check(request)
        if Job.objects.open().filter(kind=kinds.REBUILD_INDEX).exists():
            return self._back(request, "بازسازی نمایهٔ جست‌وجو از قبل در صف است.")
        jobs.ask(kinds.REBUILD_INDEX, owner=request.user)
        return self._back(request, "بازسازی نمایهٔ جست‌وجو در صف قرار گرفت.")

    def _job_to_steer(self, request: HttpRequest, pk: int) -> Job:
        self._check(request)
        return get_object_or_404(Job, pk=pk)

    def _check(self, request: HttpRequest) -> None:
        if request.method != "POST" or not self.may_steer(request):
            raise PermissionDenied

    def _back(self, request: HttpRequest, message: str) -> HttpResponse:
        self.message_user(request, message)
        return HttpResponseRedirect(reverse("admin:articles_job_changelist"))
