"""What every test may use: a database copied from a migrated template, people with roles, clients signed in."""

import os
from pathlib import Path

import pytest
from academy import database_template
from django.conf import settings


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """SQLite: the copied template is kept and found fully migrated. PostgreSQL: made anew from the template."""
    return "sqlite" in settings.DATABASES["default"]["ENGINE"]


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> None:
    """Begins each session with a fresh copy of the migrated database."""
    database = settings.DATABASES["default"]
    if "sqlite" in database["ENGINE"]:
        target = Path(database["TEST"]["NAME"])
        database_template.copy_sqlite(target, Path(settings.BASE_DIR) / "var" / "cache")
        return
    template = database_template.postgres_template(os.environ["DATABASE_URL"])
    database.setdefault("TEST", {})["TEMPLATE"] = template
