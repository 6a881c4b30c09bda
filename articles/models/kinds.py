"""A mention of a name has the name's kind: a rule of the database, kept by triggers.

The kind stands in the mention as well, because lists filter and count by it. Triggers keep
the two equal, whoever writes either, in a form, in bulk or in SQL. SQLite makes a table anew
to change it, and its triggers go with the old one: so migrations begin without them and end
with them.
"""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate, pre_migrate

_TABLES = {"articles_entity", "articles_mention", "articles_suggestion"}

_TAKE = """
            UPDATE articles_mention
                SET kind = (SELECT kind FROM articles_entity WHERE id = NEW.entity_id)
                WHERE id = NEW.id
                AND kind <> (SELECT kind FROM articles_entity WHERE id = NEW.entity_id);"""

_SQLITE = {
    "name_gives_kind": """
        AFTER UPDATE OF kind ON articles_entity WHEN NEW.kind <> OLD.kind BEGIN
            UPDATE articles_mention SET kind = NEW.kind
                WHERE entity_id = NEW.id AND kind <> NEW.kind;
            UPDATE articles_suggestion SET kind = NEW.kind WHERE entity_id = NEW.id;
        END""",
    "new_mention_takes_kind": f"""
        AFTER INSERT ON articles_mention WHEN NEW.entity_id IS NOT NULL BEGIN
            {_TAKE}
        END""",
    "mention_takes_kind": f"""
        AFTER UPDATE OF entity_id, kind ON articles_mention
        WHEN NEW.entity_id IS NOT NULL BEGIN
            {_TAKE}
        END""",
}

_POSTGRESQL = """
    CREATE OR REPLACE FUNCTION articles_name_gives_kind() RETURNS trigger AS $$ BEGIN
        UPDATE articles_mention SET kind = NEW.kind
            WHERE entity_id = NEW.id AND kind <> NEW.kind;
        UPDATE articles_suggestion SET kind = NEW.kind WHERE entity_id = NEW.id;
        RETURN NULL;
    END $$ LANGUAGE plpgsql;
    CREATE OR REPLACE FUNCTION articles_mention_takes_kind() RETURNS trigger AS $$ BEGIN
        NEW.kind := COALESCE(
            (SELECT kind FROM articles_entity WHERE id = NEW.entity_id), NEW.kind
        );
        RETURN NEW;
    END $$ LANGUAGE plpgsql;
    DROP TRIGGER IF EXISTS name_gives_kind ON articles_entity;
    CREATE TRIGGER name_gives_kind AFTER UPDATE OF kind ON articles_entity FOR EACH ROW
        WHEN (NEW.kind <> OLD.kind) EXECUTE FUNCTION articles_name_gives_kind();
    DROP TRIGGER IF EXISTS mention_takes_kind ON articles_mention;
    CREATE TRIGGER mention_takes_kind BEFORE INSERT OR UPDATE OF entity_id, kind
        ON articles_mention FOR EACH ROW WHEN (NEW.entity_id IS NOT NULL)
        EXECUTE FUNCTION articles_mention_takes_kind();
"""


def connect(app: AppConfig) -> None:
    """Take the rule away before migrations and lay it down behind them."""
    pre_migrate.connect(_take_away, sender=app, dispatch_uid="kinds")
    post_migrate.connect(_lay_down, sender=app, dispatch_uid="kinds")


def _take_away(using: str, plan: Any = (), **_: Any) -> None:
    connection = connections[using]
    if connection.vendor == "sqlite" and plan:
        with connection.cursor() as cursor:
            for name in _SQLITE:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")


def _lay_down(using: str, **_: Any) -> None:
    connection = connections[using]
    with connection.cursor() as cursor:
        if not _TABLES.issubset(connection.introspection.table_names(cursor)):
            return
        if connection.vendor == "sqlite":
            for name, rule in _SQLITE.items():
                cursor.execute(f"CREATE TRIGGER IF NOT EXISTS {name} {rule}")
        elif connection.vendor == "postgresql":
            cursor.execute(_POSTGRESQL)
