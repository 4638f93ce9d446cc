"""PostgreSQL's own guard of append-only tables: raw SQL and bulk updates pass Python's."""

from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

FUNCTION = """
CREATE OR REPLACE FUNCTION dastur_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'rows of % are never changed or deleted', TG_TABLE_NAME; END $$;
"""
TRIGGER = """
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION dastur_append_only();
CREATE TRIGGER {table}_never_truncated BEFORE TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION dastur_append_only();
"""


def append_only(*tables: str) -> migrations.RunPython:
    """A migration operation that puts the triggers on `tables` (PostgreSQL only; SQLite has Python's guard)."""

    def forwards(apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
        if editor.connection.vendor != "postgresql":
            return
        editor.execute(FUNCTION, None)  # no parameters: the body holds a per cent sign
        for table in tables:
            editor.execute(TRIGGER.format(table=table), None)

    def backwards(apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
        if editor.connection.vendor != "postgresql":
            return
        for table in tables:
            editor.execute(f"DROP TRIGGER {table}_append_only ON {table}")
            editor.execute(f"DROP TRIGGER {table}_never_truncated ON {table}")

    return migrations.RunPython(forwards, backwards)
