"""Writes the digests of the audit trail that are due, or holds the trail against those that there are."""

from typing import Any

from django.core.management.base import CommandParser

from ledger import digest
from ui.command import JsonCommand, Refused


class Command(JsonCommand):
    help = "Writes the digest of each full day of the audit trail; --check holds the trail against them."

    def options(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="change nothing; exit 1 if a day was tampered with")

    def act(self, **options: Any) -> dict[str, Any]:
        if options["check"]:
            changed = [day.isoformat() for day in digest.check()]
            if changed:
                raise Refused(f"The audit trail was changed afterwards: {', '.join(changed)}.", changed=changed)
            return {"changed": []}
        rows = digest.catch_up()
        return {"written": [{"day": r.day, "events": r.events, "digest": r.digest} for r in rows]}
