"""Articles: the list, the form, the preview with names, the original bytes."""

from __future__ import annotations

import mimetypes
from typing import Any

from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import PermissionDenied
from django.db.models import Field, QuerySet
from django.forms import Field as FormField
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html

from articles.admin.base import counted, jalali_column
from articles.admin.fields import VerbatimField
from articles.admin.filters import JalaliMonthFilter
from articles.admin.history import HistoryAdmin
from articles.admin.paginator import ArchiveChangeList
from articles.errors import EngineError
from articles.models import Article, Mention
from articles.search import archive, highlight

HEADLINE_FIELDS = ("kicker", "title")
MOST_FOUND = 2000  # articles that a search in the list gives: nobody pages further
VERBATIM_FIELDS = {*HEADLINE_FIELDS, "author", "agency", "code", "external_id"}


class ArticleChangeList(ArchiveChangeList):
    """Reads no body, except those of the page's articles that have no title, in one query."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        untitled = [article for article in self.result_list if not article.title]
        bodies = dict(
            Article.objects.filter(pk__in=[article.pk for article in untitled]).values_list(
                "pk", "body"
            )
        )
        for article in untitled:
            article.body = bodies[article.pk]


@admin.register(Article)
class ArticleAdmin(HistoryAdmin):
    list_display = ("headline", "source", "category", "status_mark", "published", "updated")
    list_filter = ("status", ("published_at", JalaliMonthFilter), "source", "category")
    list_select_related = ("source", "category")
    ordering = ("-published_at", "-pk")
    sortable_by = ("published",)  # the one order that has an index
    search_fields = ("title", "external_id", "code")
    search_help_text = "واژه‌های تیتر، کد خبر یا شناسهٔ خبر در منبع"
    actions = ("publish", "withdraw")
    autocomplete_fields = ("source",)
    change_form_template = "admin/articles/article/change_form.html"
    readonly_fields = ("published", "original_link", "views", "imported", "updated")
    fieldsets = (
        (None, {"fields": ("status", "published_at", "source", "category")}),
        ("متن", {"fields": ("kicker", "title", "lead", "body")}),
        ("مشخصات", {"fields": ("author", "agency", "url", "code", "external_id")}),
        ("بایگانی", {"fields": ("original_link", "views", "imported", "updated")}),
    )

    published = jalali_column("published_at", "زمان انتشار")
    imported = jalali_column("created_at", "زمان ورود به بایگانی")
    updated = jalali_column("updated_at", "آخرین ویرایش")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        queryset = super().get_queryset(request)
        if request.resolver_match and request.resolver_match.url_name.endswith("_changelist"):
            return queryset.defer("body", "lead")
        return queryset

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        """Titles by the search index, the newest of them; where it rests, by the database."""
        term = search_term.strip()
        if not term:
            return queryset, False
        try:
            found = archive.titled(term, MOST_FOUND)
        except EngineError:
            return super().get_search_results(request, queryset, search_term)
        # No index holds what is not published; that is little.
        unpublished = Article.objects.exclude(status=Article.Status.PUBLISHED)
        for matching in (
            unpublished.filter(title__icontains=term),
            Article.objects.filter(code=term).exclude(code=""),
            Article.objects.filter(external_id=term).exclude(external_id=""),
        ):
            found += matching.order_by("-pk").values_list("pk", flat=True)[:MOST_FOUND]
        return queryset.filter(pk__in=found), False

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ArchiveChangeList]:
        return ArticleChangeList

    def get_fieldsets(self, request: HttpRequest, obj: Article | None = None) -> Any:
        """Who may only look is shown the moment in the Jalali calendar, too."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or self.has_change_permission(request, obj):
            return fieldsets
        (title, first), *others = fieldsets
        fields = ("published" if name == "published_at" else name for name in first["fields"])
        return [(title, {**first, "fields": tuple(fields)}), *others]

    @admin.display(description="تیتر")
    def headline(self, article: Article) -> str:
        return article.headline

    @admin.display(description="وضعیت", ordering="status")
    def status_mark(self, article: Article) -> str:
        return format_html(
            '<span class="mark mark-{}">{}</span>', article.status, article.get_status_display()
        )

    @admin.display(description="بازدید")
    def views(self, article: Article) -> str:
        return counted(article.view_count, "بازدید")

    @admin.display(description="فایل اصلی")
    def original_link(self, article: Article) -> str:
        if article.original_id is None:
            return "نگهداری نشده است"
        return format_html(
            '<a href="{}" download>دریافت فایل اصلی</a> <span class="digest" dir="ltr">'
            "SHA-256 {}</span>",
            reverse("admin:articles_article_original", args=[article.pk]),
            article.original_id,
        )

    def formfield_for_dbfield(
        self, db_field: Field, request: HttpRequest, **kwargs: Any
    ) -> FormField | None:
        if db_field.name in VERBATIM_FIELDS:
            kwargs["form_class"] = VerbatimField
        if db_field.name in HEADLINE_FIELDS:
            kwargs["widget"] = AdminTextareaWidget(attrs={"rows": 2})
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Article, form: Any, change: bool) -> None:
        asked = not change or {"status", "published_at"} & set(form.changed_data)
        if obj.is_published and asked:
            obj.publish()
        super().save_model(request, obj, form, change)

    @admin.action(description="انتشار خبرهای انتخاب‌شده", permissions=["change"])
    def publish(self, request: HttpRequest, queryset: QuerySet) -> None:
        number = queryset.set_status(Article.Status.PUBLISHED, request.user)
        self.message_user(request, f"{counted(number, 'خبر')} منتشر شد.")

    @admin.action(description="لغو انتشار خبرهای انتخاب‌شده", permissions=["change"])
    def withdraw(self, request: HttpRequest, queryset: QuerySet) -> None:
        number = queryset.set_status(Article.Status.WITHDRAWN, request.user)
        self.message_user(request, f"انتشار {counted(number, 'خبر')} لغو شد.")

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/preview/", wrap(self.preview_view), name="articles_article_preview"),
            path("<int:pk>/original/", wrap(self.original_view), name="articles_article_original"),
            *super().get_urls(),
        ]

    def preview_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The article as readers see it, whatever its status, with its names marked."""
        article = self._viewable(request, pk)
        mentions = list(article.mentions.select_related("entity"))
        waiting = sum(mention.status == Mention.Status.SUGGESTED for mention in mentions)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "پیش‌نمایش",
            "article": article,
            "texts": marked_texts(article, mentions),
            "kinds": Mention._meta.get_field("kind").choices,
            "waiting": counted(waiting, "اشاره"),
            "has_waiting": waiting,
        }
        return TemplateResponse(request, "admin/articles/article/preview.html", context)

    def original_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The stored bytes as an attachment: nothing in them is ever run or rendered here."""
        article = self._viewable(request, pk)
        if article.original is None:
            raise Http404("فایل اصلی این خبر نگهداری نشده است.")
        extension = mimetypes.guess_extension(article.original.media_type) or ".bin"
        return HttpResponse(
            article.original.content,
            content_type="application/octet-stream",
            headers={
                "Content-Disposition": f'attachment; filename="article-{pk}{extension}"',
                "X-Content-Type-Options": "nosniff",
            },
        )

    def _viewable(self, request: HttpRequest, pk: int) -> Article:
        article = get_object_or_404(Article.objects.select_related("source", "original"), pk=pk)
        if not self.has_view_or_change_permission(request, article):
            raise PermissionDenied
        return article


def marked_texts(article: Article, mentions: list[Mention]) -> dict[str, Any]:
    """Field name -> its paragraphs as segments, confirmed names marked."""
    confirmed = [m for m in mentions if m.status == Mention.Status.CONFIRMED]
    return {
        field: highlight.paragraphs(
            text, highlight.name_spans(m for m in confirmed if m.field == field)
        )
        for field, text in article.texts().items()
    }
