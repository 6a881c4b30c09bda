"""Forms that two people may have open at once: neither overwrites the other.

With each field a page carries a digest of the value it showed. When the form comes back,

- a field that its user left alone keeps what is stored, whoever changed it meanwhile;
- a field that its user changed is written, unless somebody else has changed it since: then
  the form is refused and shows both versions. Whoever saves again has seen the other's.

This is optimistic concurrency control by field. It holds only while the row is locked from
the comparison to the writing: `articles.admin.saving` does that.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseInlineFormSet, BoundField
from django.forms.models import ModelChoiceIterator, model_to_dict
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles.admin.authorship import Change, last_change
from articles.admin.differences import Pair, differences
from articles.admin.fields import JalaliDateTimeField, VerbatimField, plain_newlines

CHANGED_BY = "«{who}» در {moment} این فیلد را تغییر داده است؛ "
CHANGED = "این فیلد پس از باز شدن فرم تغییر کرده است؛ "
REMEDY = (
    "دو نسخه را در بالای فرم مقایسه کنید. با ذخیرهٔ دوباره، نسخهٔ شما جای نسخهٔ ذخیره‌شده را می‌گیرد."
)
ROW_CHANGED = (
    "«{}» پس از باز شدن این صفحه تغییر کرده است؛ اگر هنوز باید حذف شود، دوباره ذخیره کنید."
)
ROW_GONE = (
    "سطری که شما تغییر داده‌اید پس از باز شدن این صفحه حذف شده است؛ نوشتهٔ شما در سطر جدیدی مانده "
    "است و با ذخیرهٔ دوباره ثبت می‌شود."
)


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:20]


def as_sent(value: Any) -> str:
    """A value as a browser sends it back from a form, one text for all equal values."""
    if value is None:
        return ""
    if isinstance(value, list | tuple | set):
        return "\n".join(sorted(map(str, value)))
    return plain_newlines(str(value))


@dataclass(frozen=True)
class Conflict:
    """A field that two people changed: what is stored, and what the second has typed."""

    field: ShownField
    change: Change | None

    @property
    def stored(self) -> str:
        return readable(self.field.field, self.field.stored)

    @property
    def typed(self) -> str:
        return readable(self.field.field, self.field.field.prepare_value(self.field.data))

    @property
    def pairs(self) -> list[Pair]:
        """The paragraphs that differ: stored, typed."""
        return differences(self.stored, self.typed)

    @property
    def keep_name(self) -> str:
        return self.field.keep_name

    def message(self) -> str:
        if self.change is None or not self.change.who:
            return CHANGED + REMEDY
        return CHANGED_BY.format(who=self.change.who, moment=self.change.moment) + REMEDY


def readable(field: forms.Field, value: Any) -> str:
    """What a person sees of a value: the words of a choice, «بله» and «خیر», or the text."""
    if isinstance(field, forms.BooleanField):
        return "بله" if field.to_python(value) else "خیر"
    choices = getattr(field, "choices", None)
    values = value if isinstance(value, list | tuple) else [value]
    if isinstance(choices, ModelChoiceIterator):
        rows = field.queryset.filter(pk__in=[one for one in values if one])  # type: ignore[attr-defined]
        return "\n".join(field.label_from_instance(row) for row in rows)  # type: ignore[attr-defined]
    if choices is not None:
        labels = {str(key): label for key, label in choices}
        return "\n".join(str(labels.get(str(one), one)) for one in values)
    return as_sent(value)


class ShownField(BoundField):
    """A field of a stored row that knows which value its page showed.

    ``<name>-shown`` carries the digest; ``<name>-keep`` says that its user gives his version
    up for the stored one.
    """

    form: StoredForm

    @property
    def shown_name(self) -> str:
        return f"{self.html_name}-shown"

    @property
    def keep_name(self) -> str:
        return f"{self.html_name}-keep"

    @property
    def is_stored(self) -> bool:
        """Whether there is a value in the database to compare with."""
        return self.name in self.form.stored

    @property
    def stored(self) -> Any:
        """The value in the database, as the form shows it."""
        return self.field.prepare_value(self.form.stored.get(self.name))

    @property
    def typed(self) -> str:
        return as_sent(self.field.prepare_value(self.data))

    def changed_meanwhile(self) -> bool:
        """Whether the stored value is another than the page showed."""
        shown = self.form.data.get(self.shown_name)
        return shown is not None and shown != digest(as_sent(self.stored))

    def _has_changed(self) -> bool:
        """Whether its user wants another value than is stored."""
        if self.keep_name in self.form.data:
            return False
        if self.changed_meanwhile() and self.form.data[self.shown_name] == digest(self.typed):
            return False
        return self.field.has_changed(self.form.stored.get(self.name, self.initial), self.data)

    def value(self) -> Any:
        """What the page shows: of a field that its user left alone, what is stored now."""
        if self.form.is_bound and self.is_stored and not self._has_changed():
            return self.stored
        return super().value()

    def __str__(self) -> SafeString:
        return self.as_widget() + self._shown_input()

    __html__ = __str__

    def _shown_input(self) -> SafeString:
        if not self.is_stored or self.field.disabled:
            return SafeString("")
        return format_html(
            '<input type="hidden" name="{}" value="{}">',
            self.shown_name,
            digest(as_sent(self.stored)),
        )


class StoredForm(forms.ModelForm):
    """A form that writes only what its user changed, and nothing over another's change.

    Unchanged fields are left out of the cleaned data, so that the row keeps their value
    to the byte and to the second.
    """

    bound_field_class = ShownField

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        adding = self.instance._state.adding
        self.stored = {} if adding else model_to_dict(self.instance, self.fields)
        self.read = {
            field.attname: self.instance.__dict__.get(field.attname)
            for field in self.instance._meta.concrete_fields
        }
        self.conflicts: list[Conflict] = []

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name in self.fields:
            if name in self.stored:
                self._settle(self[name], cleaned)
            if name in cleaned:
                cleaned[name] = self._as_written(self[name], cleaned[name])
        return cleaned

    def _as_written(self, field: Any, value: Any) -> Any:
        """Text with the line ends that it had; to the byte, and a moment to the second, what an
        earlier version has."""
        initial, kind = field.initial, field.field
        kept = isinstance(kind, VerbatimField | JalaliDateTimeField) and field.name in self.stored
        if kept and not kind.has_changed(initial, field.data):
            return initial
        return kind.in_the_style_of(initial, value) if isinstance(kind, VerbatimField) else value

    def _settle(self, field: Any, cleaned: dict[str, Any]) -> None:
        """Leave out what was not changed; refuse what somebody else changed, too."""
        if not field._has_changed():
            cleaned.pop(field.name, None)
            if field.changed_meanwhile():
                self._errors.pop(field.name, None)  # it is about a value that nobody wants
        elif field.changed_meanwhile():
            conflict = Conflict(field, last_change(self.instance, field.name))
            self.conflicts.append(conflict)
            self.add_error(field.name, ValidationError(conflict.message(), code="conflict"))

    def written_fields(self) -> list[str]:
        """Names of the row's columns whose value is no longer the one that was read."""
        return [
            field.name
            for field in self.instance._meta.concrete_fields
            if field.attname in self.instance.__dict__
            and self.instance.__dict__[field.attname] != self.read[field.attname]
        ]


