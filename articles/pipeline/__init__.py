"""From a change in the database to a searchable archive: a queue, its worker, and jobs.

What it guarantees:

- Every change of an article, a name or a protected word is noted in its own transaction.
- A worker claims notes, works, and deletes exactly those it claimed: whatever is killed, the
  note stays and another worker takes it over.
- Nothing is computed under a lock: texts are read and analysed outside any transaction, and
  what is written is first compared with what the database holds by then.
- A failure of the surroundings (disk full, index locked or missing) is tried again by itself;
  a note that fails by itself is set aside with its reason, and the others go on.

``catch_up`` works the queue off now, ``resume`` does it in a thread, and `manage.py worker` in
a process of its own: all three run `pipeline.worker.Worker`.
"""

from articles.pipeline import kinds
from articles.pipeline.changes import connect
from articles.pipeline.deferring import deferred
from articles.pipeline.parallel import is_worthwhile
from articles.pipeline.worker import Worker, catch_up, following, resume, retry, set_aside, waiting

__all__ = [
    "Worker",
    "catch_up",
    "connect",
    "deferred",
    "following",
    "is_worthwhile",
    "kinds",
    "resume",
    "retry",
    "set_aside",
    "waiting",
]
