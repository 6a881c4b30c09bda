"""The archive's own errors.

Each carries a message for the person who met it, in Persian and with the remedy;
the class tells the caller which status or exit code fits.
"""


class ArchiveError(Exception):
    """Anything the archive knows how to explain. ``str(error)`` is shown to people."""


class QueryError(ArchiveError):
    """What a reader asked for cannot be read: a wrong date, a page too deep."""


class FileError(ArchiveError):
    """A file cannot be opened, unpacked or read as text."""


class IngestError(ArchiveError):
    """A file cannot be imported at all; single bad records are counted, not raised."""


class DraftError(IngestError):
    """One record cannot become an article; the import goes on with the next."""


class LexiconError(ArchiveError):
    """hazm's word lists are missing or unreadable."""


class EngineError(ArchiveError):
    """The search engine cannot answer: its index is missing, damaged or locked.

    ``str(error)`` names the remedy, for staff and logs; readers are told ``FOR_READERS``.
    """

    FOR_READERS = "جست‌وجو فعلاً در دسترس نیست؛ کمی بعد دوباره امتحان کنید."


class StaleReadingError(EngineError):
    """Documents were made from too old a reading of the database, or with other words kept
    whole than the index has by now: read the articles again."""


class CurationError(ArchiveError):
    """A curator's action makes no sense: merging a name into itself, for example."""


class RecognitionError(ArchiveError):
    """Names cannot be tagged or learnt: the model is missing or unreadable,
    or the text teaches nothing."""
