"""Makes the database ready to use: a copy of the migrated template where there is none yet, else migrations."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command

from academy.database_template import copy_sqlite, migrations_hash
from ui.command import JsonCommand


class Command(JsonCommand):
    help = "Makes the database ready: copies the migrated template where there is no database yet, else migrates."
    atomic = False
    requires_system_checks: list[str] = []

    def act(self, **options: Any) -> dict[str, Any]:
        database = settings.DATABASES["default"]
        path = Path(str(database["NAME"]))
        if "sqlite" in database["ENGINE"] and not path.exists():
            copy_sqlite(path, Path(settings.BASE_DIR) / "var" / "cache")
            return {"database": str(path), "how": "copied", "migrations": migrations_hash()}
        call_command("migrate", verbosity=0)
        return {"database": str(database["NAME"]), "how": "migrated", "migrations": migrations_hash()}
