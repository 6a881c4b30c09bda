"""PostgreSQL's full-text search with a GIN index, on a server of its own."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg

from benchmarks.engines.analysed import Entry, ascii_word
from benchmarks.engines.contender import PAGE, Contender, Found, Question

SCHEMA = """
drop table if exists article;
create table article(
    pk integer primary key, source integer, category integer, published bigint, month integer,
    words tsvector
);
"""
INDEXES = """
create index on article using gin(words);
create index on article(published);
create index on article(source);
vacuum analyze article;
"""
COLUMNS = "pk, source, category, published, month, words"
SOCKET = "server"  # a link to it lies in the folder of the index
# What the manual advises for a machine of its own, within modest memory.
SETTINGS = ("shared_buffers=256MB", "work_mem=64MB", "maintenance_work_mem=256MB", "jit=off")


class Postgres(Contender):
    name = "PostgreSQL"

    def build(self, batches: Iterable[list[Entry]]) -> None:
        with self._connected() as connection:
            _run(connection, SCHEMA)
            for batch in batches:
                copying = f"copy article({COLUMNS}) from stdin"
                with connection.cursor() as cursor, cursor.copy(copying) as copy:
                    for entry in batch:
                        copy.write_row(_row(entry))
            _run(connection, INDEXES)

    def open(self) -> None:
        self._connection = self._connected()

    def close(self) -> None:
        self._connection.close()

    def process(self) -> int | None:
        return self._connection.info.backend_pid

    def ask(self, question: Question) -> Found:
        run = self._connection.execute
        values = {"match": expression(question), "source": question.source}
        values |= {"since": question.since, "until": question.until}
        where = "from article where words @@ %(match)s::tsquery" + _filters(question)
        (total,) = run(f"select count(*) {where}", values).fetchone() or (0,)
        order = "published desc, pk desc"
        if not question.newest:
            order = f"ts_rank(words, %(match)s::tsquery, 1) desc, {order}"
        page = run(f"select pk {where} order by {order} limit {PAGE}", values)
        hits = [pk for (pk,) in page]
        return Found(total, hits, self._count_facets(where, values) if question.facets else 0)

    def _count_facets(self, where: str, values: dict[str, object]) -> int:
        run = self._connection.execute
        return sum(
            len(
                run(
                    f"select {column}, count(*) {where} and {column} > 0 group by {column}",
                    values,
                ).fetchall()
            )
            for column in ("source", "category", "month")
        )

    def replace(self, item: Entry) -> None:
        self._connection.execute(
            f"insert into article({COLUMNS}) values(%s, %s, %s, %s, %s, %s)"
            " on conflict(pk) do update set words = excluded.words",
            _row(item),
        )

    def size(self) -> int:
        with self._connected() as connection:
            (size,) = connection.execute("select pg_total_relation_size('article')").fetchone() or (
                0,
            )
        return int(size)

    def _connected(self) -> psycopg.Connection:
        socket = (self.folder.parent / SOCKET).resolve()
        return psycopg.connect(host=str(socket), dbname="postgres", user="archive", autocommit=True)


def expression(question: Question) -> str:
    """The question as a tsquery."""
    if question.phrase:
        return " <-> ".join(map(ascii_word, question.phrase))
    if question.prefix:
        return ascii_word(question.prefix) + ":*"
    if question.any_of:
        return " | ".join(map(ascii_word, question.any_of))
    words = [*map(ascii_word, question.all_of), *(f"!{ascii_word(w)}" for w in question.none_of)]
    return " & ".join(words)


def _filters(question: Question) -> str:
    parts = [" and source = %(source)s"] if question.source is not None else []
    parts += [" and published >= %(since)s"] if question.since is not None else []
    parts += [" and published < %(until)s"] if question.until is not None else []
    return "".join(parts)


def _row(entry: Entry) -> tuple[object, ...]:
    """The words with their positions, as far as PostgreSQL counts them."""
    places: dict[str, list[str]] = {}
    for place, word in enumerate(entry.words.split(), start=1):
        places.setdefault(word, []).append(str(min(place, 16383)))
    vector = " ".join(f"{word}:{','.join(at[:255])}" for word, at in places.items())
    return entry.pk, entry.source, entry.category, entry.published, entry.month, vector


def _run(connection: psycopg.Connection, script: str) -> None:
    for statement in filter(str.strip, script.split(";")):
        connection.execute(statement.encode())


# --- the server ---------------------------------------------------------------------------------


class NoServerError(Exception):
    """PostgreSQL cannot be started here; says why."""


@contextmanager
def server() -> Iterator[Path]:
    """The folder of the socket of a temporary server. Raises NoServerError."""
    binaries = _binaries()
    with TemporaryDirectory(prefix="archive-postgres-") as name:
        folder = Path(name)
        user = _user()
        if user:
            shutil.chown(folder, user)
        try:
            _initialise(folder, binaries, user)
            yield folder
        finally:
            _control(folder, binaries, user, "stop", "-m", "immediate")


def _binaries() -> Path:
    found = shutil.which("initdb")
    if found is None:
        raise NoServerError("PostgreSQL's initdb is not on the PATH")
    return Path(found).resolve().parent


def _user() -> str | None:
    """Whom the server runs as: it refuses to be root."""
    return pwd.getpwnam("nobody").pw_name if os.geteuid() == 0 else None


def _initialise(folder: Path, binaries: Path, user: str | None) -> None:
    data = folder / "data"
    made = _call(
        user, binaries / "initdb", "-D", data, "-U", "archive", "-A", "trust", "-E", "UTF8",
        "--locale", "C",
    )  # fmt: skip
    if made.returncode:
        raise NoServerError(f"initdb: {made.stderr.strip()[-200:]}")
    options = " ".join(f"-c {setting}" for setting in SETTINGS)
    arguments = f"-k {folder} -c listen_addresses='' {options}"
    started = _control(
        folder, binaries, user, "start", "-w", "-l", str(folder / "log"), "-o", arguments
    )
    if started.returncode:
        raise NoServerError(f"pg_ctl: {started.stderr.strip()[-200:]}")


def _control(
    folder: Path, binaries: Path, user: str | None, *arguments: str
) -> subprocess.CompletedProcess[str]:
    return _call(user, binaries / "pg_ctl", "-D", folder / "data", *arguments)


def _call(user: str | None, *command: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(part) for part in command],
        user=user,
        group="nogroup" if user else None,
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
