"""Writes the questions of a bank into a file for another system; says what the format can't hold."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser

from assessments.domain import exchange
from assessments.models import Bank
from ui.command import JsonCommand, Refused
from ui.languages import codes


class Command(JsonCommand):
    help = "Writes the questions of a bank, in one language, as Moodle XML, GIFT, QTI 3.0 or XLSX."

    def options(self, parser: CommandParser) -> None:
        parser.add_argument("file")
        parser.add_argument("--format", choices=[*exchange.WRITERS], required=True)
        parser.add_argument("--bank", required=True)
        parser.add_argument("--language", choices=codes(), default=settings.CONTENT_LANGUAGE)

    def act(self, **options: Any) -> dict[str, Any]:
        bank = Bank.objects.filter(name=options["bank"]).first()
        if bank is None:
            raise Refused(f"There is no bank “{options['bank']}”.", bank=options["bank"])
        content, report = exchange.give(bank=bank, form=options["format"], language=options["language"], by=None)
        try:
            Path(options["file"]).write_bytes(content)
        except OSError as error:
            raise Refused(f"The file can't be written: {error.strerror}.", file=options["file"]) from None
        return {
            "read": report.read,
            "exported": report.taken,
            "by_kind": dict(sorted(report.by_kind.items())),
            "skipped": [asdict(one) for one in report.skipped],
            "dropped": [asdict(one) for one in report.dropped],
            "bank": bank.name,
            "format": options["format"],
            "language": options["language"],
            "file": options["file"],
        }
