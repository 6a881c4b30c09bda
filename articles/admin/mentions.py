"""Mentions: the queue of suggestions, each in its sentence, confirmed or rejected in bulk."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.widgets import AutocompleteSelect
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html

from articles import curation
from articles.admin.base import ArchiveAdmin, counted
from articles.admin.conflicts import StoredForm
from articles.admin.filters import MentionStatusFilter
from articles.errors import CurationError
from articles.models import Entity, Mention
from articles.persian.characters import squash

CONTEXT = 120  # characters shown on either side at most
SHOWN_EXAMPLES = 10
_SENTENCE_END = re.compile(r"[.!؟?\n\r]")


class LinkForm(forms.Form):
    """To which name the chosen mentions belong."""

    entity = forms.ModelChoiceField(
        Entity.objects.all(),
        label="نام",
        error_messages={
            "required": "یک نام انتخاب کنید.",
            "invalid_choice": "این نام دیگر وجود ندارد؛ نام دیگری انتخاب کنید.",
        },
    )
    learn = forms.BooleanField(
        label="افزودن این شکل‌ها به نام، برای همهٔ بایگانی",
        required=False,
    )


class MentionForm(StoredForm):
    """One decision: confirmed as some name, or rejected. Nothing goes back into the queue."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        status = cleaned.get("status", self.instance.status)
        entity = cleaned.get("entity", self.instance.entity)
        if cleaned.get("status") == Mention.Status.SUGGESTED:
            self.add_error(
                "status", "برای این اشاره تصمیم گرفته شده است؛ فقط می‌توان آن را تأیید یا رد کرد."
            )
        if cleaned and status != Mention.Status.REJECTED and entity is None:
            self.add_error("entity", "یک نام انتخاب کنید یا اشاره را رد کنید.")
        return cleaned