class StoredFormSet(BaseInlineFormSet):
    """The rows of an inline as its page showed them, without those that are gone meanwhile.

    A row that somebody else deleted while its user changed it becomes a new row, which is
    saved once its user has been told. A row that somebody else changed is not deleted unseen.
    """

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(data, *args, **kwargs)
        self.revived: list[int] = []
        if self.is_bound:
            self._follow_the_page()

    def clean(self) -> None:
        super().clean()
        for form in self.initial_forms:
            if self._should_delete_form(form) and any(
                isinstance(field, ShownField) and field.changed_meanwhile() for field in form
            ):
                raise ValidationError(ROW_CHANGED.format(form.instance), code="conflict")
        if self.revived:
            raise ValidationError(ROW_GONE, code="conflict")

    def _follow_the_page(self) -> None:
        """Put the stored rows in the order of the page, and renumber those that were sent."""
        sent_rows = range(_number(self.data.get(f"{self.prefix}-INITIAL_FORMS")))
        total = _number(self.data.get(f"{self.prefix}-TOTAL_FORMS"))
        stored = {str(row.pk): row for row in self.get_queryset()}
        there = [index for index in sent_rows if self._sent_key(index) in stored]
        self._queryset = [stored[self._sent_key(index)] for index in there]
        if len(there) == len(sent_rows):
            return
        edited = [index for index in sent_rows if index not in there and self._was_edited(index)]
        self.revived = edited
        self._renumber([*there, *edited, *range(len(sent_rows), total)], stored=len(there))

    def _sent_key(self, index: int) -> str:
        return self.data.get(f"{self.prefix}-{index}-{self.model._meta.pk.name}", "")

    def _was_edited(self, index: int) -> bool:
        """Whether a row was sent with another value than its page showed, and not to be deleted."""
        prefix = f"{self.prefix}-{index}-"
        return f"{prefix}DELETE" not in self.data and any(
            digest(as_sent(self.data.get(name.removesuffix("-shown")))) != self.data[name]
            for name in self.data
            if name.startswith(prefix) and name.endswith("-shown")
        )

    def _renumber(self, order: list[int], stored: int) -> None:
        """Keep these rows only; the first ``stored`` are in the database, the others are new."""
        row_of = re.compile(re.escape(self.prefix) + r"-(\d+)-(.+)")
        key = self.model._meta.pk.name
        data = self.data.copy()
        data.clear()
        for name in self.data:
            found = row_of.fullmatch(name)
            if found is None:
                data.setlist(name, self.data.getlist(name))
            elif (old := int(found[1])) in order:
                new, field = order.index(old), found[2]
                if new < stored or field != key:
                    data.setlist(f"{self.prefix}-{new}-{field}", self.data.getlist(name))
        data[f"{self.prefix}-INITIAL_FORMS"] = str(stored)
        data[f"{self.prefix}-TOTAL_FORMS"] = str(len(order))
        self.data = data


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else 0
