"""What the database can hold, checked before anything is written."""

from __future__ import annotations

import re
from functools import cache

from articles.ingest.draft import Draft
from articles.models import Article, Category, Source

_TEXTS = ("title", "kicker", "lead", "body")
_LABELS = ("author", "agency", "code", "external_id")
# NUL is no text for PostgreSQL; half a surrogate pair has no UTF-8.
_NOT_STORABLE = re.compile("[\x00\ud800-\udfff]")

_NAMES = {
    "title": "تیتر",
    "kicker": "روتیتر",
    "lead": "لید",
    "body": "متن",
    "author": "نویسنده",
    "agency": "خبرگزاری",
    "code": "کد خبر",
    "external_id": "شناسه",
    "source": "منبع",
    "category": "دسته",
}


@cache
def _longest() -> dict[str, int]:
    columns = {name: Article._meta.get_field(name) for name in ("title", "kicker", *_LABELS)}
    columns |= {
        "source": Source._meta.get_field("name"),
        "category": Category._meta.get_field("name"),
    }
    return {name: column.max_length for name, column in columns.items()}


def fault(draft: Draft) -> str:
    """Why ``draft`` cannot become an article, as a Persian sentence; '' when it can.

    An address that cannot be used is no such reason: the article is kept without it.
    """
    if not draft.title and not draft.body:
        return "این رکورد نه تیتر دارد و نه متن."
    for name in (*_TEXTS, *_LABELS, "source", "category"):
        if _NOT_STORABLE.search(getattr(draft, name)):
            return f"«{_NAMES[name]}» نویسه‌ای دارد که ذخیره نمی‌شود (NUL یا surrogate ناقص)."
    for name, longest in _longest().items():
        if len(getattr(draft, name)) > longest:
            return f"«{_NAMES[name]}» از {longest} نویسه طولانی‌تر است."
    return ""
