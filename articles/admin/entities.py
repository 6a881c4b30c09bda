"""Names: their spellings, how often they occur, and making several into one."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.forms import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html

from articles import curation
from articles.admin.base import counted
from articles.admin.conflicts import StoredForm, StoredFormSet
from articles.admin.decisions import page_of_this_site
from articles.admin.history import HistoryAdmin
from articles.admin.paginator import ArchiveChangeList
from articles.admin.splitting import SplitForm
from articles.errors import CurationError
from articles.models import Alias, Entity, Mention
from articles.persian.characters import persian_digits

MERGED_AT_ONCE = 50


class AliasFormSet(StoredFormSet):
    """Refuses two spellings that are one and the same alias; the key is in no form."""

    def clean(self) -> None:
        super().clean()
        seen = self._keys_elsewhere()
        for form in self.forms:
            if self._should_delete_form(form) or not form.is_valid():
                continue
            key = form.instance.key
            if key and key in seen:
                form.add_error("text", "این شکل قبلاً برای همین نام ثبت شده است.")
            seen.add(key)

    def _keys_elsewhere(self) -> set[str]:
        """Aliases that another curator added since the form was opened."""
        if self.instance.pk is None:
            return set()
        shown = [form.instance.pk for form in self.forms if form.instance.pk]
        return set(self.instance.aliases.exclude(pk__in=shown).values_list("key", flat=True))


class AliasInline(admin.TabularInline):
    model = Alias
    form = StoredForm
    formset = AliasFormSet
    extra = 1
    fields = ("text",)


class EntityChangeList(ArchiveChangeList):
    """Adds the counts of the page's names, two queries for the whole page."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        counts = mention_counts(list(self.result_list))
        for entity in self.result_list:
            entity.mention_counts = counts.get(entity.pk, {})


def mention_counts(entities: list[Entity]) -> dict[int, dict[str, int]]:
    """Entity id -> status -> number of mentions, from the index alone."""
    rows = (
        Mention.objects.filter(entity__in=entities)
        .order_by()
        .values_list("entity_id", "status")
        .annotate(number=Count("pk"))
    )
    counts: dict[int, dict[str, int]] = {}
    for entity_id, status, number in rows:
        counts.setdefault(entity_id, {})[status] = number
    return counts


