"""Brings an empty folder to a running archive, and leaves a running one as it is."""

from __future__ import annotations

import fcntl
import io
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection

from articles import pipeline
from articles.checks import data_folder_is_writable
from articles.models import Article
from articles.search import indexing

DEMO = Path(__file__).resolve().parents[2] / "demo"
ADMINISTRATOR = "admin"
SETTING_UP = 7_263_001  # of PostgreSQL's advisory locks


@contextmanager
def alone() -> Iterator[None]:
    """Waits until no other process sets this archive up: of two first starts the second finds
    all done. Neither lock outlives its process."""
    with (Path(settings.DATA_DIR) / "set_up.lock").open("a", encoding="ascii") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        if connection.vendor != "postgresql":
            yield
            return
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [SETTING_UP])
        try:
            yield
        finally:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [SETTING_UP])


class Command(BaseCommand):
    help = "Prepare the database, the demo archive and its index. Safe to run again."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--no-demo", action="store_true", help="leave an empty archive empty")

    def handle(self, *args: Any, **options: Any) -> None:
        self.prepare_folder()
        try:
            with alone():
                self.set_up(no_demo=options["no_demo"])
        except DatabaseError as error:
            raise CommandError(
                f"The database cannot be prepared ({error}); check DATABASE_URL and DATA_DIR."
            ) from error

    def set_up(self, *, no_demo: bool) -> None:
        call_command("migrate", verbosity=0)
        with pipeline.deferred():
            self.load_pages()
            if not no_demo and not Article.objects.exists():
                self.load_demo()
        self.bring_index_up_to_date()
        self.make_administrator()

    def prepare_folder(self) -> None:
        for problem in data_folder_is_writable():
            raise CommandError(f"{problem.msg} {problem.hint}")
        try:
            Path(settings.DATA_DIR).mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise CommandError(
                f"The data folder {settings.DATA_DIR} cannot be made ({error.strerror}); "
                "set DATA_DIR to a folder that can be written."
            ) from error

    def load_pages(self) -> None:
        call_command("load_pages", str(DEMO / "pages.jsonl"), verbosity=0)

    def load_demo(self) -> None:
        self.stdout.write("Loading the demo archive …")
        call_command("load_names", str(DEMO / "names.jsonl"), stdout=io.StringIO())
        call_command("ingest", str(DEMO / "articles.jsonl"), stdout=self.stdout)

    def bring_index_up_to_date(self) -> None:
        if not indexing.is_current():
            self.stdout.write("Building the index …")
            call_command("rebuild_index", stdout=self.stdout, stderr=self.stderr)
        if pipeline.waiting():
            call_command("catch_up", stdout=self.stdout, stderr=self.stderr)

    def make_administrator(self) -> None:
        """An administrator with a password nobody else has, told once."""
        users = get_user_model()._default_manager
        if users.filter(is_superuser=True).exists():
            return
        password = secrets.token_urlsafe(12)
        users.create_superuser(username=ADMINISTRATOR, password=password)
        self.stdout.write(
            "\nAn administrator was made; the password is shown only now:\n"
            f"    name      {ADMINISTRATOR}\n"
            f"    password  {password}\n"
            "Change it with: .venv/bin/python manage.py changepassword admin\n"
        )
