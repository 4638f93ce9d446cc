"""Writes the whole handbook into one archive."""

import hashlib
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from handbook.domain.archive import NoHandbook, export
from ui.command import JsonCommand, Refused


class Command(JsonCommand):
    help = "Writes the whole handbook, drafts included, into one archive for import_handbook."

    def options(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.zip")

    def act(self, **options: Any) -> dict[str, Any]:
        path: Path = options["file"]
        try:
            content = export(by=None)
            path.write_bytes(content)
        except NoHandbook:
            raise Refused("There is no handbook to export.") from None
        except OSError as error:
            raise Refused(f"{path} cannot be written: {error.strerror}.") from None
        return {"file": str(path), "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