@admin.register(Entity)
class EntityAdmin(HistoryAdmin):
    list_display = ("name", "latin", "kind_mark", "aliases_shown", "confirmed", "suggested")
    list_filter = ("kind",)
    list_display_links = ("name",)
    ordering = ("name", "pk")
    search_fields = ("name",)
    search_help_text = "نام، نام لاتین یا شکل‌های دیگر، با هر املایی"
    inlines = (AliasInline,)
    actions = ("merge",)
    change_form_template = "admin/articles/entity/change_form.html"
    readonly_fields = ("mentions_link",)
    fieldsets = (
        (None, {"fields": ("name", "latin_name", "kind", "mentions_link")}),
        ("صفحهٔ نام", {"fields": ("slug", "description", "links")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).prefetch_related("aliases")

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ArchiveChangeList]:
        return EntityChangeList

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        """A part of any spelling, in either script."""
        term = search_term.strip()
        return (queryset.spelt_like(term) if term else queryset), False

    @admin.display(description="نام لاتین", ordering="latin_name", empty_value="—")
    def latin(self, entity: Entity) -> str | None:
        return entity.latin_name and format_html("<bdi>{}</bdi>", entity.latin_name)

    @admin.display(description="نوع", ordering="kind")
    def kind_mark(self, entity: Entity) -> str:
        return format_html(
            '<span class="mark name-{}">{}</span>', entity.kind, entity.get_kind_display()
        )

    @admin.display(description="شکل‌های دیگر", empty_value="—")
    def aliases_shown(self, entity: Entity) -> str:
        return "، ".join(alias.text for alias in entity.aliases.all() if alias.text != entity.name)

    @admin.display(description="اشاره")
    def confirmed(self, entity: Entity) -> str:
        return self._count_link(entity, Mention.Status.CONFIRMED)

    @admin.display(description="در انتظار تأیید")
    def suggested(self, entity: Entity) -> str:
        return self._count_link(entity, Mention.Status.SUGGESTED)

    def _count_link(self, entity: Entity, status: str) -> str:
        number = entity.mention_counts.get(status, 0)
        if not number:
            return "—"
        return format_html(
            '<a href="{}">{}</a>', mentions_url(entity, status), persian_digits(number)
        )

    @admin.display(description="اشاره‌ها")
    def mentions_link(self, entity: Entity) -> str:
        if entity.pk is None:
            return "—"
        return format_html('<a href="{}">اشاره‌ها به این نام</a>', mentions_url(entity, "all"))

    def get_urls(self) -> list[URLPattern]:
        split = self.admin_site.admin_view(self.split_view)
        return [path("<int:pk>/split/", split, name="articles_entity_split"), *super().get_urls()]

    def split_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Choose spellings and mentions of a name that belong to another, or to a new one."""
        entity = get_object_or_404(Entity, pk=pk)
        if not self.has_change_permission(request, entity):
            raise PermissionDenied
        form = SplitForm(request.POST or None, source=entity)
        if form.is_valid():
            try:
                decision = form.split(request.user)
            except CurationError as error:
                form.add_error(None, str(error))
            else:
                self.message_user(request, f"{decision.summary}.")
                return HttpResponseRedirect(reverse("admin:articles_decision_changelist"))
        form.fields["into"].widget = AutocompleteSelect(
            Mention._meta.get_field("entity"), self.admin_site
        )
        form.fields["into"].widget.choices = form.fields["into"].choices
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": f"جداسازی از «{entity}»",
            "verb": "جداسازی",
            "list_url": reverse("admin:articles_entity_changelist"),
            "back_url": reverse("admin:articles_entity_change", args=[entity.pk]),
            "original": entity,
            "form": form,
            "media": self.media + form.media,
        }
        return TemplateResponse(request, "admin/articles/entity/split.html", context)

    def delete_model(self, request: HttpRequest, obj: Entity) -> None:
        curation.delete([obj], request.user)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        curation.delete(queryset, request.user)

    def save_formset(
        self, request: HttpRequest, form: Any, formset: BaseInlineFormSet, change: bool
    ) -> None:
        """Aliases carry the curator's name in their history too."""
        saved = formset.save(commit=False)
        for alias in formset.deleted_objects:
            alias._history_user = request.user
            alias.delete()
        for alias in saved:
            alias._history_user = request.user
            alias.save()

    @admin.action(description="ادغام نام‌های انتخاب‌شده", permissions=["change"])
    def merge(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        entities = list(queryset.prefetch_related("aliases")[: MERGED_AT_ONCE + 1])
        if not 2 <= len(entities) <= MERGED_AT_ONCE:
            text = f"برای ادغام، ۲ تا {persian_digits(MERGED_AT_ONCE)} نام انتخاب کنید."
            self.message_user(request, text, messages.WARNING)
            return None
        survivor = request.POST.get("survivor")
        into = next((entity for entity in entities if str(entity.pk) == survivor), None)
        if into is None or "confirmed" not in request.POST:
            return self._merge_page(request, entities, into)
        try:
            report = curation.merge(entities, into, request.user)
        except CurationError as error:
            self.message_user(request, str(error), messages.ERROR)
            return None
        self.message_user(request, merge_message(report))
        back = page_of_this_site(request, request.POST.get("next", ""))
        own = reverse("admin:articles_entity_change", args=[into.pk])
        return HttpResponseRedirect(back or own)

    def _merge_page(
        self, request: HttpRequest, entities: list[Entity], into: Entity | None
    ) -> HttpResponse:
        """Which name stays; and, once that is said, what becomes of each of the others."""
        counts = mention_counts(entities)
        for entity in entities:
            entity.mention_total = sum(counts.get(entity.pk, {}).values())
        entities.sort(key=lambda entity: -entity.mention_total)
        afterwards = page_of_this_site(request, request.POST.get("next", ""))
        list_url = reverse("admin:articles_entity_changelist")
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "ادغام نام‌ها",
            "media": self.media,
            "list_url": list_url,
            "back_url": afterwards or list_url,
            "entities": entities,
            "into": into,
            "previews": curation.preview(entities, into) if into else (),
            "asked": "apply" in request.POST and into is None,
            "checkbox_name": ACTION_CHECKBOX_NAME,
            "next": afterwards,
        }
        return TemplateResponse(request, "admin/articles/entity/merge.html", context)


def mentions_url(entity: Entity, status: str) -> str:
    """The list of this name's mentions with that status, or ``all``."""
    url = reverse("admin:articles_mention_changelist")
    return f"{url}?entity__id__exact={entity.pk}&status={status}"


def merge_message(report: curation.MergeReport) -> str:
    return (
        f"{counted(len(report.merged), 'نام')} در «{report.into}» ادغام شد: "
        f"{counted(report.mentions, 'اشاره')} و {counted(report.aliases, 'شکل')} منتقل شد."
    )
