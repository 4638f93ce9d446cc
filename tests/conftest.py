"""What every test may use: a database copied from a migrated template, restored after tests with real commits."""

import os
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.template import engines
from django.utils import translation
from wagtail.signal_handlers import disable_reference_index_auto_update

from academy import database_template


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Tests that commit find Wagtail's first pages again; PostgreSQL's and Redis's tests skip where these are not.

    Where REQUIRE_SERVICES is set (the continuous integration), a missing service fails instead of skipping. With
    ONLY_WITH_A_DATABASE a second run, on another database, leaves out what asks for none: it was tested in the first.
    """
    if "ONLY_WITH_A_DATABASE" in os.environ:
        config.hook.pytest_deselected(items=[item for item in items if not asks_for_a_service(item)])
        items[:] = [item for item in items if asks_for_a_service(item)]
    for item in items:
        marker = item.get_closest_marker("django_db")
        if marker and marker.kwargs.get("transaction"):
            item.add_marker(pytest.mark.django_db(**{**marker.kwargs, "serialized_rollback": True}), append=False)
        if item.get_closest_marker("postgres") and is_sqlite():
            item.add_marker(pytest.mark.skip(reason="runs on PostgreSQL (DATABASE_URL)"))


def asks_for_a_service(item: pytest.Item) -> bool:
    """A database, by mark or through any of its fixtures, or Redis; not what is marked as the same on every one."""
    if item.get_closest_marker("once"):
        return False
    marked = any(item.get_closest_marker(mark) for mark in ("django_db", "postgres", "redis"))
    return marked or not {"db", "transactional_db", "django_db_setup"}.isdisjoint(getattr(item, "fixturenames", ()))


def is_sqlite() -> bool:
    return "sqlite" in settings.DATABASES["default"]["ENGINE"]


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """SQLite: the copied template is kept and found fully migrated. PostgreSQL: made anew from the template."""
    return is_sqlite()


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> None:
    """Begins each session with a fresh copy of the migrated database."""
    database = settings.DATABASES["default"]
    if is_sqlite():
        target = Path(database["TEST"]["NAME"])
        database_template.copy_sqlite(target, Path(settings.BASE_DIR) / "var" / "cache")
        return
    template = database_template.postgres_template(os.environ["DATABASE_URL"])
    database.setdefault("TEST", {})["TEMPLATE"] = template


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Lets the test runner empty append-only tables between tests; refusing changes and deletions stays."""
    if is_sqlite():
        return
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("SELECT tgname, tgrelid::regclass FROM pg_trigger WHERE tgname LIKE '%%\\_never\\_truncated'")
        for trigger, table in cursor.fetchall():
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    """Throttles, sites and citations are kept in the cache: each test begins with an empty one."""
    cache.clear()


@pytest.fixture(autouse=True)
def _own_language() -> Iterator[None]:
    """A page asked for in Tajik leaves its thread in Tajik: the next test begins in the language of the settings."""
    yield
    translation.deactivate()


# What is tested there asks nowhere which page uses what; keeping count of it took a tenth of these tests' time.
WITHOUT_REFERENCES = {"assessments", "courses", "ledger", "people"}


@pytest.fixture(autouse=True)
def _no_count_of_references(request: pytest.FixtureRequest) -> Iterator[None]:
    asked = WITHOUT_REFERENCES.isdisjoint(request.path.parts) or request.path.stem.endswith("_admin")
    with nullcontext() if asked else disable_reference_index_auto_update():
        yield


@pytest.fixture
def english() -> Iterator[None]:
    """For tests that read what our own code says: everything that it says is written in English first."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def _wagtails_own_pages(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wagtail's templates name variables that may be absent and give them a default: let that default be used.

    Under its marker pytest-django lets such a variable pass, but looks through the whole stack for each of them, which
    took a quarter of the time of all tests.
    """
    if request.node.get_closest_marker("ignore_template_errors"):
        monkeypatch.setattr(engines["django"].engine, "string_if_invalid", "")
