"""Migrates from zero, on SQLite and on PostgreSQL where it answers; `make verify` runs it, `make test` does not.

What comes of it is the template that the tests and the demo copy: where that is there already for these very
migrations and these versions of everybody else's, they have been run from zero before.
"""

import os
import sqlite3
from pathlib import Path

import psycopg
import pytest
from django.conf import settings

from academy.database_template import postgres_template, sqlite_template

SERVER = os.environ.get("TEST_DATABASE_URL", "postgres://postgres@127.0.0.1:5432/dastur").rsplit("/", 1)[0]
RUN = "SELECT count(*) FROM django_migrations"


def test_sqlite_migrates_from_zero():
    template = sqlite_template(Path(settings.BASE_DIR) / "var" / "cache")

    assert sqlite3.connect(template).execute(RUN).fetchone()[0] > 150


def test_postgresql_migrates_from_zero():
    try:
        psycopg.connect(f"{SERVER}/postgres", connect_timeout=3).close()
    except psycopg.OperationalError as error:
        if os.environ.get("REQUIRE_SERVICES"):
            raise
        pytest.skip(f"PostgreSQL does not answer: {error}")

    template = postgres_template(f"{SERVER}/any")

    with psycopg.connect(f"{SERVER}/{template}") as migrated:
        assert migrated.execute(RUN).fetchone()[0] > 150
