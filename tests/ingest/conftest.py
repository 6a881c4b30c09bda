"""Small inputs for the tests of the import."""

import gzip
import json
from pathlib import Path

import pytest

from articles import ingest
from articles.files import opened
from articles.ingest.streams import Input


@pytest.fixture
def imported(db):
    """Import one file and return its Result."""

    def run(path: Path, **options) -> ingest.Result:
        [(file, format_)] = ingest.find([path]).files
        return ingest.run(file, format_, **options)

    return run


@pytest.fixture
def read_all():
    """Everything that the reader for ``path`` yields."""

    def read(path: Path, **options) -> list:
        [(file, format_)] = ingest.find([path]).files
        with opened(file, unpack=format_.unpack) as (_, stream):
            return list(format_.read(Input(file, stream, **options)))

    return read


@pytest.fixture
def jsonl(tmp_path):
    """Write records, or raw lines, as JSON Lines."""

    def write(*records: dict | str, name: str = "news.jsonl") -> Path:
        lines = [r if isinstance(r, str) else json.dumps(r, ensure_ascii=False) for r in records]
        content = "".join(f"{line}\n" for line in lines).encode("utf-8", errors="surrogatepass")
        path = tmp_path / name
        path.write_bytes(gzip.compress(content) if name.endswith(".gz") else content)
        return path

    return write
