"""SQLite's full-text index."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from benchmarks.engines.analysed import Entry, ascii_word
from benchmarks.engines.contender import PAGE, Contender, Found, Question

SCHEMA = """
create virtual table words using fts5(text, content='', contentless_delete={}, tokenize='ascii');
create table article(
    pk integer primary key, source integer, category integer, published integer, month integer
);
create index by_date on article(published);
"""
MATCHING = "from words join article on article.pk = words.rowid where words match :match"


class Fts5(Contender):
    name = "SQLite FTS5"

    def build(self, batches: Iterable[list[Entry]]) -> None:
        with self._connected() as connection:
            connection.executescript(_schema())
            for batch in batches:
                self._insert(connection, batch)
            connection.execute("insert into words(words) values('optimize')")
        connection.execute("pragma wal_checkpoint(truncate)")
        connection.close()

    def open(self) -> None:
        self._connection = self._connected()

    def close(self) -> None:
        self._connection.close()

    def ask(self, question: Question) -> Found:
        values = {"match": expression(question), "source": question.source}
        values |= {"since": question.since, "until": question.until}
        where = MATCHING + _filters(question)
        # Where no attribute is asked for, the index alone answers: faster than the join.
        plain = where if _filters(question) else "from words where words match :match"
        (total,) = self._connection.execute(f"select count(*) {plain}", values).fetchone()
        if question.newest:
            page = f"select pk {where} order by published desc, pk desc limit {PAGE}"
        else:
            page = f"select words.rowid {plain} order by rank limit {PAGE}"
        hits = [pk for (pk,) in self._connection.execute(page, values)]
        return Found(total, hits, self._count_facets(where, values) if question.facets else 0)

    def _count_facets(self, where: str, values: dict[str, object]) -> int:
        return sum(
            len(
                self._connection.execute(
                    f"select {column}, count(*) {where} and {column} > 0 group by {column}",
                    values,
                ).fetchall()
            )
            for column in ("source", "category", "month")
        )

    def replace(self, item: Entry) -> None:
        with self._connection as connection:
            if _has_contentless_delete():
                connection.execute("delete from words where rowid = ?", (item.pk,))
            else:
                connection.execute(
                    "insert into words(words, rowid, text) values('delete', ?, ?)",
                    (item.pk, item.words),
                )
            connection.execute("delete from article where pk = ?", (item.pk,))
            self._insert(connection, [item])

    @staticmethod
    def _insert(connection: sqlite3.Connection, found: list[Entry]) -> None:
        connection.executemany(
            "insert into words(rowid, text) values(?, ?)", ((e.pk, e.words) for e in found)
        )
        connection.executemany(
            "insert into article values(?, ?, ?, ?, ?)",
            ((e.pk, e.source, e.category, e.published, e.month) for e in found),
        )

    def _connected(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.folder / "index.sqlite3")
        connection.execute("pragma journal_mode=wal")
        connection.execute("pragma mmap_size=1000000000")
        return connection


def expression(question: Question) -> str:
    """The question in FTS5's query language."""
    if question.phrase:
        return '"' + " ".join(map(ascii_word, question.phrase)) + '"'
    if question.prefix:
        return ascii_word(question.prefix) + "*"
    if question.any_of:
        return " OR ".join(map(ascii_word, question.any_of))
    wanted = " AND ".join(map(ascii_word, question.all_of))
    return wanted + "".join(f" NOT {ascii_word(word)}" for word in question.none_of)


def _filters(question: Question) -> str:
    parts = [" and source = :source"] if question.source is not None else []
    parts += [" and published >= :since"] if question.since is not None else []
    parts += [" and published < :until"] if question.until is not None else []
    return "".join(parts)


def _schema() -> str:
    if _has_contentless_delete():
        return SCHEMA.format("1")
    return SCHEMA.replace(" contentless_delete={},", "")


def _has_contentless_delete() -> bool:
    return sqlite3.sqlite_version_info >= (3, 43)