@admin.register(Mention)
class MentionAdmin(ArchiveAdmin):
    form = MentionForm
    list_display = ("spelling", "context", "entity_link", "kind_mark", "origin", "status")
    list_filter = (MentionStatusFilter, "kind", "origin")
    list_select_related = ("article", "entity")
    ordering = ("pk",)
    sortable_by = ("spelling",)  # the one order that has an index; the filters tell the rest apart
    search_fields = ("text",)
    search_help_text = "متن اشاره یا هر شکل نام"
    actions = ("confirm", "reject", "link")
    autocomplete_fields = ("entity",)
    fields = ("context", "kind_mark", "origin", "status", "entity")
    readonly_fields = ("context", "kind_mark", "origin")
    list_per_page = 40

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False  # offsets are no form; names are found, then decided

    def has_delete_permission(self, request: HttpRequest, obj: Mention | None = None) -> bool:
        return False  # a rejected mention stays, so that no machine suggests it again

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        """Mentions whose text holds the words, or whose name is spelt so in any way."""
        term = search_term.strip()
        if not term:
            return queryset, False
        named = Entity.objects.filter(aliases__key=squash(term)).values("pk")
        return queryset.filter(text__icontains=term) | queryset.filter(entity__in=named), False

    @admin.display(description="شکل", ordering="key")
    def spelling(self, mention: Mention) -> str:
        return mention.text

    @admin.display(description="در متن")
    def context(self, mention: Mention) -> str:
        before, after = surroundings(mention)
        return format_html(
            '<span class="context">{}<mark class="name-{}">{}</mark>{}'
            '<span class="context-source">{}</span></span>',
            before, mention.kind, mention.text, after, self.article_link(mention),
        )  # fmt: skip

    @admin.display(description="نام", empty_value="—")
    def entity_link(self, mention: Mention) -> str | None:
        if mention.entity is None:
            return None
        url = reverse("admin:articles_entity_change", args=[mention.entity_id])
        return format_html('<a href="{}">{}</a>', url, mention.entity)

    @admin.display(description="نوع")
    def kind_mark(self, mention: Mention) -> str:
        return format_html(
            '<span class="mark name-{}">{}</span>', mention.kind, mention.get_kind_display()
        )

    @admin.display(description="خبر")
    def article_link(self, mention: Mention) -> str:
        url = reverse("admin:articles_article_preview", args=[mention.article_id])
        return format_html('<a href="{}">{}</a>', url, mention.article.short_headline)

    def save_model(self, request: HttpRequest, obj: Mention, form: Any, change: bool) -> None:
        """A single decision goes the way of the bulk ones."""
        if not form.changed_data:
            return
        if obj.status == Mention.Status.REJECTED:
            # As it is stored: it is no such name, whatever the form says beside that.
            curation.reject(Mention.objects.filter(pk=obj.pk), request.user)
        else:
            curation.link([obj], obj.entity, request.user)

    @admin.action(description="تأیید اشاره‌های انتخاب‌شده", permissions=["change"])
    def confirm(self, request: HttpRequest, queryset: QuerySet) -> None:
        decision = curation.confirm(queryset.select_related(None), request.user)
        self.message_user(request, f"{counted(decision.changed, 'اشاره')} تأیید شد.")
        if decision.without_name:
            text = (
                f"{counted(decision.without_name, 'اشاره')} نام ندارد و تغییر نکرد؛ "
                "ابتدا آن را به یک نام پیوند دهید."
            )
            self.message_user(request, text, messages.WARNING)

    @admin.action(description="رد اشاره‌های انتخاب‌شده", permissions=["change"])
    def reject(self, request: HttpRequest, queryset: QuerySet) -> None:
        decision = curation.reject(queryset.select_related(None), request.user)
        self.message_user(request, f"{counted(decision.changed, 'اشاره')} رد شد.")

    @admin.action(description="پیوند اشاره‌های انتخاب‌شده به یک نام", permissions=["change"])
    def link(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        form = LinkForm(request.POST if "apply" in request.POST else None)
        if form.is_valid():
            try:
                self._link(request, queryset, **form.cleaned_data)
            except CurationError as error:
                form.add_error("entity", str(error))
            else:
                return None
        return self._link_page(request, queryset, form)

    def _link(self, request: HttpRequest, rows: QuerySet, entity: Entity, learn: bool) -> None:
        decision = curation.link(rows.select_related(None), entity, request.user, learn=learn)
        text = f"{counted(decision.changed, 'اشاره')} به «{entity}» پیوند داده شد."
        self.message_user(request, text)

    def _link_page(self, request: HttpRequest, queryset: QuerySet, form: LinkForm) -> HttpResponse:
        field = Mention._meta.get_field("entity")
        form.fields["entity"].widget = AutocompleteSelect(field, self.admin_site)
        form.fields["entity"].widget.choices = form.fields["entity"].choices
        chosen = request.POST.getlist(ACTION_CHECKBOX_NAME)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "پیوند اشاره‌ها به یک نام",
            "verb": "پیوند",
            "list_url": (list_url := reverse("admin:articles_mention_changelist")),
            "back_url": list_url,
            "form": form,
            "media": self.media + form.media,
            "examples": [self.context(row) for row in queryset[:SHOWN_EXAMPLES]],
            "number": counted(queryset.count(), "اشاره"),
            "chosen": chosen,
            "across": request.POST.get("select_across", "0"),
            "checkbox_name": ACTION_CHECKBOX_NAME,
        }
        return TemplateResponse(request, "admin/articles/mention/link.html", context)


def surroundings(mention: Mention) -> tuple[str, str]:
    """What stands before and after the mention in its sentence, cut to CONTEXT characters.

    Empty when the article was edited since and the mention's text stands there no more.
    """
    text = getattr(mention.article, mention.field)
    if text[mention.start : mention.end] != mention.text:
        return "", ""
    return around(text, mention.start, mention.end)


def around(text: str, start: int, end: int) -> tuple[str, str]:
    """What stands before and after the place in its sentence, cut to CONTEXT characters."""
    before, after = text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
    starts = [match.end() for match in _SENTENCE_END.finditer(before)]
    return _from_word(before, starts), _to_word(after, _SENTENCE_END.search(after))


def _from_word(before: str, starts: list[int]) -> str:
    """From the sentence's beginning, or from a word's when the sentence is too long."""
    if starts:
        return before[starts[-1] :].lstrip()
    if len(before) == CONTEXT:
        return "…" + before.partition(" ")[2]
    return before


def _to_word(after: str, end: re.Match[str] | None) -> str:
    if end:
        return after[: end.end()].rstrip()
    if len(after) == CONTEXT:
        return after.rpartition(" ")[0] + "…"
    return after
