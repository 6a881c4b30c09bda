"""Who said what: each statement in its sentence, confirmed, rejected or given to another."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from articles.admin.base import ArchiveAdmin, counted
from articles.admin.conflicts import StoredForm
from articles.curation import quotations
from articles.models import Entity, Quotation
from articles.persian.characters import squash

LONGEST = 400  # characters of a statement that a list shows
BEFORE = 160  # characters shown before the statement at most


class QuotationForm(StoredForm):
    """One decision: who says it, or that nobody known does."""

    speaker = forms.ModelChoiceField(
        Entity.objects.all(),
        label="گوینده",
        error_messages={
            "required": "گوینده را انتخاب کنید.",
            "invalid_choice": "این نام دیگر وجود ندارد؛ نام دیگری انتخاب کنید.",
        },
    )


@admin.register(Quotation)
class QuotationAdmin(ArchiveAdmin):
    form = QuotationForm
    list_display = ("speaker_link", "context", "form", "origin", "status")
    list_filter = ("status", "origin", "form")
    list_select_related = ("article", "speaker")
    ordering = ("-pk",)
    sortable_by = ()  # by speaker one searches
    search_fields = ("speaker__name",)
    search_help_text = "نام گوینده، با هر املایی"
    actions = ("confirm", "reject")
    autocomplete_fields = ("speaker",)
    fields = ("context", "form", "origin", "status", "speaker")
    readonly_fields = ("context", "form", "origin")
    list_per_page = 30

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False  # statements are found, then decided

    def has_delete_permission(self, request: HttpRequest, obj: Quotation | None = None) -> bool:
        return False  # a rejected statement stays, so that no machine brings it again

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        """The statements of names that are spelt so."""
        key = squash(search_term)
        if not key:
            return queryset, False
        named = Entity.objects.filter(aliases__key__contains=key).values("pk")
        return queryset.filter(speaker__in=named), False

    @admin.display(description="گوینده", ordering="speaker__name")
    def speaker_link(self, quotation: Quotation) -> str:
        if quotation.speaker_id is None:
            return "—"
        url = reverse("admin:articles_entity_change", args=[quotation.speaker_id])
        return format_html('<a href="{}">{}</a>', url, quotation.speaker)

    @admin.display(description="در متن")
    def context(self, quotation: Quotation) -> str:
        url = reverse("admin:articles_article_preview", args=[quotation.article_id])
        return format_html(
            '<span class="context">{}<mark>{}</mark>'
            '<span class="context-source"><a href="{}">{}</a></span></span>',
            said_before(quotation), _shown(quotation.text), url, quotation.article.short_headline,
        )  # fmt: skip

    def save_model(self, request: HttpRequest, obj: Quotation, form: Any, change: bool) -> None:
        if not form.changed_data:
            return
        if obj.status == Quotation.Status.REJECTED:
            # As it is stored: nobody said it, whatever the form says beside that.
            quotations.reject(Quotation.objects.filter(pk=obj.pk), request.user)
        elif "speaker" in form.changed_data:
            quotations.attribute([obj], obj.speaker, request.user)
        else:
            quotations.confirm([obj], request.user)

    @admin.action(description="تأیید نقل‌قول‌های انتخاب‌شده", permissions=["change"])
    def confirm(self, request: HttpRequest, queryset: QuerySet) -> None:
        number = quotations.confirm(queryset.select_related(None), request.user)
        self.message_user(request, f"{counted(number, 'نقل‌قول')} تأیید شد.")

    @admin.action(description="رد نقل‌قول‌های انتخاب‌شده", permissions=["change"])
    def reject(self, request: HttpRequest, queryset: QuerySet) -> None:
        number = quotations.reject(queryset.select_related(None), request.user)
        self.message_user(request, f"{counted(number, 'نقل‌قول')} رد شد.")


def said_before(quotation: Quotation) -> str:
    """The article's words from the speaker on, up to the statement; only the verb where these
    stand behind it, or where the article was edited since."""
    text = getattr(quotation.article, quotation.field)
    first = min(quotation.cue_start, quotation.speaker_start)
    there = text[quotation.start : quotation.end] == quotation.text
    if not there or not 0 < quotation.start - first <= BEFORE:
        return f"({quotation.cue}) "
    return text[first : quotation.start]


def _shown(text: str) -> str:
    return text if len(text) <= LONGEST else text[:LONGEST].rpartition(" ")[0] + " …"
