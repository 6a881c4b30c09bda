"""Comments: read, approve, reject; nobody edits what a reader wrote."""

from __future__ import annotations

from django.contrib import admin
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.text import Truncator

from articles.admin.base import ArchiveAdmin, counted, jalali_column, log_bulk
from articles.admin.filters import JalaliMonthFilter
from articles.models import Comment


@admin.register(Comment)
class CommentAdmin(ArchiveAdmin):
    list_display = ("excerpt", "name", "article_link", "status_mark", "created")
    list_filter = ("status", ("created_at", JalaliMonthFilter))
    list_select_related = ("article",)
    ordering = ("-created_at", "-pk")
    sortable_by = ("created",)  # the one order that has an index
    search_fields = ("name", "body")
    search_help_text = "در نام و متن نظر"
    actions = ("approve", "reject")
    fields = ("status", "article_link", "name", "email", "body", "created")
    readonly_fields = ("article_link", "name", "email", "body", "created")

    created = jalali_column("created_at", "زمان")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    @admin.display(description="نظر", ordering="body")
    def excerpt(self, comment: Comment) -> str:
        return Truncator(comment.body).chars(140, truncate="…")

    @admin.display(description="خبر")
    def article_link(self, comment: Comment) -> str:
        article = comment.article
        return format_html(
            '<a href="{}">{}</a>', article.get_absolute_url(), article.short_headline
        )

    @admin.display(description="وضعیت", ordering="status")
    def status_mark(self, comment: Comment) -> str:
        return format_html(
            '<span class="mark mark-{}">{}</span>', comment.status, comment.get_status_display()
        )

    @admin.action(description="تأیید نظرهای انتخاب‌شده", permissions=["change"])
    def approve(self, request: HttpRequest, queryset: QuerySet) -> None:
        number = self._decide(request, queryset, Comment.Status.APPROVED, "تأیید شد")
        self.message_user(request, f"{counted(number, 'نظر')} تأیید شد.")

    @admin.action(description="رد نظرهای انتخاب‌شده", permissions=["change"])
    def reject(self, request: HttpRequest, queryset: QuerySet) -> None:
        number = self._decide(request, queryset, Comment.Status.REJECTED, "رد شد")
        self.message_user(request, f"{counted(number, 'نظر')} رد شد.")

    def _decide(self, request: HttpRequest, queryset: QuerySet, status: str, message: str) -> int:
        with transaction.atomic():
            comments = list(queryset.select_related(None).exclude(status=status))
            Comment.objects.filter(pk__in=[comment.pk for comment in comments]).update(
                status=status
            )
            log_bulk(request, comments, message)
        return len(comments)
