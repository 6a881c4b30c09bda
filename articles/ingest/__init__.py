"""Files of news -> articles. ``find`` the files, then ``run`` each of them."""

from articles.ingest.job import Result, Watcher, run
from articles.ingest.outcome import Counts
from articles.ingest.readers import FORMATS, Format, find

__all__ = ["FORMATS", "Counts", "Format", "Result", "Watcher", "find", "run"]
