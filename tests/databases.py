"""A database that threads share as processes do, emptied as often as a test likes."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from django.db import connection


def empty() -> None:
    """Remove every row of the archive, its users and its roles (PostgreSQL)."""
    tables = ", ".join(
        connection.ops.quote_name(table)
        for table in connection.introspection.django_table_names(only_existing=True)
        if table.startswith(("articles_", "auth_user", "auth_group"))
    )
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {tables} RESTART IDENTITY CASCADE")


@contextmanager
def in_files(folder: Path) -> Iterator[Callable[[], None]]:
    """SQLite in a file instead of in memory, where threads would share locks and statements.

    Yields a function that begins again with the rows that the database had at first.
    """
    settings = connection.settings_dict
    name, options, in_memory = settings["NAME"], settings["OPTIONS"], connection.connection
    template = folder / "template.sqlite3"
    with sqlite3.connect(template) as copy:
        in_memory.backup(copy)
    copy.close()
    numbers = count()

    def begin() -> None:
        connection.close()
        settings["NAME"] = str(folder / f"{next(numbers)}.sqlite3")
        shutil.copyfile(template, settings["NAME"])

    connection.connection = None
    # A statement fails at once instead of waiting, so that its worker can let others go on.
    settings["OPTIONS"] = {**options, "timeout": 0}
    try:
        begin()
        yield begin
    finally:
        connection.close()
        settings["NAME"], settings["OPTIONS"] = name, options
        connection.connection = in_memory
