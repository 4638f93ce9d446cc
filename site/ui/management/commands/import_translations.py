"""Takes a translators' file in, as new drafts."""

import io
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import CommandParser

from ui.command import JsonCommand, Refused
from ui.translation_files import loading
from ui.uploads import RefusedFile


class Command(JsonCommand):
    help = "Takes a translators' file in: texts whose source has not moved on become new drafts; nothing is published."

    def options(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="the translated file (.xlf, .xliff or .xlsx)")
        parser.add_argument("--dry-run", action="store_true", help="only say what would be done")
        parser.add_argument("--user", help="the account in whose name it is done, with its rights")

    def act(self, **options: Any) -> dict[str, Any]:
        by = _account(options["user"])
        try:
            loaded = loading.read(io.BytesIO(options["file"].read_bytes()), options["file"].name)
        except OSError as error:
            raise Refused(f"The file can't be read: {error.strerror}.") from error
        except RefusedFile as refusal:
            raise Refused(str(refusal.message)) from refusal
        act = loading.preview if options["dry_run"] else loading.take_in
        return {"dry_run": options["dry_run"], **loading.as_document(act(loaded=loaded, by=by))}


def _account(name: str | None) -> Any:
    if not name:
        return None
    found = get_user_model().objects.filter(username=name, is_active=True).first()
    if found is None:
        raise Refused(f"There is no active account «{name}».")
    return found
