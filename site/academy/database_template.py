"""A migrated, empty database, built once for a state of the migrations and copied for tests and the demo.

Migrating from zero takes most of the start of a test run and of the demo; a copy takes none of it.
The cache lies under the data folder (SQLite) or in the server (PostgreSQL), never in git.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from django.conf import settings

OURS = ["site/people", "site/ledger", "handbook", "assessments", "courses"]


def migrations_hash() -> str:
    """Hex digest over our migrations and the locked versions of everybody else's."""
    digest = hashlib.sha256()
    root = Path(settings.BASE_DIR)
    files = [root / ".ci" / "run.lock"]
    for app in OURS:
        files += sorted((root / app / "migrations").glob("*.py"))
    for path in files:
        digest.update(f"{path.relative_to(root)}\n".encode())
        digest.update(path.read_bytes() if path.exists() else b"")
    return digest.hexdigest()[:16]


def migrate(url: str) -> None:
    """Migrates the database at `url` in a process of its own, so that no connection of ours holds it."""
    manage = Path(settings.BASE_DIR) / "manage.py"
    environment = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "academy.settings.dev"}
    command = [sys.executable, str(manage), "migrate", "--verbosity", "0"]
    subprocess.run(command, env=environment, check=True)  # noqa: S603 (our own manage.py)


def sqlite_template(cache: Path) -> Path:
    """The migrated SQLite file for today's migrations; built when it isn't there yet."""
    path = cache / f"migrated-{migrations_hash()}.sqlite3"
    if not path.exists():
        cache.mkdir(parents=True, exist_ok=True)
        building = cache / f"building-{os.getpid()}.sqlite3"
        migrate(f"sqlite://{building}")
        building.rename(path)
    return path


def copy_sqlite(target: Path, cache: Path) -> None:
    """Puts a fresh copy of the template at `target`, without what a former database left beside it."""
    template = sqlite_template(cache)
    target.parent.mkdir(parents=True, exist_ok=True)
    for suffix in ("-wal", "-shm", "-journal"):
        target.with_name(target.name + suffix).unlink(missing_ok=True)
    shutil.copyfile(template, target)


def postgres_template(server_url: str) -> str:
    """The name of a migrated PostgreSQL database on the server of `server_url`; built when it isn't there yet."""
    import psycopg  # noqa: PLC0415 (SQLite installations never need the driver)

    name = f"dastur_migrated_{migrations_hash()}"
    base = server_url.rsplit("/", 1)[0]
    with psycopg.connect(f"{base}/postgres", autocommit=True) as connection:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
        if found:
            return name
        building = f"{name}_{os.getpid()}"
        connection.execute(f'CREATE DATABASE "{building}"')
        migrate(f"{base}/{building}")
        connection.execute(f'ALTER DATABASE "{building}" RENAME TO "{name}"')
    return name
