"""Whether the search follows, and what to do where it does not."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings

from articles.errors import ArchiveError
from articles.models import PendingArticle
from articles.search import indexing

SHOWN_FILES = 10


@dataclass(frozen=True)
class Health:
    """``remedy`` is a command for whoever runs the archive, '' when nothing is wrong."""

    text: str
    remedy: str = ""


def index_health(*, waits: bool) -> Health:
    """The state of the index, without reading all of it; ``waits``: something is noted for it."""
    try:
        if not indexing.exists():
            return Health(
                "نمایهٔ جست‌وجو ساخته نشده است. مدیر فنی باید این فرمان را اجرا کند:",
                "manage.py rebuild_index",
            )
        if not indexing.is_current():
            return Health(
                "نمایهٔ جست‌وجو خوانده نمی‌شود یا قدیمی است. مدیر فنی باید این فرمان را اجرا کند:",
                "manage.py rebuild_index",
            )
    except ArchiveError as error:
        return Health(str(error), "manage.py check_index")
    stuck = PendingArticle.objects.stuck().values_list("problem", flat=True)
    if waits and (problem := stuck.first()):
        return Health(problem, "manage.py catch_up")
    if waits:
        return Health(
            "جست‌وجو در حال به‌روزرسانی است. اگر صف کوتاه نمی‌شود، مدیر فنی باید این فرمان را "
            "اجرا کند:",
            "manage.py catch_up",
        )
    return Health("جست‌وجو به‌روز است.")


def rejected_imports() -> list[tuple[str, int]]:
    """Files of rejected records in the data folder, newest first: name, size in bytes."""
    folder = settings.DATA_DIR / "rejected"
    files = [path for path in folder.glob("*.jsonl") if path.is_file()] if folder.is_dir() else []
    files.sort(key=lambda path: path.stat().st_mtime, reverse=True)
    return [(path.name, path.stat().st_size) for path in files[:SHOWN_FILES]]
