"""The import of one file: read, check, store in batches, remember how far it came."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from django.db import Error as DatabaseError

from articles.errors import FileError, IngestError
from articles.files import opened
from articles.ingest import addresses, limits
from articles.ingest.draft import Draft, Reject
from articles.ingest.journal import Journal, State
from articles.ingest.outcome import Counts, Proof
from articles.ingest.readers import Format
from articles.ingest.rejects import RejectFile
from articles.ingest.store import Store
from articles.ingest.streams import Input

BATCH = 250
BATCH_BYTES = 20 * 1024 * 1024
UNNAMED_SOURCE = "نامشخص"


@dataclass
class Result:
    """What became of a file. ``fault`` says why reading ended early, in Persian."""

    path: Path
    counts: Counts = field(default_factory=Counts)
    seconds: float = 0.0
    rejects: Path | None = None
    resumed: int = 0
    interrupted: bool = False
    fault: str = ""

    @property
    def rate(self) -> float:
        """Records a second of this run, those of the interrupted one left out."""
        return (self.counts.total - self.resumed) / max(self.seconds, 0.001)


@dataclass(frozen=True)
class Watcher:
    """Who follows an import: ``report(bytes read, records so far)`` after each batch, and
    ``stop()``, asked between records, whether to finish the batch and leave."""

    report: Callable[[int, int], None] = lambda position, records: None
    stop: Callable[[], bool] = lambda: False


def run(path: Path, format_: Format, *, source: str = "", watcher: Watcher | None = None) -> Result:
    """Import the file ``path``. ``source`` names the publisher of records that name none.

    A file that breaks off is a ``fault`` of the result, what was read before it is stored.
    Raises IngestError when the database or the disk gives up; the batches before are safe.
    """
    began = time.monotonic()
    result = Result(path)
    try:
        _Run(path, format_, source, watcher or Watcher(), result).go()
    except DatabaseError as error:
        raise IngestError(_database_fault(error)) from error
    except OSError as error:
        raise IngestError(
            f"نوشتن یا خواندن انجام نشد: {error.strerror}. فضای خالی و دسترسی‌ها را بررسی کنید و "
            "دوباره اجرا کنید؛ کار از همان‌جا ادامه می‌یابد."
        ) from error
    finally:
        result.seconds = time.monotonic() - began
    return result


class _Run:
    """One file on its way."""

    def __init__(
        self, path: Path, format_: Format, source: str, watcher: Watcher, result: Result
    ) -> None:
        self._path = path
        self._format = format_
        self._source = source
        self._watcher = watcher
        self._result = result
        self._journal = Journal(path, format_name=format_.name, source_name=source)
        self._state = self._journal.load()
        self._rejects = RejectFile(path, self._state.rejects_size)
        self._store = Store()

    def go(self) -> None:
        self._result.resumed = self._state.records
        try:
            with opened(self._path, unpack=self._format.unpack) as (file, stream):
                source = Input(self._path, stream, self._state.records, self._source)
                for batch in self._batches(self._format.read(source)):
                    self._write(batch)
                    self._watcher.report(file.tell(), self._state.records)
        except (FileError, IngestError) as error:
            self._result.fault = str(error)
        finally:
            self._rejects.close()
        self._result.counts = self._state.counts
        self._result.rejects = self._rejects.path
        if not self._result.interrupted:
            self._journal.remove()

    def _batches(self, records: Iterable[Draft | Reject]) -> Iterator[list[Draft | Reject]]:
        """Batches of records; also what came before the reader failed or was stopped."""
        batch: list[Draft | Reject] = []
        size = 0
        try:
            for record in records:
                batch.append(self._checked(record))
                size += len(record.original)
                if len(batch) == BATCH or size > BATCH_BYTES:
                    yield batch
                    batch, size = [], 0
                if self._watcher.stop():
                    self._result.interrupted = True
                    break
        except (FileError, IngestError) as error:
            self._result.fault = str(error)
        if batch:
            yield batch

    def _checked(self, record: Draft | Reject) -> Draft | Reject:
        """The draft with its source, or why it cannot be stored."""
        if isinstance(record, Reject):
            return record
        if not record.source:
            record = replace(record, source=self._default_source(record))
        if reason := limits.fault(record):
            return Reject(original=record.original, line=record.line, reason=reason)
        return record

    def _default_source(self, draft: Draft) -> str:
        """What the curator said, else the site; the name of a file of records may tell it too."""
        host = addresses.host(addresses.usable(draft.url))
        return self._source or host or (UNNAMED_SOURCE if self._format.pages else _stem(self._path))

    def _write(self, batch: list[Draft | Reject]) -> None:
        for record in batch:
            if isinstance(record, Reject):
                self._rejects.add(record)
        self._rejects.flush()
        drafts = [record for record in batch if isinstance(record, Draft)]
        outcome = self._store.write(
            drafts, lambda *done: self._journal.note(self._state, self._after(batch, *done))
        )
        self._state = self._after(batch, *outcome)

    def _after(self, batch: list[Draft | Reject], counts: Counts, proof: Proof | None) -> State:
        rejected = sum(isinstance(record, Reject) for record in batch)
        return State(
            records=self._state.records + len(batch),
            counts=self._state.counts + counts + Counts(rejected=rejected),
            rejects_size=self._rejects.size,
            proof=proof or self._state.proof,
        )


def _stem(path: Path) -> str:
    return path.name.partition(".")[0] or UNNAMED_SOURCE


def _database_fault(error: DatabaseError) -> str:
    """One sentence with a remedy for what the database said, SQLite or PostgreSQL."""
    said = str(error)
    remedies = {
        "locked": "برنامهٔ دیگری از پایگاه داده استفاده می‌کند؛ کمی بعد دوباره اجرا کنید.",
        "full": "دیسک پر است؛ فضا خالی کنید و دوباره اجرا کنید.",
        "No space left": "دیسک پر است؛ فضا خالی کنید و دوباره اجرا کنید.",
        "readonly": "اجازهٔ نوشتن در پایگاه داده نیست؛ دسترسی فایل و پوشهٔ آن را درست کنید.",
        "read-only": "اجازهٔ نوشتن در پایگاه داده نیست؛ دسترسی آن را درست کنید.",
        "connection": "پایگاه داده در دسترس نیست؛ سرور آن و DATABASE_URL را بررسی کنید.",
        "unable to open": "پایگاه داده باز نمی‌شود؛ پوشهٔ داده‌ها و DATABASE_URL را بررسی کنید.",
        "no such table": "جدول‌های پایگاه داده ساخته نشده‌اند؛ ابتدا migrate را اجرا کنید.",
        "does not exist": "جدول‌های پایگاه داده ساخته نشده‌اند؛ ابتدا migrate را اجرا کنید.",
        "UNIQUE": "همین خبرها هم‌زمان از جای دیگری وارد شد؛ دوباره اجرا کنید.",
        "unique": "همین خبرها هم‌زمان از جای دیگری وارد شد؛ دوباره اجرا کنید.",
    }
    for sign, remedy in remedies.items():
        if sign in said:
            return f"{remedy} ({said})"
    return f"پایگاه داده پاسخ نداد؛ دوباره اجرا کنید. ({said})"
