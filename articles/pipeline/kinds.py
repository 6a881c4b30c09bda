"""The kinds of jobs that the archive itself has; importing this registers them."""

from __future__ import annotations

from datetime import timedelta

from articles.models import Job
from articles.persian.characters import persian_number
from articles.pipeline import jobs
from articles.recognition import proposals, suggestions
from articles.search import indexing

REBUILD_INDEX = "rebuild_index"
RECOUNT = "recount"
NIGHTLY = timedelta(days=1)


@jobs.kind(REBUILD_INDEX, "بازسازی نمایهٔ جست‌وجو")
def rebuild_index(job: jobs.Running) -> str:
    """Build the index anew beside the old one; a killed build leaves the old one in place."""
    return f"{persian_number(indexing.rebuild(job.report))} خبر"


@jobs.kind(RECOUNT, "بازشماری صف بازبینی و پیشنهادها")
def recount(job: jobs.Running) -> str:
    """Count the queues of suggestions and proposals from all mentions, and mend them."""
    wrong = len(suggestions.audit())
    suggestions.rebuild()
    wrong += len(proposals.audit())
    proposals.refresh(job.report)
    return f"{persian_number(wrong)} مورد اصلاح شد"


def plan() -> None:
    """Put the jobs of the clock into the queue, once."""
    if not Job.objects.open().filter(kind=RECOUNT).exists():
        jobs.ask(RECOUNT, every=NIGHTLY)
