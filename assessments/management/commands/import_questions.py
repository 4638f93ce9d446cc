"""Takes questions from a file of another system into a bank; what can't be taken is listed with the reason."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser

from assessments.domain import exchange
from assessments.formats.entry import Unreadable
from ui.command import JsonCommand, Refused
from ui.languages import codes

NOTHING: dict[str, Any] = {"read": 0, "imported": 0, "pictures": 0, "by_kind": {}, "skipped": []}


class Command(JsonCommand):
    help = "Takes questions from Moodle XML, GIFT, Aiken, QTI, XLSX or DOCX into a bank. See question-files.md."

    def options(self, parser: CommandParser) -> None:
        parser.add_argument("file")
        parser.add_argument("--format", choices=["auto", *exchange.READERS], default="auto")
        parser.add_argument("--bank", required=True, help="name of the bank; made when it isn't there")
        parser.add_argument("--language", choices=codes(), default=settings.CONTENT_LANGUAGE)
        parser.add_argument("--dry-run", action="store_true", help="say what would be taken and write nothing")

    def act(self, **options: Any) -> dict[str, Any]:
        path = Path(options["file"])
        try:
            content = path.read_bytes()
            kind = options["format"]
            kind = exchange.format_of(content, path.name) if kind == "auto" else kind
            report = exchange.take(
                content=content,
                form=kind,
                bank=options["bank"][:150],
                language=options["language"],
                source=path.name,
                by=None,
                dry_run=options["dry_run"],
            )
        except OSError as error:
            raise Refused(f"The file can't be read: {error.strerror}.", **NOTHING) from None
        except (Unreadable, exchange.UnknownFormat) as error:
            raise Refused(str(error), **NOTHING) from None
        return {
            "read": report.read,
            "imported": report.taken,
            "pictures": report.pictures,
            "by_kind": dict(sorted(report.by_kind.items())),
            "skipped": [asdict(one) for one in report.skipped],
            "dropped": [asdict(one) for one in report.dropped],
            "bank": options["bank"],
            "format": kind,
            "language": options["language"],
            "dry_run": options["dry_run"],
        }

    def words(self, document: dict[str, Any]) -> str:
        lines = [f"{document['imported']} of {document['read']} questions taken into “{document['bank']}”."]
        lines += [f"line {one['line']}, {one['name']}: {one['reason']}" for one in document["skipped"]]
        lines += [f"line {one['line']}, {one['name']}: left out: {one['what']}" for one in document["dropped"]]
        return "\n".join(lines)
