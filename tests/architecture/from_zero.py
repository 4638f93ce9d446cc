"""Migrates from zero, on SQLite and on PostgreSQL where it answers; `make verify` runs it, `make test` does not."""

import os

import psycopg
import pytest

from academy.database_template import migrate

SERVER = os.environ.get("TEST_DATABASE_URL", "postgres://postgres@127.0.0.1:5432/dastur").rsplit("/", 1)[0]


def test_sqlite_migrates_from_zero(tmp_path):
    migrate(f"sqlite://{tmp_path}/zero.sqlite3")

    assert (tmp_path / "zero.sqlite3").stat().st_size > 100_000


def test_postgresql_migrates_from_zero():
    name = f"dastur_zero_{os.getpid()}"
    try:
        connection = psycopg.connect(f"{SERVER}/postgres", autocommit=True, connect_timeout=3)
    except psycopg.OperationalError as error:
        if os.environ.get("REQUIRE_SERVICES"):
            raise
        pytest.skip(f"PostgreSQL does not answer: {error}")
    with connection:
        connection.execute(f"CREATE DATABASE {name}")
        try:
            migrate(f"{SERVER}/{name}")
            with psycopg.connect(f"{SERVER}/{name}") as migrated:
                count = migrated.execute("SELECT count(*) FROM django_migrations").fetchone()[0]
        finally:
            connection.execute(f"DROP DATABASE {name}")
    assert count > 150
