"""The project set up for measuring: a database of its own with demonstration content, PostgreSQL where it answers."""

import contextlib
import importlib
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg

ROOT = Path(__file__).resolve().parents[2]
DEFAULT = "postgres://postgres@127.0.0.1:5432/dastur"
LOADERS = ["people.domain.demo", "handbook.domain.demo", "assessments.domain.demo", "courses.domain.demo"]


@contextlib.contextmanager
def prepared() -> Iterator[str]:
    """Sets Django up on a fresh database and loads the content; says what it runs on; clears up afterwards."""
    sys.path[:0] = [str(ROOT / "site"), str(ROOT)]
    url = os.environ.get("TEST_DATABASE_URL", DEFAULT)
    with tempfile.TemporaryDirectory() as data:
        base, name = url.rsplit("/", 1)[0], f"dastur_bench_{os.getpid()}"
        on_postgres = answers(base)
        os.environ.update(
            DJANGO_SETTINGS_MODULE="academy.settings.test",
            DATABASE_URL=f"{base}/{name}" if on_postgres else f"sqlite://{data}/bench.sqlite3",
            DATA_DIR=data,
            CELERY_BROKER_URL="",
            CACHE_URL="",
        )
        version = create(base, name) if on_postgres else copy(Path(data) / "bench.sqlite3")
        try:
            _load()
            yield version
        finally:
            if on_postgres:
                drop(base, name)


def answers(base: str) -> bool:
    try:
        psycopg.connect(f"{base}/postgres", connect_timeout=3).close()
    except psycopg.OperationalError:
        return False
    return True


def create(base: str, name: str) -> str:
    _set_up()
    from academy.database_template import postgres_template

    template = postgres_template(f"{base}/{name}")
    with psycopg.connect(f"{base}/postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        found = connection.execute("SELECT current_setting('server_version')").fetchone()
    return f"PostgreSQL {found[0] if found else ''}"


def copy(path: Path) -> str:
    _set_up()
    import sqlite3

    from academy.database_template import copy_sqlite

    copy_sqlite(path, ROOT / "var" / "cache")
    return f"SQLite {sqlite3.sqlite_version}"


def drop(base: str, name: str) -> None:
    from django.db import connections

    connections.close_all()
    with psycopg.connect(f"{base}/postgres", autocommit=True) as connection:
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _set_up() -> None:
    import django

    django.setup()


def _load() -> None:
    import logging

    from django.conf import settings
    from django.utils import translation

    from people.models import User

    logging.disable(logging.INFO)
    settings.ROOT_URLCONF = "tests.benchmarks.urls"
    author = None
    with translation.override("tg"):
        for module in LOADERS:
            importlib.import_module(module).load_demo(by=author)
            author = author or User.objects.get(username="trainer")
