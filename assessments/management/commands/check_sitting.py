"""Checks the signed file of a sitting, and marks the sitting again from the file alone."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from assessments.domain import sitting_file
from ledger import signing
from ui.command import JsonCommand, Refused


class Command(JsonCommand):
    help = "Checks the signature of a sitting's file and marks it again from the file alone (appeals.md)."
    atomic = False

    def options(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--key", type=Path, default=None, help="public key (PEM); default: this installation's own")

    def act(self, **options: Any) -> dict[str, Any]:
        told = {"file": str(options["file"])}
        try:
            keys = [signing.read_public(options["key"].read_bytes())] if options["key"] else None
            document = sitting_file.read(options["file"].read_bytes(), keys)
        except OSError as error:
            raise Refused(f"Can't be read: {error}", **told) from None
        except signing.BadSignature:
            raise Refused(
                "The signature doesn't hold: the file was changed, or another key signed it.", **told
            ) from None
        except ValueError as error:
            raise Refused(f"This is no file of a sitting, or no key: {str(error)[:200]}", **told) from None
        found = sitting_file.remark(document)
        return {
            "assessment": document["assessment"]["code"],
            "edition": document["assessment"]["edition"],
            "candidate": document["sitting"]["candidate"],
            "score": str(found.score),
            "out_of": str(found.out_of),
            "passed": found.passed,
            "waiting": found.waiting,
            "says": {name: found.says[name] for name in ("score", "out_of", "passed", "waiting")},
            "same": found.same,
            "exit": 0 if found.same else 1,
        }
