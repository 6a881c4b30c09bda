"""Protected words, synonyms and stop words of the search."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html

from articles.admin.history import HistoryAdmin
from articles.errors import EngineError
from articles.models import PendingArticle, WordRule
from articles.persian.characters import persian_number
from articles.search import archive

KINDS = (
    "ثابت: واژه به همین شکل می‌ماند و پسوند آن جدا نمی‌شود. "
    "هم‌معنا: جست‌وجوی هر یک، خبرهای واژهٔ دیگر را هم پیدا می‌کند. "
    "اختیاری: خبرهای بدون این واژه هم پیدا می‌شوند."
)
DUE = "جست‌وجو برای {count} خبری که «{word}» دارد به‌روز می‌شود؛ پیشرفت را در همین صفحه ببینید."
AT_ONCE = "این قاعده از همین حالا در جست‌وجو اعمال می‌شود."


@admin.register(WordRule)
class WordRuleAdmin(HistoryAdmin):
    list_display = ("word", "kind", "other")
    list_filter = ("kind",)
    search_fields = ("key", "other_key", "word", "other")
    fields = ("kind", "word", "other")

    class Media:
        js = ("articles/admin/queue.js",)

    def formfield_for_choice_field(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        return super().formfield_for_choice_field(db_field, request, help_text=KINDS, **kwargs)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        waiting = {"waiting": PendingArticle.objects.count()}
        return super().changelist_view(request, waiting | (extra_context or {}))

    def get_readonly_fields(self, request: HttpRequest, obj: WordRule | None = None) -> Any:
        """A protected word is not renamed: taking one back and adding another says more."""
        return ("kind", "word") if obj and obj.kind == WordRule.Kind.PROTECTED else ()

    def save_model(self, request: HttpRequest, obj: WordRule, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        self.say_what_follows(request, obj)

    def delete_model(self, request: HttpRequest, obj: WordRule) -> None:
        super().delete_model(request, obj)
        self.say_what_follows(request, obj)

    def say_what_follows(self, request: HttpRequest, rule: WordRule) -> None:
        address = f"{reverse('search-explain')}?{urlencode({'q': rule.word})}"
        link = format_html('<a href="{}">توضیح جست‌وجوی «{}»</a>', address, rule.word)
        messages.info(request, format_html("{} {}", _consequence(rule), link))


def _consequence(rule: WordRule) -> str:
    if rule.kind != WordRule.Kind.PROTECTED:
        return AT_ONCE
    try:
        count = len(archive.articles_with(rule.word))
    except EngineError as error:
        return str(error)
    return DUE.format(count=persian_number(count), word=rule.word)
