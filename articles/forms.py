"""The forms that readers send: comments and messages."""

from __future__ import annotations

from typing import Any

from django import forms

from articles.models import Article, Comment, ContactMessage
from articles.models.comment import PostQuerySet

MESSAGES = {"required": "این بخش را پر کنید."}
EMAIL_MESSAGES = {"invalid": "این نشانی ایمیل درست نیست؛ نمونه: name@example.org"}


class PostForm(forms.ModelForm):
    """A text from a reader, with a trap that only programs fall into.

    ``website`` is hidden from people; whoever fills it is told that all went well and
    nothing is stored (``is_trapped``).
    """

    website = forms.CharField(
        label="این بخش را خالی بگذارید",
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        for name, field in self.fields.items():
            if name != "website":
                field.error_messages.update(MESSAGES)
        self.fields["email"].error_messages.update(EMAIL_MESSAGES)

    @property
    def posts(self) -> PostQuerySet:
        """All posts of this form's kind."""
        return self._meta.model.objects.all()

    @property
    def is_trapped(self) -> bool:
        return bool(self.data.get(self.add_prefix("website"), "").strip())


class CommentForm(PostForm):
    """A comment on an article, or an answer to one of its comments."""

    parent = forms.ModelChoiceField(
        Comment.objects.none(), required=False, widget=forms.HiddenInput
    )

    class Meta:
        model = Comment
        fields = ("name", "email", "body", "parent")
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
            "email": forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr"}),
            "body": forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
        }
        help_texts = {"email": "منتشر نمی‌شود."}

    def __init__(self, *args: Any, article: Article, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.article = article
        # Only a shown comment of this article can be answered, and answers cannot.
        answerable = article.comments.approved().filter(parent__isnull=True)
        self.fields["parent"].queryset = answerable


class ContactForm(PostForm):
    """A message to the staff."""

    class Meta:
        model = ContactMessage
        fields = ("name", "email", "subject", "body")
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
            "email": forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr"}),
            "subject": forms.TextInput(attrs={"dir": "auto"}),
            "body": forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
        }
        help_texts = {"email": "برای دریافت پاسخ بنویسید."}
