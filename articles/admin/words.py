"""Protected words, synonyms and stop words of the search."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest

from articles.admin.history import HistoryAdmin
from articles.models import WordRule

DUE = "خبرهایی که «{word}» در آن‌ها آمده است از نو نمایه می‌شوند."
AT_ONCE = "این قاعده از هم‌اکنون در جست‌وجو به کار می‌آید."


@admin.register(WordRule)
class WordRuleAdmin(HistoryAdmin):
    list_display = ("word", "kind", "other")
    list_filter = ("kind",)
    search_fields = ("key", "other_key", "word", "other")
    fields = ("kind", "word", "other")

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
        protected = rule.kind == WordRule.Kind.PROTECTED
        text = DUE.format(word=rule.word) if protected else AT_ONCE
        messages.info(request, text)
