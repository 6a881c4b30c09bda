"""The form by which one name becomes two."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.base_user import AbstractBaseUser

from articles import curation
from articles.admin.mentions import surroundings
from articles.models import Alias, Decision, Entity, Kind, Mention

SHOWN_MENTIONS = 50


class AliasChoice(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return obj.text


class MentionChoice(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        before, after = surroundings(obj)
        return f"{before}«{obj.text}»{after}"


class SplitForm(forms.Form):
    """Spellings go with all mentions so spelt; single mentions go alone."""

    aliases = AliasChoice(
        Alias.objects.none(),
        label="شکل‌ها، با همهٔ اشاره‌هایشان",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    mentions = MentionChoice(
        Mention.objects.none(),
        label="اشاره‌ها، تک‌تک",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    into = forms.ModelChoiceField(Entity.objects.all(), label="به نام موجود", required=False)
    name = forms.CharField(label="یا نام جدید", max_length=200, required=False)
    kind = forms.ChoiceField(label="نوع نام جدید", choices=Kind.choices, required=False)

    def __init__(self, *args: Any, source: Entity, **kwargs: Any) -> None:
        super().__init__(*args, initial={"kind": source.kind}, **kwargs)
        self.source = source
        mentions = Mention.objects.filter(entity=source).order_by("-pk")
        shown = mentions.values_list("pk", flat=True)[:SHOWN_MENTIONS]
        self.fields["aliases"].queryset = source.aliases.all()
        self.fields["mentions"].queryset = Mention.objects.filter(
            pk__in=list(shown)
        ).select_related("article")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if bool(cleaned.get("into")) == bool(cleaned.get("name")):
            self.add_error("name", "یا نام موجودی انتخاب کنید یا نام جدیدی بنویسید، نه هر دو.")
        return cleaned

    def split(self, user: AbstractBaseUser) -> Decision:
        """Raises CurationError when what is chosen makes no sense."""
        chosen = self.cleaned_data
        new = Entity(name=chosen["name"], kind=chosen["kind"] or self.source.kind)
        return curation.split(
            self.source,
            chosen["into"] or new,
            user,
            aliases=chosen["aliases"],
            mentions=chosen["mentions"],
        )
