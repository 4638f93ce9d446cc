"""Checks a certificate by its file, its number or its code."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from courses.domain import verify
from courses.enums import Validity
from ui.command import JsonCommand


class Command(JsonCommand):
    help = "Checks a certificate. Exits 0 only when it is valid; a file is valid only byte for byte as issued."

    def options(self, parser: CommandParser) -> None:
        parser.add_argument(
            "subject", metavar="FILE.pdf|NUMBER", help="a PDF, a number such as PA-2026-000123, or a code"
        )

    def act(self, **options: Any) -> dict[str, Any]:
        found = _found(options["subject"])
        document: dict[str, Any] = {"status": str(found.validity), "reasons": found.reasons}
        if found.validity is not Validity.VALID:
            self.stderr.write("; ".join([str(found.validity.label), *found.reasons]))
            document["exit"] = 1
        return document

    def words(self, document: dict[str, Any]) -> str:
        return "\n".join([str(Validity(document["status"]).label), *document["reasons"]])


def _found(subject: str) -> verify.Finding:
    path = Path(subject)
    if path.is_file():
        if path.stat().st_size > verify.LARGEST_FILE:
            return verify.Finding(Validity.UNKNOWN, [_("The file is too large to be a certificate of ours.")])
        try:
            return verify.by_file(path.read_bytes())
        except OSError as error:
            return verify.Finding(Validity.UNKNOWN, [_("The file cannot be read: %(why)s") % {"why": error.strerror}])
    if verify.TOKEN.fullmatch(subject.strip().upper()):
        return verify.by_token(subject)
    if path.suffix:
        return verify.Finding(Validity.UNKNOWN, [_("There is no file %(name)s.") % {"name": subject}])
    return verify.by_number(subject)
